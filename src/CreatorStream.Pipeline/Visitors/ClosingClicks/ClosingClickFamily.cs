namespace CreatorStream.Pipeline.Visitors.ClosingClicks;

/// <summary>The clicks right before orders, of which some may be injected.</summary>
internal sealed class ClosingClickFamily : IFamily
{
    public IReadOnlyList<MergedSection> Sections { get; } =
    [
        MergedSection.Of(
            ClosingClickSection.Rows,
            (of, partition, in row) => of.InjectedClicks.Put(of.ContentOf(partition, row.Subject), partition, row)
        ),
    ];

    public IContribution Contribute(VisitorState state) => new ClosingClickContribution(state);
}
