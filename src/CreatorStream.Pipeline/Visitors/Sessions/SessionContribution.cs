using CreatorStream.Analytics.Sessions;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Sessions;

/// <summary>
/// Counts sessions, bounces and engaged time by entity and pane: all, and those of inauthentic actors. Sums over
/// journeys, so late visits, verdicts and new placements amend them in place.
/// </summary>
public sealed class SessionContribution(VisitorState state) : IPlacedContribution
{
    private readonly RowTable<SessionCounts> sessions = new(state.Scope, StatePart.Panes);
    private readonly KeptPanes kept = new(state);
    private readonly Dictionary<int, NearVisit> lastVisits = [];
    private readonly Func<int, EntityLevel, int> entityOf = state.Subjects.Entity;

    public void Add(FactBatch batch)
    {
        ReadOnlySpan<EventType> types = batch.Events.Types;
        foreach (int row in batch.Accepted)
        {
            if (!types[row].IsOfSession())
            {
                continue;
            }
            int subject = batch.Subjects[row];
            int excluded = batch.Excluded[row] ? 1 : 0;
            for (int level = 0; level < FactBatch.Levels; level++)
            {
                int entity = state.Subjects.Entity(subject, (EntityLevel)level);
                if (entity != SubjectTable.None)
                {
                    var steps = new Steps(this, subject, entity, 1, excluded);
                    (NearVisit previous, NearVisit next) = batch.NearVisits(row, level);
                    VisitSessions.Insert(
                        previous,
                        batch.Events.TimesMicros[row],
                        batch.Events.EngagedMillis[row],
                        next,
                        ref steps
                    );
                }
            }
        }
    }

    public void Count(int visitor, int all, int excluded) => CountPlaced(visitor, all, excluded, entityOf);

    public void Rebuild(int visitor) => Count(visitor, 1, state.Journeys.IsInauthentic(visitor) ? 1 : 0);

    /// <summary>All rows come with the next tick.</summary>
    public void PublishAll() => sessions.ChangeAll();

    public void Publish(TickRows into)
    {
        bool merged = kept.AreDue(sessions.Count);
        if (merged)
        {
            sessions.Merge(kept.OfEntity);
        }
        List<SessionRow> rows = into.Of(SessionSection.Rows);
        sessions.Flush((key, ref row) => rows.Add(new SessionRow(PaneRows.SeriesOf(key), PaneRows.PaneOf(key), row)));
        if (merged)
        {
            sessions.Drop(row => row.IsZero);
            kept.Merged(sessions.Count);
        }
    }

    /// <summary>Visit by visit in order of time.</summary>
    public void CountPlaced(int visitor, int all, int excluded, Func<int, EntityLevel, int> placed)
    {
        lastVisits.Clear();
        foreach (JourneyTouch touch in state.Journeys.Touches(visitor))
        {
            if (!touch.Kind.IsOfSession())
            {
                continue;
            }
            for (int level = 0; level < FactBatch.Levels; level++)
            {
                int entity = placed(touch.Subject, (EntityLevel)level);
                if (entity == SubjectTable.None)
                {
                    continue;
                }
                NearVisit last = lastVisits.GetValueOrDefault(entity);
                lastVisits[entity] = new NearVisit(
                    touch.TimeMicros,
                    touch.EngagedMillis,
                    GoesOn: VisitSessions.AreOne(last.TimeMicros, touch.TimeMicros)
                );
                var steps = new Steps(this, touch.Subject, entity, all, excluded);
                VisitSessions.Insert(last, touch.TimeMicros, touch.EngagedMillis, default, ref steps);
            }
        }
    }

    private readonly struct Steps(
        SessionContribution contribution,
        int subject,
        int entity,
        int countAll,
        int countExcluded
    ) : ISessionSteps
    {
        public void Add(int pane, int sessions, int bounces, long engagedMillis)
        {
            ulong key = PaneRows.Key(entity, contribution.kept.OfSubject(subject, pane));
            ref SessionCounts row = ref contribution.sessions.Change(key, entity);
            row[SessionColumns.Sessions] += sessions * countAll;
            row[SessionColumns.Bounces] += bounces * countAll;
            row[SessionColumns.EngagedMillis] += engagedMillis * countAll;
            row[SessionColumns.Excluded + SessionColumns.Sessions] += sessions * countExcluded;
            row[SessionColumns.Excluded + SessionColumns.Bounces] += bounces * countExcluded;
            row[SessionColumns.Excluded + SessionColumns.EngagedMillis] += engagedMillis * countExcluded;
        }
    }
}
