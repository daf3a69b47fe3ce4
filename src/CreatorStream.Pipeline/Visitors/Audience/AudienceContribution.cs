using System.Runtime.InteropServices;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Audience;

/// <summary>
/// Counts the visitors who engage with a creator of a campaign by how often they do, of all time: all, and those who are inauthentic.
/// So who are engagers, and what the most active of them did, adds up over partitions. What strangers say is not looked at: anybody could
/// make an audience look better or worse. How often a visitor does lies in the journey, and is kept nowhere else. Costs nothing for other touches.
/// </summary>
public sealed class AudienceContribution(VisitorState state) : IPlacedContribution
{
    /// <summary>By creator and number of engagements, who has so many.</summary>
    private readonly RowTable<PeopleCounts> engagers = new(state.Scope, StatePart.Panes);
    private readonly Func<int, EntityLevel, int> entityOf = state.Subjects.Entity;
    private int mostRows = 1_024;

    /// <summary>By creator, the engagements of the visitor that is looked at.</summary>
    private readonly Dictionary<int, int> engagements = [];

    public void Add(FactBatch batch)
    {
        ReadOnlySpan<EventType> types = batch.Events.Types;
        foreach (int row in batch.Accepted)
        {
            if (types[row].Class() != EventClass.Engagement || batch.IsAnonymous(row))
            {
                continue;
            }
            int creator = state.Subjects.Entity(batch.Subjects[row], EntityLevel.Creator);
            if (creator != SubjectTable.None)
            {
                int excluded = batch.Excluded[row] ? 1 : 0;
                int before = batch.EngagedBefore[row];
                if (before > 0)
                {
                    Put(creator, before, -1, -excluded);
                }
                Put(creator, before + 1, 1, excluded);
            }
        }
    }

    public void Count(int visitor, int all, int excluded) => CountPlaced(visitor, all, excluded, entityOf);

    public void CountPlaced(int visitor, int all, int excluded, Func<int, EntityLevel, int> placed)
    {
        engagements.Clear();
        foreach (JourneyTouch touch in state.Journeys.Touches(visitor))
        {
            if (
                state.Subjects.IsProvenEngagement(touch.Kind, touch.Subject)
                && placed(touch.Subject, EntityLevel.Creator) is not SubjectTable.None and var creator
            )
            {
                CollectionsMarshal.GetValueRefOrAddDefault(engagements, creator, out _)++;
            }
        }
        foreach ((int creator, int of) in engagements)
        {
            Put(creator, of, all, excluded);
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

    private void Put(int creator, int engagements, int all, int excluded)
    {
        ref PeopleCounts people = ref engagers.Change(PaneRows.Key(creator, engagements));
        people.All += all;
        people.Excluded += excluded;
    }
}
