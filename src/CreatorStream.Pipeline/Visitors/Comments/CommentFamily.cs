namespace CreatorStream.Pipeline.Visitors.Comments;

/// <summary>What comments say: whether anything, and with which sentiment.</summary>
internal sealed class CommentFamily : IFamily
{
    public IReadOnlyList<MergedSection> Sections { get; } =
    [MergedSection.Of(CommentSection.Rows, (of, partition, in row) => of.Figures.PutComments(partition, row))];

    public IContribution Contribute(VisitorState state) => new CommentContribution(state);
}
