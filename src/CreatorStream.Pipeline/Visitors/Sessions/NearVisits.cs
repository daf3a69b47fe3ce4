using CreatorStream.Analytics.Sessions;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Visitors.Sessions;

/// <summary>Finds the visits next to one in a journey.</summary>
public static class NearVisits
{
    /// <summary>The nearest visits of the entity before and after a position, as far as they are of its session.</summary>
    public static (NearVisit Previous, NearVisit Next) Find(
        SubjectTable subjects,
        JourneyTouches touches,
        int position,
        int entity,
        EntityLevel level
    )
    {
        return (Near(-1, touches), Near(1, touches));

        NearVisit Near(int step, JourneyTouches touches)
        {
            int near = Nearest(touches, position, step);
            return near < 0
                ? default
                : new NearVisit(
                    touches[near].TimeMicros,
                    touches[near].EngagedMillis,
                    GoesOn: Nearest(touches, near, step) >= 0
                );
        }

        // Ends 30 min away, where nothing can change any more: a long journey must not be walked for each of its visits.
        int Nearest(JourneyTouches touches, int from, int step)
        {
            for (
                int at = from + step;
                at >= 0
                    && at < touches.Length
                    && VisitSessions.AreOne(touches[from].TimeMicros, touches[at].TimeMicros);
                at += step
            )
            {
                if (touches[at].Kind.IsOfSession() && subjects.Entity(touches[at].Subject, level) == entity)
                {
                    return at;
                }
            }
            return -1;
        }
    }
}
