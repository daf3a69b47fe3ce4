namespace CreatorStream.Pipeline.Visitors.Overlap;

/// <summary>People by whom they met, alone and together.</summary>
internal sealed class OverlapFamily : IFamily
{
    public IReadOnlyList<MergedSection> Sections { get; } =
    [
        MergedSection.Of(MetSection.Rows, (of, partition, in row) => of.Overlap.Put(partition, row)),
        MergedSection.Of(PairSection.Rows, (of, partition, in row) => of.Overlap.Put(partition, row)),
    ];

    public IContribution Contribute(VisitorState state) => new OverlapContribution(state);
}
