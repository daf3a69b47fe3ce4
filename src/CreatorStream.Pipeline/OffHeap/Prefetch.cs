using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace CreatorStream.Pipeline.OffHeap;

/// <summary>
/// Asks the processor to bring memory near that is needed some rows later: a table of millions of visitors misses the
/// cache at every look-up. Only a hint, so an address that is old by then does no harm.
/// </summary>
internal static unsafe class Prefetch
{
    /// <summary>How many rows ahead is asked for what is found without a look-up, row by row.</summary>
    public const int Near = 8;

    /// <summary>
    /// How many rows are asked for at once where millions of visitors are looked up: the processor finds out where several
    /// addresses lie at the same time, where it would wait for each that is asked for among other work. Each step of the way (a
    /// slot, the row that it names, what that points at) is asked for as many rows before the next.
    /// </summary>
    public const int Rows = 8;

    /// <summary>The rows that are asked for at once, from one on: none before the first and beyond the last.</summary>
    public static ReadOnlySpan<T> Ahead<T>(ReadOnlySpan<T> rows, int from) =>
        from >= rows.Length || from < 0 ? default : rows.Slice(from, Math.Min(Rows, rows.Length - from));

    /// <summary>On most machines.</summary>
    public const int LineBytes = 64;

    public static void Line<T>(ref T at)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref at));
        }
    }
}
