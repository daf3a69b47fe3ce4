using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Engagement;

/// <summary>
/// Counts touches by subject and pane, and distinct people by entity: all, and the inauthentic among them. Everything
/// here is a sum over journeys, so late events, verdicts and new placements amend it in place.
/// </summary>
public sealed class EngagementContribution : IPlacedContribution
{
    private readonly VisitorState state;
    private readonly KeptPanes kept;

    public EngagementContribution(VisitorState state)
    {
        this.state = state;
        kept = new KeptPanes(state);
        Counts = new TouchCounter(state, kept);
        Reach = new ReachCounter(state, kept);
    }

    public TouchCounter Counts { get; }

    public ReachCounter Reach { get; }

    public void Add(FactBatch batch)
    {
        Counts.Add(batch);
        Reach.Add(batch);
    }

    public void Count(int visitor, int all, int excluded)
    {
        foreach (JourneyTouch touch in state.Journeys.Touches(visitor))
        {
            Counts.Count(state.Subjects.PlainOf(touch.Subject), touch.Pane, touch.Kind, all, excluded);
        }
        Reach.AddJourney(visitor, all, excluded);
    }

    public void CountPlaced(int visitor, int all, int excluded, Func<int, EntityLevel, int> placed) =>
        Reach.AddJourney(visitor, all, excluded, placed);

    public void Rebuild(int visitor) => Count(visitor, 1, state.Journeys.IsInauthentic(visitor) ? 1 : 0);

    /// <summary>All rows come with the next tick.</summary>
    public void PublishAll()
    {
        Counts.PublishAll();
        Reach.PublishAll();
    }

    public void Publish(TickRows into)
    {
        bool merge = kept.AreDue(Counts.Rows + Reach.Rows);
        Counts.Flush(merge, into);
        Reach.Flush(merge, into.Of(ReachSection.Rows));
        if (merge)
        {
            kept.Merged(Counts.Rows + Reach.Rows);
        }
    }
}
