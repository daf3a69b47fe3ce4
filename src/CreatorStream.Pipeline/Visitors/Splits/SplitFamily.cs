namespace CreatorStream.Pipeline.Visitors.Splits;

/// <summary>Counts by facets.</summary>
internal sealed class SplitFamily : IFamily
{
    public IReadOnlyList<MergedSection> Sections { get; } =
    [
        MergedSection.Of(SplitSection.Rows, (of, partition, in row) => of.PutSplit(partition, row)),
        MergedSection.Of(SplitStepSection.Rows, (of, partition, in row) => of.Figures.Splits.Steps.Put(partition, row)),
    ];

    public IContribution Contribute(VisitorState state) => new SplitContribution(state);
}
