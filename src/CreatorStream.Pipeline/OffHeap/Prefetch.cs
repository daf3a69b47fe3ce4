using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace CreatorStream.Pipeline.OffHeap;

/// <summary>
/// Asks the processor to bring memory near that is needed some rows later: a table of millions of visitors misses the
/// cache at every look-up. Only a hint, so an address that is old by then does no harm.
/// </summary>
internal static unsafe class Prefetch
{
    /// <summary>How many rows ahead a table's slot is asked for.</summary>
    public const int Far = 16;

    /// <summary>How many rows ahead what the slot points at is asked for.</summary>
    public const int Near = 8;

    /// <summary>How many rows ahead what that points at is asked for.</summary>
    public const int Nearest = 4;

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
