using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces;

/// <summary>Puts what visitor tasks publish into the states of the workspaces that it is of.</summary>
public sealed class PartialsMerge(Families families)
{
    private readonly Dictionary<int, PartitionNumbers> numbers = [];

    /// <summary>What the numbers of each partition's rows stand for.</summary>
    public IReadOnlyDictionary<int, PartitionNumbers> Numbers => numbers;

    /// <param name="workspace">The state of a workspace that something came for.</param>
    /// <param name="known">Names of all workspaces that have a state.</param>
    public void Put(PartialRows rows, Func<string, WorkspaceState> workspace, IReadOnlyCollection<string> known)
    {
        int partition = rows.Partition;
        if (rows.ReplacesAll)
        {
            foreach (string name in known)
            {
                workspace(name).VoidAll(partition);
            }
            numbers.Remove(partition);
        }
        if (!numbers.TryGetValue(partition, out PartitionNumbers? numbering))
        {
            numbers[partition] = numbering = new PartitionNumbers();
        }
        // First what the rows of families rest on: the numbers in them, and how old their panes are.
        foreach (Numbered<Subject> subject in rows.Of(SubjectSection.Rows))
        {
            if (numbering.Subjects.Add(subject))
            {
                workspace(subject.Value.Workspace).Subjects.Add(partition, subject);
            }
        }
        foreach (Numbered<Entity> entity in rows.Of(EntitySection.Rows))
        {
            numbering.Entities.Add(entity);
        }
        foreach (WorkspaceTime time in rows.Of(TimeSection.Rows))
        {
            workspace(time.Workspace).Figures.Advance(time.GreatestMicros);
        }
        foreach (MergedSection section in families.Sections)
        {
            section.Put(rows, numbering, workspace);
        }
    }
}
