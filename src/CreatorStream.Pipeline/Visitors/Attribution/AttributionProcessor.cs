using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Visitors.Attribution;

/// <summary>
/// Publishes the journeys of visitors who converted. An order's path is cut out in stage 2, where all its evidence
/// meets: only there its canonical time is known.
/// </summary>
public sealed class AttributionProcessor(VisitorState state) : IProcessor<IReadOnlyList<JourneyRow>>
{
    private readonly HashSet<int> changed = [];

    public void Add(FactBatch batch)
    {
        foreach (int row in batch.Accepted)
        {
            if (batch.Converted[row])
            {
                changed.Add(batch.Visitors[row]);
            }
        }
    }

    /// <summary>A verdict about a visitor came, or its state was restored.</summary>
    public void Republish(int visitor)
    {
        if (state.Journeys.HasConversions(visitor))
        {
            changed.Add(visitor);
        }
    }

    /// <summary>All journeys with conversions come with the next flush.</summary>
    public void PublishAll()
    {
        for (int visitor = 0; visitor < state.Journeys.Count; visitor++)
        {
            Republish(visitor);
        }
    }

    public IReadOnlyList<JourneyRow> Flush(TickBuffers into)
    {
        foreach (int visitor in changed)
        {
            into.Journeys.Add(Row(visitor, into));
        }
        changed.Clear();
        return into.Journeys;
    }

    private JourneyRow Row(int visitor, TickBuffers into)
    {
        JourneyTouches journey = state.Journeys.Touches(visitor);
        Memory<JourneyTouch> touches = into.TakeTouches(journey.Length);
        journey.CopyTo(touches.Span);
        ReadOnlySpan<byte> bytes = state.Journeys.ConversionBytes(visitor);
        Memory<byte> conversions = into.TakeConversions(bytes.Length);
        bytes.CopyTo(conversions.Span);
        return new JourneyRow(
            state.Subjects.Workspaces[state.Journeys.Workspace(visitor)],
            state.Journeys.HashOf(visitor),
            state.Journeys.IsInauthentic(visitor),
            touches,
            conversions
        );
    }
}
