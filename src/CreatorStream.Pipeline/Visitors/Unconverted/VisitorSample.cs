using System.Numerics;

namespace CreatorStream.Pipeline.Visitors.Unconverted;

/// <summary>
/// Which visitors of a workspace and partition are looked at closely: all of them, or where they are more than
/// <see cref="Most"/>, those whose hashes begin with so many zeros as make them that few. Hashes are keyed, so nobody can
/// choose to be among them; and who is follows from the set of visitors alone, whoever came first.
/// </summary>
public sealed class VisitorSample
{
    /// <summary>Enough for shares to be right within about one part in a hundred, and few enough to be looked through at once.</summary>
    public const int Most = 1 << 14;

    /// <summary>No hash begins with more zeros.</summary>
    public const int MostLevel = 64;

    /// <summary>How many visitors' hashes begin with so many zeros, as far as they are in it.</summary>
    private readonly int[] byZeros = new int[MostLevel + 1];
    private int count;

    /// <summary>How many zeros the hashes begin with: each visitor of the sample stands for 2^level.</summary>
    public int Level { get; private set; }

    public static bool Holds(int level, ulong visitor) => BitOperations.LeadingZeroCount(visitor) >= level;

    /// <summary>Counts a visitor, once.</summary>
    /// <returns>Whether the level is another one since.</returns>
    public bool Add(ulong visitor)
    {
        int zeros = BitOperations.LeadingZeroCount(visitor);
        if (zeros < Level)
        {
            return false;
        }
        byZeros[zeros]++;
        count++;
        int before = Level;
        while (count > Most)
        {
            count -= byZeros[Level++];
        }
        return Level != before;
    }
}
