namespace CreatorStream.Pipeline.Visitors.Paths;

/// <summary>What orders are settled and credited by.</summary>
internal sealed class PathFamily : IFamily
{
    public IReadOnlyList<MergedSection> Sections { get; } =
    [MergedSection.Of(JourneySection.Rows, (of, partition, in row) => of.PutJourney(partition, row))];

    public IContribution Contribute(VisitorState state) => new PathContribution(state);
}
