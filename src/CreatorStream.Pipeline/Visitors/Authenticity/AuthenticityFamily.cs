namespace CreatorStream.Pipeline.Visitors.Authenticity;

/// <summary>Evidence about actors, and the verdicts that were applied.</summary>
internal sealed class AuthenticityFamily : IFamily
{
    public IReadOnlyList<MergedSection> Sections { get; } =
    [
        MergedSection.Of(EvidenceSection.Rows, (of, partition, in row) => of.Authenticity.Put(partition, row)),
        MergedSection.Of(EvidenceSection.WithoutSigns, (of, partition, in row) => of.Authenticity.Put(partition, row)),
        MergedSection.Of(HeldSection.Rows, (of, partition, in row) => of.Authenticity.Put(partition, row)),
    ];

    public IContribution Contribute(VisitorState state) => new AuthenticityContribution(state);
}
