namespace CreatorStream.Analytics.Authenticity;

/// <summary>
/// Reason <c>inhuman-rate</c>: more than 40 actions (clicks, visits, likes, comments, shares, saves, follows,
/// mentions; not what merely was displayed) within less than 60 s of event time. The rule is a judgement of ours. Depends on the
/// set of actions only, and more actions never lift it. Actions told of the first moment of a UTC day count as one: a date alone, read as UTC, says
/// nothing of how fast they were. Costs a look at the journey's actions around each new one, of visitors
/// with more than 40 touches.
/// </summary>
public static class InhumanRate
{
    public const int MostActions = 40;
    public const long WindowMicros = 60_000_000;
    private const long DayMicros = 24 * 3_600_000_000L;

    public static Detector Detector { get; } =
        Detector.Of(
            new Reason(
                "inhuman-rate",
                "More than 40 actions (anything but displays and stays) within 60 s.",
                0.95,
                "Several people who share one visitor id, such as a device in a shop; who taps hearts in a live stream, if each tap is sent as a like; who is imported with one time for all that he did, if that is no date alone in UTC; whose mail is scanned by a program that opens each of its links."
            ),
            Cause.Timing,
            evidence => (evidence.Signs & Signs.InhumanRate) != 0
        );

    /// <summary>Whether some 60 s hold more than <see cref="MostActions"/> of these times.</summary>
    /// <param name="sortedTimesMicros">Since 1970, ascending. Those that count are moved to its start.</param>
    public static bool Exceeded(Span<long> sortedTimesMicros)
    {
        int count = 0;
        foreach (long time in sortedTimesMicros)
        {
            if (count > 0 && time % DayMicros == 0 && time == sortedTimesMicros[count - 1])
            {
                continue;
            }
            sortedTimesMicros[count++] = time;
            if (count > MostActions && time - sortedTimesMicros[count - 1 - MostActions] < WindowMicros)
            {
                return true;
            }
        }
        return false;
    }
}
