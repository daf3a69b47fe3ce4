namespace CreatorStream.Pipeline.Visitors.ClosingClicks;

/// <summary>The clicks right before orders, of which some may be injected.</summary>
internal sealed class ClosingClickFamily : IFamily
{
    public IReadOnlyList<MergedSection> Sections { get; } =
    [
        MergedSection.Of(
            ClosingClickSection.Rows,
            // Where there is no click any more, the row names no subject.
            (of, partition, in row) =>
                of.InjectedClicks.Put(row.ClickMicros == 0 ? "" : of.ContentOf(partition, row.Subject), partition, row)
        ),
    ];

    public IContribution Contribute(VisitorState state) => new ClosingClickContribution(state);
}
