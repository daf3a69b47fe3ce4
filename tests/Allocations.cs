namespace CreatorStream.Tests;

/// <summary>What code allocates in the steady state.</summary>
internal static class Allocations
{
    public const int Rounds = 5;

    /// <summary>
    /// The least bytes that a round took: while others collect garbage, the runtime charges a thread with more than it took.
    /// </summary>
    /// <param name="act">Given the round's number, from 0.</param>
    public static long Least(Action<int> act)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            act(round);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        return least;
    }
}
