namespace CreatorStream.Pipeline.Visitors.Audience;

/// <summary>Who engages with which creator.</summary>
internal sealed class AudienceFamily : IFamily
{
    public IReadOnlyList<MergedSection> Sections { get; } =
    [MergedSection.Of(AudienceSection.Rows, (of, partition, in row) => of.Figures.PutAudience(partition, row))];

    public IContribution Contribute(VisitorState state) => new AudienceContribution(state);
}
