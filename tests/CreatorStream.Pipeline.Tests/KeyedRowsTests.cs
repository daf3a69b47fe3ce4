using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Pipeline.Tests;

public sealed class KeyedRowsTests
{
    /// <summary>Through all sizes that the table has on the way, large ones too; keys of panes lie close together.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_key_keeps_its_number_and_its_row(bool ofPanes)
    {
        using var memory = new StateMemory();
        var rows = new KeyedRows<int>(memory.Open(), StatePart.Panes);
        const int Count = 900_000;
        for (int n = 0; n < Count; n++)
        {
            Assert.Equal(n, rows.GetOrAdd(Key(n), out bool added));
            Assert.True(added);
            rows[n] = ~n;
            int known = n / 3;
            Assert.Equal(known, rows.GetOrAdd(Key(known), out added));
            Assert.False(added);
        }
        for (int n = 0; n < Count; n++)
        {
            Assert.Equal(n, rows.Find(Key(n)));
            Assert.Equal(-1, rows.Find(Key(n + Count)));
            Assert.Equal((Key(n), ~n), (rows.Key(n), rows[n]));
            rows.PrefetchRow(Key(n));
        }

        ulong Key(int n) => ofPanes ? PaneRows.Key(n / 100, 85_000_000 + (n % 100)) : (ulong)n * 0x9e3779b97f4a7c15;
    }

    /// <summary>What a long list doesn't use is less than two huge pages, and of a short one half of what it uses.</summary>
    [Theory]
    [InlineData(1_000)]
    [InlineData(100_000)]
    [InlineData(300_000)]
    [InlineData(1_000_000)]
    public void A_list_holds_little_room_that_it_does_not_need(int count)
    {
        using var memory = new StateMemory();
        var list = new StateList<(long, long, long)>(memory.Open(), StatePart.Visitors);
        for (int n = 0; n < count; n++)
        {
            list.Add((n, -n, ~n));
        }
        for (int n = 0; n < count; n++)
        {
            Assert.Equal((n, -n, ~n), list[n]);
        }
        long used = count * 24L;
        Assert.InRange(memory.Bytes(StatePart.Visitors), used, used + Math.Min((used / 2) + 1_000, 4 << 20));
    }
}
