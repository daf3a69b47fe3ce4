using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Audience;

/// <summary>
/// Counts the visitors who engage with a creator of a campaign, of all time: all, and those of them who are inauthentic. How often
/// each of them does is counted beside, so whatever goes or comes again changes who is one of them. Costs nothing for other touches.
/// </summary>
public sealed class AudienceContribution(VisitorState state) : IPlacedContribution
{
    /// <summary>By visitor and creator, their engagements, and those that count as excluded.</summary>
    private readonly KeyedRows<PeopleCounts> engagements = new(state.Scope, StatePart.Visitors);

    /// <summary>By creator.</summary>
    private readonly RowTable<PeopleCounts> engagers = new(state.Scope, StatePart.Panes);
    private readonly Func<int, EntityLevel, int> entityOf = state.Subjects.Entity;

    public void Add(FactBatch batch)
    {
        ReadOnlySpan<EventType> types = batch.Events.Types;
        foreach (int row in batch.Accepted)
        {
            if (types[row].Class() == EventClass.Engagement)
            {
                int creator = state.Subjects.Entity(batch.Subjects[row], EntityLevel.Creator);
                Count(batch.Visitors[row], creator, 1, batch.Excluded[row] ? 1 : 0);
            }
        }
    }

    public void Count(int visitor, int all, int excluded) => CountPlaced(visitor, all, excluded, entityOf);

    public void CountPlaced(int visitor, int all, int excluded, Func<int, EntityLevel, int> placed)
    {
        foreach (JourneyTouch touch in state.Journeys.Touches(visitor))
        {
            if (touch.Kind.Class() == EventClass.Engagement)
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
        engagers.Flush((creator, ref of) => rows.Add(new AudienceRow((int)creator, of)));
    }

    private void Count(int visitor, int creator, int all, int excluded)
    {
        if (creator == SubjectTable.None)
        {
            return;
        }
        ref PeopleCounts of = ref engagements[engagements.GetOrAdd(PaneRows.Key(visitor, creator), out _)];
        PeopleCounts before = Once(of);
        of.All += all;
        of.Excluded += excluded;
        PeopleCounts change = Once(of) - before;
        if (!change.IsZero)
        {
            engagers.Change((ulong)creator) += change;
        }
    }

    /// <summary>However often somebody engages, it is one person.</summary>
    private static PeopleCounts Once(in PeopleCounts engagements) =>
        new() { All = engagements.All > 0 ? 1 : 0, Excluded = engagements.Excluded > 0 ? 1 : 0 };
}
