using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Tests;

public sealed class StateMemoryTests : IDisposable
{
    private const int Large = 3 << 20;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-scratch-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void What_was_written_is_there_after_its_pages_left_the_process()
    {
        using var memory = new StateMemory(folder.FullName, budgetBytes: 0);
        var blocks = new List<StateBlock>();
        for (int i = 0; i < 20; i++)
        {
            StateBlock block = memory.Open().Allocate(StatePart.Journeys, Large);
            Assert.Equal(-1, block.Bytes.IndexOfAnyExcept((byte)0));
            block.Bytes.Fill((byte)(i + 1));
            blocks.Add(block);
        }
        memory.Trim(usedBytes: 1);
        Assert.All(blocks.Index(), of => Assert.Equal(-1, of.Item.Bytes.IndexOfAnyExcept((byte)(of.Index + 1))));
    }

    [Fact]
    public void Large_blocks_are_files_that_nothing_is_left_of()
    {
        using var memory = new StateMemory(folder.FullName);
        StateScope scope = memory.Open();
        StateBlock small = scope.Allocate(StatePart.Orders, 1000);
        StateBlock large = scope.Allocate(StatePart.Journeys, Large);
        Assert.False(small.IsMapped);
        Assert.True(large.IsMapped);
        Assert.Equal((1000, Large, Large), Sizes(memory));
        Assert.Empty(folder.EnumerateFiles());
        scope.Free(large);
        scope.Free(small);
        Assert.Equal((0, 0, 0), Sizes(memory));
    }

    [Fact]
    public void Without_room_for_a_file_it_is_plain_memory()
    {
        string gone = Path.Combine(folder.FullName, "gone");
        using var memory = new StateMemory(gone);
        Directory.Delete(gone);
        StateBlock block = memory.Open().Allocate(StatePart.Journeys, Large);
        Assert.False(block.IsMapped);
        Assert.Equal(-1, block.Bytes.IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void Input_is_refused_from_no_room_on_disk_and_above_the_budget_until_either_is_well_past()
    {
        long free = 10 * Large;
        using var memory = new StateMemory(folder.FullName, 1000, acceptedBytes: 500, () => free);
        Assert.True(memory.Open().Allocate(StatePart.Journeys, Large).IsMapped);
        // Above the budget, but the disk has room for all that was asked for.
        Assert.Equal((false, true), Looked(memory, 5000));
        free = Large - 1;
        Assert.False(memory.Open().Allocate(StatePart.Journeys, Large).IsMapped);
        Assert.Equal((false, true), Looked(memory, 1000));
        // Refused from here on, but what was accepted is worked through.
        Assert.Equal((true, true), Looked(memory, 1001));
        Assert.Equal((true, true), Looked(memory, 1500));
        Assert.Equal((true, false), Looked(memory, 1501));
        Task room = memory.Room;
        Assert.False(room.IsCompleted);
        // A little less is not enough, nor a little more room.
        free = StateMemory.LeastToGoOn - 1;
        Assert.Equal((true, false), Looked(memory, 1400));
        Assert.Equal((true, true), Looked(memory, 1350));
        Assert.True(room.IsCompleted);
        Assert.Equal((true, true), Looked(memory, 901));
        Assert.Equal((false, true), Looked(memory, 900));
        Assert.Equal((true, false), Looked(memory, 2000));
        free = StateMemory.LeastToGoOn;
        Assert.Equal((false, true), Looked(memory, 2000));
        // The room is there now: only a block that finds none makes it short again.
        free = 0;
        Assert.Equal((false, true), Looked(memory, 2000));
        Assert.False(memory.Open().Allocate(StatePart.Journeys, Large).IsMapped);
        Assert.Equal((true, false), Looked(memory, 2000));
    }

    [Fact]
    public void A_shortage_says_what_where_and_since_when()
    {
        using var memory = new StateMemory(folder.FullName, 512_000_000, freeBytes: () => 2_000_000);
        memory.Open().Allocate(StatePart.Journeys, Large);
        DateTimeOffset since = DateTimeOffset.UnixEpoch.AddDays(1);
        Assert.True(memory.Look(600_000_000, 0, since));
        Assert.False(memory.Look(600_000_000, 0, since.AddDays(1)));
        Assert.Equal(
            new StateShortage(
                $"State needs more disk in {folder.FullName}: 2 MB are free, and the process is above its 512 MB of --memory. It goes on by itself when 64 MB are free.",
                since
            ),
            memory.Shortage
        );
    }

    [Fact]
    public void Names_in_numbers_that_no_disk_helps_against_are_refused_too()
    {
        using var memory = new StateMemory(folder.FullName, 100_000_000, acceptedBytes: 100_000_000);
        bool Refuses(long heapBytes)
        {
            memory.Look(300_000_000, heapBytes, DateTimeOffset.UnixEpoch);
            return memory.Shortage != null;
        }
        Assert.False(Refuses(200_000_000));
        Assert.True(Refuses(200_000_002));
        Assert.StartsWith("State needs more memory: names of content", memory.Shortage!.Reason);
        Assert.True(Refuses(180_000_002));
        Assert.False(Refuses(180_000_000));
        Assert.True(memory.Room.IsCompleted);
        Refuses(400_000_002);
        Assert.False(memory.Room.IsCompleted);
    }

    [Fact]
    public void Lists_of_bytes_stay_apart_when_they_grow_and_are_replaced()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        using var memory = new StateMemory(folder.FullName);
        var arena = new ListArena<byte>(memory.Open(), StatePart.Conversions);
        var ranges = new ListRange[200];
        var expected = new List<byte>[ranges.Length];
        for (int i = 0; i < 20_000; i++)
        {
            int list = random.Next(ranges.Length);
            byte[] bytes = new byte[random.Next(list)];
            random.NextBytes(bytes);
            if (random.Next(10) == 0)
            {
                arena.Replace(ref ranges[list], bytes);
                expected[list] = [.. bytes];
            }
            else
            {
                Span<byte> all = arena.Extend(ref ranges[list], bytes.Length);
                bytes.CopyTo(all[^bytes.Length..]);
                (expected[list] ??= []).AddRange(bytes);
            }
        }
        for (int list = 0; list < ranges.Length; list++)
        {
            Assert.True(arena.Items(ranges[list]).SequenceEqual([.. expected[list] ?? []]), $"seed {seed}");
        }
    }

    [Fact]
    public void A_list_of_many_megabytes_gives_back_what_it_outgrew()
    {
        using var memory = new StateMemory(folder.FullName);
        var arena = new ListArena<int>(memory.Open(), StatePart.Journeys);
        ListRange[] ranges = [default, default];
        const int Step = 50_000;
        for (int i = 0; i < 200; i++)
        {
            arena.Extend(ref ranges[i % 2], Step)[^Step..].Fill(i);
        }
        for (int list = 0; list < 2; list++)
        {
            IEnumerable<int> expected = Enumerable
                .Range(0, 100)
                .SelectMany(of => Enumerable.Repeat(2 * of + list, Step));
            Assert.True(arena.Items(ranges[list]).SequenceEqual([.. expected]));
        }
        long used = 200L * Step * sizeof(int);
        Assert.InRange(memory.Bytes(StatePart.Journeys), used, used * 3 / 2);
    }

    private static (bool Refuses, bool MayReadOn) Looked(StateMemory memory, long usedBytes)
    {
        memory.Look(usedBytes, 0, DateTimeOffset.UnixEpoch);
        return (memory.Shortage != null, memory.Room.IsCompleted);
    }

    private static (long, long, long) Sizes(StateMemory memory) =>
        (memory.Bytes(StatePart.Orders), memory.Bytes(StatePart.Journeys), memory.MappedBytes);
}
