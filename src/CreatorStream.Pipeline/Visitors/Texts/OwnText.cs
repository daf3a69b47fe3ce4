using System.Runtime.InteropServices;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Visitors.Texts;

/// <summary>
/// A text as one author's: whether somebody wrote it time after time is held as for a text of many authors, with the minutes of the
/// hour in their place. Minutes, since what is sent twice by mistake comes within seconds.
/// </summary>
internal static class OwnText
{
    private const int MinutesAnHour = 60;

    /// <summary>The hash of a text as that of an author.</summary>
    /// <param name="text">Keyed, so nobody can choose which are held.</param>
    public static ulong Of(ulong text, ulong visitor)
    {
        ReadOnlySpan<ulong> both = [text, visitor];
        return Math.Max(1, Hash64.Compute(MemoryMarshal.AsBytes(both), text));
    }

    /// <summary>What stands in an author's place, and the hour.</summary>
    public static (int Author, int Hour) At(int minute) => (minute % MinutesAnHour, minute / MinutesAnHour);
}
