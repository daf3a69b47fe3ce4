namespace CreatorStream.Pipeline.Visitors.Sessions;

/// <summary>Sessions, bounces and engaged time.</summary>
internal sealed class SessionFamily : IFamily
{
    public IReadOnlyList<MergedSection> Sections { get; } =
    [MergedSection.Of(SessionSection.Rows, (of, partition, in row) => of.Figures.PutSessions(partition, row))];

    public IContribution Contribute(VisitorState state) => new SessionContribution(state);
}
