using CreatorStream.Analytics.Authenticity;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Visitors.Authenticity;

/// <summary>
/// When visitors acted by ways that are open to everybody, by minute, as their journeys have it. A stranger may put any number of
/// displays among these, and each action of a burst asks for them: each minute is looked through once, and not for each action.
/// </summary>
internal sealed class OpenActions(VisitorState state)
{
    /// <summary>More are not remembered, but looked through again: a minute takes up to half a kilobyte.</summary>
    private const int MostMinutes = 16_384;

    private readonly Dictionary<(int Visitor, long Minute), List<long>> minutes = [];

    /// <summary>How many touches were looked at.</summary>
    public long LookedAt { get; private set; }

    /// <summary>From an instant up to another, both included, in microseconds since 1970.</summary>
    public IEnumerable<long> Between(int visitor, long from, long to)
    {
        for (long minute = MinuteOf(from); minute <= MinuteOf(to); minute++)
        {
            foreach (long micros in Of(visitor, minute))
            {
                if (micros >= from && micros <= to)
                {
                    yield return micros;
                }
            }
        }
    }

    /// <summary>A new one is in the visitor's journey.</summary>
    public void Add(int visitor, long micros)
    {
        if (minutes.TryGetValue((visitor, MinuteOf(micros)), out List<long>? known))
        {
            known.Add(micros);
        }
    }

    /// <summary>One is no longer in the visitor's journey.</summary>
    public void Forget(int visitor, long micros) => minutes.Remove((visitor, MinuteOf(micros)));

    private List<long> Of(int visitor, long minute)
    {
        if (minutes.TryGetValue((visitor, minute), out List<long>? known))
        {
            return known;
        }
        if (minutes.Count >= MostMinutes)
        {
            minutes.Clear();
        }
        var found = new List<long>();
        JourneyTouches touches = state.Journeys.Touches(visitor);
        long first = Math.Max(minute * InhumanRate.WindowMicros, Rfc3339.EarliestMicros);
        for (int index = touches.LowerBound(TouchKey.Of(first, EventType.None)); index < touches.Length; index++)
        {
            JourneyTouch touch = touches[index];
            LookedAt++;
            if (MinuteOf(touch.TimeMicros) > minute)
            {
                break;
            }
            if (IsOne(touch))
            {
                found.Add(touch.TimeMicros);
            }
        }
        minutes.Add((visitor, minute), found);
        return found;
    }

    /// <summary>Whether a touch is such an action.</summary>
    public bool IsOne(in JourneyTouch touch) => touch.Kind.IsAction() && state.Subjects.IsAnonymous(touch.Subject);

    private static long MinuteOf(long micros) => micros / InhumanRate.WindowMicros;
}
