using System.Runtime.InteropServices;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Authenticity;
using CreatorStream.Pipeline.Visitors.Engagement;
using CreatorStream.Pipeline.Visitors.Paths;
using CreatorStream.Pipeline.Visitors.Sessions;
using CreatorStream.Pipeline.Visitors.Splits;
using CreatorStream.Pipeline.Visitors.Texts;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces;

/// <summary>Puts what visitor tasks publish into the states of the workspaces that it is of.</summary>
public sealed class PartialsMerge
{
    /// <summary>Rows are large, so they are not copied on the way.</summary>
    private delegate void PutRow<TRow>(WorkspaceState workspace, in TRow row);

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
        foreach (Numbered<Subject> subject in rows.Of(SubjectSection.Rows))
        {
            if (numbering.Subjects.Add(subject))
            {
                workspace(subject.Value.Workspace).AddSubject(partition, subject);
            }
        }
        foreach (Numbered<Entity> entity in rows.Of(EntitySection.Rows))
        {
            numbering.Entities.Add(entity);
        }
        Put(TimeSection.Rows, (of, in row) => of.Figures.Advance(row.GreatestMicros));
        for (int at = 0; at < CountSection.Groups.Count; at++)
        {
            int group = at;
            Put(CountSection.Groups[group], (of, in row) => of.Figures.PutCounts(partition, group, row));
        }
        Put(SplitSection.Rows, (of, in row) => of.Figures.Splits.Put(partition, row));
        Put(ReachSection.Rows, (of, in row) => of.Figures.PutReach(partition, row));
        Put(SessionSection.Rows, (of, in row) => of.Figures.PutSessions(partition, row));
        Put(JourneySection.Rows, (of, in row) => of.PutJourney(partition, row));
        Put(EvidenceSection.Rows, (of, in row) => of.Authenticity.Put(partition, row));
        Put(EvidenceSection.WithoutSigns, (of, in row) => of.Authenticity.Put(partition, row));
        Put(TextSection.Rows, (of, in row) => of.Authenticity.Put(partition, row));
        Put(HeldSection.Rows, (of, in row) => of.Authenticity.Put(partition, row));

        void Put<TRow>(PartialSection<TRow> section, PutRow<TRow> put)
        {
            foreach (ref readonly TRow row in CollectionsMarshal.AsSpan(rows.Rows.Of(section)))
            {
                put(workspace(numbering.WorkspaceOf(section.OwnerOf(row))), row);
            }
        }
    }
}
