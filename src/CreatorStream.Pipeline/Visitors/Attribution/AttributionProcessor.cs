using CreatorStream.Pipeline.Partials;

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
            if (state.Journeys.HasConversions(batch.Visitors[row]))
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

    public IReadOnlyList<JourneyRow> Flush()
    {
        if (changed.Count == 0)
        {
            return [];
        }
        JourneyRow[] rows = [.. changed.Select(Row)];
        changed.Clear();
        return rows;
    }

    private JourneyRow Row(int visitor) =>
        new(
            state.Subjects.Workspaces[state.Journeys.Workspace(visitor)],
            state.Journeys.Visitors[visitor],
            state.Journeys.IsInauthentic(visitor),
            state.Journeys.Touches(visitor).ToArray(),
            state.Journeys.ConversionBytes(visitor).ToArray()
        );
}
