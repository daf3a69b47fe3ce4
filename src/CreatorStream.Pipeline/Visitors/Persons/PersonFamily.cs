namespace CreatorStream.Pipeline.Visitors.Persons;

/// <summary>Which visitors are one person. Before the journeys of these, which stage 2 keeps only where it knows them.</summary>
internal sealed class PersonFamily : IFamily
{
    public IReadOnlyList<MergedSection> Sections { get; } =
    [MergedSection.Of(PersonSection.Rows, (of, _, in row) => of.Persons.Put(row))];

    public IContribution Contribute(VisitorState state) => new PersonContribution(state);
}
