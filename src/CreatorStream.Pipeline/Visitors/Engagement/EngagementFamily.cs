namespace CreatorStream.Pipeline.Visitors.Engagement;

/// <summary>Counts by pane, and reach.</summary>
internal sealed class EngagementFamily : IFamily
{
    public IReadOnlyList<MergedSection> Sections { get; } =
    [
        .. CountSection.Groups.Select(
            (section, group) =>
                MergedSection.Of(section, (of, partition, in row) => of.Figures.PutCounts(partition, group, row))
        ),
        MergedSection.Of(ReachSection.Rows, (of, partition, in row) => of.Figures.PutReach(partition, row)),
    ];

    public IContribution Contribute(VisitorState state) => new EngagementContribution(state);
}
