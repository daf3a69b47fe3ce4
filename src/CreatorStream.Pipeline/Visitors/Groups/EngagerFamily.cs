namespace CreatorStream.Pipeline.Visitors.Groups;

/// <summary>Who engaged with what and when, for what only groups of actors show.</summary>
internal sealed class EngagerFamily : IFamily
{
    public IReadOnlyList<MergedSection> Sections { get; } =
    [
        MergedSection.Of(EngagerSection.Rows, (of, partition, in row) => of.Engagers.Put(partition, row)),
        MergedSection.Of(EngagedHourSection.Rows, (of, partition, in row) => of.Engagers.Put(partition, row)),
    ];

    public IContribution Contribute(VisitorState state) => new EngagerContribution(state);
}
