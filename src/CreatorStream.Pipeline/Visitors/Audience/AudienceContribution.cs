using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Audience;

/// <summary>
/// Counts the visitors who engage with a creator of a campaign by how often they do, of all time: all, and those who are inauthentic.
/// So who are engagers, and what the most active of them did, adds up over partitions. What strangers say is not looked at: anybody could
/// make an audience look better or worse. Costs nothing for other touches.
/// </summary>
public sealed class AudienceContribution(VisitorState state) : IPlacedContribution
{
    /// <summary>By visitor and creator, their engagements, and those that count as excluded.</summary>
    private readonly KeyedRows<PeopleCounts> engagements = new(state.Scope, StatePart.Visitors);

    /// <summary>By creator and number of engagements, who has so many.</summary>
    private readonly RowTable<PeopleCounts> engagers = new(state.Scope, StatePart.Panes);
    private readonly Func<int, EntityLevel, int> entityOf = state.Subjects.Entity;
    private int mostRows = 1_024;

    public void Add(FactBatch batch)
    {
        ReadOnlySpan<EventType> types = batch.Events.Types;
        ReadOnlySpan<int> rows = batch.Accepted;
        for (int i = 0; i < rows.Length; i++)
        {
            // Few are, and none is near.
            if (i + Prefetch.Far < rows.Length && types[rows[i + Prefetch.Far]].Class() == EventClass.Engagement)
            {
                engagements.PrefetchSlot(KeyOf(batch, rows[i + Prefetch.Far]));
            }
            if (i + Prefetch.Near < rows.Length && types[rows[i + Prefetch.Near]].Class() == EventClass.Engagement)
            {
                engagements.PrefetchRow(KeyOf(batch, rows[i + Prefetch.Near]));
            }
            int row = rows[i];
            if (types[row].Class() == EventClass.Engagement && !batch.IsAnonymous(row))
            {
                int creator = state.Subjects.Entity(batch.Subjects[row], EntityLevel.Creator);
                Count(batch.Visitors[row], creator, 1, batch.Excluded[row] ? 1 : 0);
            }
        }
    }

    private ulong KeyOf(FactBatch batch, int row) =>
        PaneRows.Key(batch.Visitors[row], state.Subjects.Entity(batch.Subjects[row], EntityLevel.Creator));

    public void Count(int visitor, int all, int excluded) => CountPlaced(visitor, all, excluded, entityOf);

    public void CountPlaced(int visitor, int all, int excluded, Func<int, EntityLevel, int> placed)
    {
        foreach (JourneyTouch touch in state.Journeys.Touches(visitor))
        {
            if (touch.Kind.Class() == EventClass.Engagement && !state.Subjects.IsAnonymous(touch.Subject))
            {
                Count(visitor, placed(touch.Subject, EntityLevel.Creator), all, excluded);
            }
        }
    }

    public void Rebuild(int visitor) => Count(visitor, 1, state.Journeys.IsInauthentic(visitor) ? 1 : 0);

    public void PublishAll() => engagers.ChangeAll();

    public void Publish(TickRows into)
    {
        List<AudienceRow> rows = into.Of(AudienceSection.Rows);
        engagers.Flush((key, ref of) => rows.Add(new AudienceRow(PaneRows.SeriesOf(key), PaneRows.PaneOf(key), of)));
        if (engagers.Count > mostRows)
        {
            // Of numbers that everybody has gone beyond.
            engagers.Drop(of => of.IsZero);
            mostRows = 2 * Math.Max(512, engagers.Count);
        }
    }

    private void Count(int visitor, int creator, int all, int excluded)
    {
        if (creator == SubjectTable.None)
        {
            return;
        }
        ref PeopleCounts of = ref engagements[engagements.GetOrAdd(PaneRows.Key(visitor, creator), out _)];
        PeopleCounts before = of;
        of.All += all;
        of.Excluded += excluded;
        Put(creator, before, -1);
        Put(creator, of, 1);
    }

    private void Put(int creator, PeopleCounts engagements, int sign)
    {
        if (engagements.All > 0)
        {
            engagers.Change(PaneRows.Key(creator, engagements.All)).All += sign;
        }
        if (engagements.Excluded > 0)
        {
            engagers.Change(PaneRows.Key(creator, engagements.Excluded)).Excluded += sign;
        }
    }
}
