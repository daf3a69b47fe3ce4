using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Engagement;

/// <summary>
/// Counts touches by subject and pane, and distinct people by entity: all, and the inauthentic among them. Everything
/// here is a sum over journeys, so late events, verdicts and new placements amend it in place.
/// </summary>
public sealed class EngagementProcessor : IProcessor
{
    private readonly VisitorState state;
    private readonly KeptPanes kept;

    public EngagementProcessor(VisitorState state)
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

    /// <summary>An actor was found to be no person, or was cleared.</summary>
    public void SetInauthentic(int visitor, bool inauthentic) => AddJourney(visitor, 0, inauthentic ? 1 : -1);

    /// <summary>Adds all that a visitor did, or takes it out.</summary>
    /// <param name="sign">1 or −1.</param>
    public void Count(int visitor, int sign) =>
        AddJourney(visitor, sign, state.Journeys.IsInauthentic(visitor) ? sign : 0);

    private void AddJourney(int visitor, int countAll, int countExcluded)
    {
        foreach (JourneyTouch touch in state.Journeys.Touches(visitor))
        {
            Counts.Count(touch.Subject, touch.Pane, touch.Kind, countAll, countExcluded);
        }
        Reach.AddJourney(visitor, countAll, countExcluded);
    }

    /// <summary>All rows come with the next flush.</summary>
    public void PublishAll()
    {
        Counts.PublishAll();
        Reach.PublishAll();
    }

    public void Flush(TickRows into)
    {
        bool merge = kept.AreDue(Counts.Rows + Reach.Rows);
        Counts.Flush(merge, into.Of(CountSection.Rows));
        Reach.Flush(merge, into.Of(ReachSection.Rows));
        if (merge)
        {
            kept.Merged(Counts.Rows + Reach.Rows);
        }
    }
}
