using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Tests;

public sealed class SlotCountTests
{
    /// <summary>However many there are, a table that has just grown is not half empty, and none is so full that looking takes long.</summary>
    [Fact]
    public void Tables_are_neither_empty_nor_full()
    {
        int slots = SlotCount.First;
        while (slots < 1 << 30)
        {
            int most = (int)(slots * 4L / 5);
            Assert.False(SlotCount.IsFull(most, slots));
            Assert.True(SlotCount.IsFull(most + 1, slots));
            int more = SlotCount.After(slots);
            Assert.True(most + 1 > more / 2, $"{most + 1} of {more}");
            Assert.False(SlotCount.IsFull(most + 1, more));
            slots = more;
        }
    }

    /// <summary>A million rows have 1.31 million slots, not 1.57.</summary>
    [Fact]
    public void Large_tables_grow_in_smaller_steps()
    {
        const int Large = 1 << 20;
        Assert.Equal(Large / 4 * 5, SlotCount.After(Large));
        Assert.Equal(Large / 2 * 3, SlotCount.After(Large / 4 * 5));
        Assert.Equal(Large * 2, SlotCount.After(Large / 2 * 3));
        Assert.Equal(Large / 4 * 3, SlotCount.After(Large / 2));
    }

    [Fact]
    public void There_is_no_table_of_more_slots_than_can_be_numbered() =>
        Assert.Throws<OverflowException>(() => SlotCount.After(3 << 29));
}
