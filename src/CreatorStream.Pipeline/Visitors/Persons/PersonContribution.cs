using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Persons;

/// <summary>Publishes by what visitors are known: a set, in which a repeat changes nothing. Their journeys go out with those of buyers.</summary>
public sealed class PersonContribution(VisitorState state) : IContribution
{
    private int published;

    public void Add(FactBatch batch)
    {
        // The recorder has noted them: also what is a repeat but for its mark tells one.
    }

    public void Count(int visitor, int all, int excluded)
    {
        // Who is one person stays so, whoever is excluded.
    }

    public void Rebuild(int visitor)
    {
        // Nothing follows from journeys.
    }

    public void PublishAll() => published = 0;

    public void Publish(TickRows into)
    {
        for (; published < state.Persons.Count; published++)
        {
            PersonLink link = state.Persons[published];
            string workspace = state.Subjects.Workspaces[state.Journeys.Workspace(link.Visitor)];
            into.Of(PersonSection.Rows).Add(new PersonRow(workspace, state.Journeys.HashOf(link.Visitor), link.Mark));
        }
    }
}
