using System.Numerics;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Analytics.Authenticity.Timing;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Visitors.Authenticity;

/// <summary>
/// Signs that rest on all that an actor did, and that more of it may lift. Of a journey the first 40 touches are looked at, then
/// 48, 56, 64, 80, 96, 112, 128, 160 and so on up to 8,192, as soon as it has so many: each time at most a quarter more. So it is a function of
/// the journey, and of one that grows at its end each touch is looked at some six times.
/// </summary>
public sealed class JourneySigns(VisitorState state)
{
    public const Signs All = Signs.InhumanRhythm | Signs.OddRhythm | Signs.ClickFlood | Signs.LikelyClickFlood;

    /// <summary>Of fewer touches they say nothing.</summary>
    public const int Least = 40;
    private const int Most = 8_192;

    /// <summary>Whether they may be others since something of a time has come.</summary>
    public bool MayChange(int visitor, EventType type, long micros)
    {
        JourneyTouches touches = state.Journeys.Touches(visitor);
        return touches.Length >= Least && (!type.IsTouch() || micros <= touches[LookedAt(touches) - 1].TimeMicros);
    }

    /// <summary>Those of an actor as its journey is now.</summary>
    public Signs Of(int visitor)
    {
        JourneyTouches touches = state.Journeys.Touches(visitor);
        if (touches.Length < Least)
        {
            return Signs.None;
        }
        int end = LookedAt(touches);
        // Of what ties, arrival decides which comes first: all of it, or none.
        end = end < touches.Length ? Math.Min(end, touches.LowerBound(touches[end].Key)) : end;
        return end == 0 ? Signs.None : FloodOf(visitor, touches, end) | RhythmOf(touches, end);
    }

    private Signs FloodOf(int visitor, JourneyTouches touches, int end)
    {
        var flood = new ClickFlood();
        if (state.Journeys.HasConversions(visitor))
        {
            return Signs.None;
        }
        for (int index = 0; index < end && !flood.IsLifted; index++)
        {
            JourneyTouch touch = touches[index];
            bool isAnonymous = state.Subjects.IsAnonymous(touch.Subject);
            switch (touch.Kind.Class())
            {
                case EventClass.Click:
                    flood.AddClick(touch.TimeMicros, isAnonymous);
                    break;
                case EventClass.Visit:
                    flood.AddPage(
                        touch.TimeMicros,
                        touch.EngagedMillis,
                        isAnonymous,
                        isDeeper: touch.Kind == EventType.ProductPage
                    );
                    break;
                case EventClass.Stay:
                    flood.AddStay(touch.EngagedMillis, isAnonymous);
                    break;
                case EventClass.Step:
                    flood.Lift();
                    break;
            }
        }
        return flood.Sign;
    }

    /// <summary>By what is proven.</summary>
    private Signs RhythmOf(JourneyTouches touches, int end)
    {
        // What takes less than three days shows no night but the first.
        if (touches[end - 1].TimeMicros - touches[0].TimeMicros < InhumanRhythm.LeastAwakeSeconds * 1_000_000)
        {
            return Signs.None;
        }
        var timing = new ActorTiming();
        int actions = 0;
        int rounded = 0;
        for (int index = 0; index < end; index++)
        {
            JourneyTouch touch = touches[index];
            if (touch.Kind.IsAction() && !state.Subjects.IsAnonymous(touch.Subject))
            {
                timing.Add(touch.TimeMicros / 1_000_000);
                actions++;
                rounded += touch.TimeMicros % 60_000_000 == 0 ? 1 : 0;
            }
        }
        return InhumanRhythm.SignOf(timing, hasExactTimes: 2 * rounded < actions);
    }

    /// <summary>Its first three bits.</summary>
    private static int LookedAt(JourneyTouches touches)
    {
        int shift = BitOperations.Log2((uint)touches.Length) - 2;
        return Math.Min(Most, (touches.Length >> shift) << shift);
    }
}
