using System.Globalization;

namespace CreatorStream.Pipeline.OffHeap;

/// <summary>
/// Finds uses of state through spans and references that are valid no more, where the runtime option says so: tests do.
/// What is given back is filled with its generation's stamp, which whoever reads it meets instead of figures; who writes
/// into it breaks the stamp, and is found when the place is used again.
/// </summary>
internal static unsafe class StaleState
{
    /// <summary>The upper half of every stamp: as a number or a count it is absurd.</summary>
    private const ulong Mark = 0xdead_57a1_0000_0000;

    public static readonly bool IsSought =
        AppContext.TryGetSwitch("CreatorStream.FindStaleState", out bool isOn) && isOn;

    public static ulong StampOf(int generation) => Mark | (uint)generation;

    /// <summary>Fills what was given back, as far as whole stamps go.</summary>
    public static void Fill(void* start, long bytes, int generation) => Words(start, bytes).Fill(StampOf(generation));

    /// <exception cref="InvalidOperationException">Somebody has written there.</exception>
    public static void Check(void* start, long bytes, int generation, StatePart part)
    {
        int at = Words(start, bytes).IndexOfAnyExcept(StampOf(generation));
        if (at >= 0)
        {
            throw new InvalidOperationException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{part}: state of generation {generation} was written to, at byte {at * sizeof(ulong)} of {bytes}, after it was given back."
                )
            );
        }
    }

    private static Span<ulong> Words(void* start, long bytes) => new(start, checked((int)(bytes / sizeof(ulong))));
}
