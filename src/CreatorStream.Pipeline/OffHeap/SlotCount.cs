using System.Numerics;

namespace CreatorStream.Pipeline.OffHeap;

/// <summary>
/// How many slots hash tables have: 2ⁿ or 1½ × 2ⁿ, large ones also 1¼ × 2ⁿ, of which up to four fifths are used. So few are empty
/// after a table has grown. With more steps tables would grow too often: those of panes do so every minute.
/// </summary>
internal static class SlotCount
{
    /// <summary>Of the smallest table.</summary>
    public const int First = 32;

    private const int Large = 1 << 20;

    /// <summary>The next larger number of slots.</summary>
    /// <exception cref="OverflowException">There is none.</exception>
    public static int After(int slots)
    {
        int quarter = 1 << (BitOperations.Log2((uint)slots) - 2);
        return checked(
            (slots / quarter) switch
            {
                4 when slots >= Large => 5,
                4 or 5 => 6,
                _ => 8,
            } * quarter
        );
    }

    /// <summary>Whether so many are too many for a table, which then must grow.</summary>
    public static bool IsFull(int used, int slots) => used * 5L > slots * 4L;
}
