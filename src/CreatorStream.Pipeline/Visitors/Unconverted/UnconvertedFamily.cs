namespace CreatorStream.Pipeline.Visitors.Unconverted;

/// <summary>What those met who bought nothing, for models of attribution that compare with them.</summary>
internal sealed class UnconvertedFamily : IFamily
{
    public IReadOnlyList<MergedSection> Sections { get; } =
    [MergedSection.Of(UnconvertedSection.Rows, (of, partition, in row) => of.PutUnconverted(partition, row))];

    public IContribution Contribute(VisitorState state) => new UnconvertedContribution(state);
}
