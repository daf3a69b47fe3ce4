namespace CreatorStream.Pipeline.Visitors.Texts;

/// <summary>Who wrote what, for the repeated text across visitors and by one.</summary>
internal sealed class TextFamily : IFamily
{
    public IReadOnlyList<MergedSection> Sections { get; } =
    [
        MergedSection.Of(TextSection.Rows, (of, partition, in row) => of.Authenticity.Put(partition, row)),
        MergedSection.Of(TextSection.Copies, (of, partition, in row) => of.Authenticity.PutCopy(partition, row)),
    ];

    public IContribution Contribute(VisitorState state) => new TextContribution(state);
}
