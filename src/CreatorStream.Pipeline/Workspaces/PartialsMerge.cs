using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Attribution;
using CreatorStream.Pipeline.Visitors.Authenticity;
using CreatorStream.Pipeline.Visitors.Engagement;
using CreatorStream.Pipeline.Visitors.Sessions;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces;

/// <summary>Puts what visitor tasks publish into the states of the workspaces that it is of.</summary>
/// <param name="workspace">The state of a workspace that something came for.</param>
/// <param name="known">Names of all workspaces that have a state.</param>
/// <param name="sendVerdict">Takes a verdict about an actor of a partition.</param>
public sealed class PartialsMerge(
    Func<string, WorkspaceState> workspace,
    Func<IEnumerable<string>> known,
    Action<int, Verdict> sendVerdict
)
{
    private readonly Dictionary<int, PartitionNumbers> numbers = [];

    /// <summary>What the numbers of each partition's rows stand for.</summary>
    public IReadOnlyDictionary<int, PartitionNumbers> Numbers => numbers;

    public void Put(PartialRows rows)
    {
        int partition = rows.Partition;
        if (rows.ReplacesAll)
        {
            foreach (string name in known())
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
        Put(rows, TimeSection.Rows, (of, row) => of.Figures.Advance(row.GreatestMicros));
        Put(rows, CountSection.Rows, (of, row) => of.Figures.PutCounts(partition, row));
        Put(rows, ReachSection.Rows, (of, row) => of.Figures.PutReach(partition, row));
        Put(rows, SessionSection.Rows, (of, row) => of.Figures.PutSessions(partition, row));
        Put(rows, JourneySection.Rows, (of, row) => of.PutJourney(partition, row));
        Put(rows, EvidenceSection.Rows, (of, row) => PutEvidence(of, partition, row));
    }

    private void PutEvidence(WorkspaceState of, int partition, EvidenceRow row)
    {
        if (of.Evidence.Put(partition, row) is { } verdict)
        {
            sendVerdict(partition, verdict);
        }
    }

    /// <summary>Puts each row of a section into the state of its workspace.</summary>
    private void Put<TRow>(PartialRows rows, PartialSection<TRow> section, Action<WorkspaceState, TRow> put)
    {
        PartitionNumbers of = numbers[rows.Partition];
        foreach (TRow row in rows.Of(section))
        {
            RowOwner owner = section.OwnerOf(row);
            string name = owner.Kind switch
            {
                RowOwnerKind.Subject => of.Subjects[owner.Number].Workspace,
                RowOwnerKind.Entity => of.Entities[owner.Number].Workspace,
                _ => owner.Workspace!,
            };
            put(workspace(name), row);
        }
    }
}
