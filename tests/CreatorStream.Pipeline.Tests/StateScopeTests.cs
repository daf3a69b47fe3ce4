using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Tests;

public sealed class StateScopeTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-scratch-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void What_an_owner_took_goes_with_it_and_nothing_else()
    {
        using var memory = new StateMemory(folder.FullName);
        StateScope one = memory.Open();
        StateScope other = memory.Open();
        Fill(one);
        (long, long) ofOne = Taken(memory);
        Fill(other);
        Fill(other.Open());
        one.Dispose();
        one.Dispose();
        Assert.Equal((2 * ofOne.Item1, 2 * ofOne.Item2), Taken(memory));
        other.Dispose();
        Assert.Equal((0, 0), Taken(memory));
        Assert.Throws<ObjectDisposedException>(() => one.Allocate(StatePart.Orders, 8));
        Assert.Throws<ObjectDisposedException>(other.Open);
    }

    [Fact]
    public void Inner_scopes_end_in_any_order()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        using var memory = new StateMemory();
        StateScope outer = memory.Open();
        var inner = new List<StateScope>();
        for (int i = 0; i < 1_000; i++)
        {
            if (inner.Count == 0 || random.Next(2) == 0)
            {
                inner.Add(outer.Open());
                inner[^1].Allocate(StatePart.Panes, 1);
            }
            else
            {
                int at = random.Next(inner.Count);
                inner[at].Dispose();
                inner.RemoveAt(at);
            }
            Assert.True(memory.Bytes(StatePart.Panes) == inner.Count, $"seed {seed}");
        }
        outer.Dispose();
        Assert.Equal(0, memory.Bytes(StatePart.Panes));
    }

    [Fact]
    public void Rows_that_are_all_replaced_give_back_the_room_of_those_before()
    {
        using var memory = new StateMemory();
        var rows = new RowTable<long>(memory.Open(), StatePart.Panes);
        long empty = memory.Bytes(StatePart.Panes);
        Add(rows, 100_000);
        long full = memory.Bytes(StatePart.Panes);
        rows.Drop(row => row >= 10);
        Assert.Equal(10, rows.Count);
        Assert.Equal(3, rows.Find(3));
        Assert.InRange(memory.Bytes(StatePart.Panes), empty, full / 100);
        Add(rows, 100_000);
        rows.Clear();
        Assert.Equal(empty, memory.Bytes(StatePart.Panes));
    }

    [Fact]
    public void Who_writes_into_state_that_was_given_back_is_found()
    {
        var memory = new StateMemory();
        StateScope scope = memory.Open();
        var rows = new KeyedRows<int>(scope, StatePart.Panes);
        rows.GetOrAdd(1, out _);
        ref int row = ref rows[0];
        scope.Dispose();
        // Who reads it meets no figure.
        Assert.NotEqual(0, row);
        row = 7;
        string message = Assert.Throws<InvalidOperationException>(memory.Dispose).Message;
        Assert.StartsWith("Panes: state of generation 1 was written to, at byte ", message);
    }

    [Fact]
    public void Who_writes_where_a_list_lay_before_it_grew_is_found()
    {
        using var memory = new StateMemory();
        var lists = new ListArena<int>(memory.Open(), StatePart.Journeys);
        ListRange list = default;
        Span<int> stale = lists.Extend(ref list, 10);
        lists.Extend(ref list, 10);
        stale[^1] = 7;
        ListRange next = default;
        Assert.Throws<InvalidOperationException>(() => lists.Extend(ref next, 10).Length);
    }

    [Fact]
    public void A_structure_whose_scope_is_over_is_of_no_use()
    {
        using var memory = new StateMemory();
        StateScope scope = memory.Open();
        var items = new StateList<int>(scope, StatePart.Orders);
        items.Add(1);
        var lists = new ListArena<int>(scope, StatePart.Orders);
        ListRange list = default;
        lists.Extend(ref list, 1);
        scope.Dispose();
        Assert.Throws<ObjectDisposedException>(() => items[0]);
        Assert.Throws<ObjectDisposedException>(() => lists.Items(list).Length);
    }

    private static void Add(RowTable<long> rows, int count)
    {
        for (int key = 0; key < count; key++)
        {
            rows.Change((ulong)key) = key;
        }
    }

    /// <summary>Some of everything: of it small blocks, files, and pages of lists that have pages of their own.</summary>
    private static void Fill(StateScope scope)
    {
        var rows = new RowTable<long>(scope, StatePart.Panes);
        Add(rows, 100_000);
        var fingerprints = new FingerprintSet(scope);
        var lists = new ListArena<int>(scope, StatePart.Journeys);
        ListRange list = default;
        for (int i = 1; i <= 1_000; i++)
        {
            fingerprints.Add((ulong)i);
            lists.Extend(ref list, i);
        }
    }

    private static (long State, long Mapped) Taken(StateMemory memory) =>
        (Enum.GetValues<StatePart>().Sum(memory.Bytes), memory.MappedBytes);
}
