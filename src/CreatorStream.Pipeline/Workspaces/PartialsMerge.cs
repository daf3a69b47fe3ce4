using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
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
        foreach (Numbered<Subject> subject in rows.NewSubjects)
        {
            if (numbering.Subjects.Add(subject))
            {
                workspace(subject.Value.Workspace).AddSubject(partition, subject);
            }
        }
        foreach (Numbered<Entity> entity in rows.Engagement.NewEntities)
        {
            numbering.Entities.Add(entity);
        }
        foreach ((string name, long greatest) in rows.GreatestTimesMicros)
        {
            workspace(name).Figures.Advance(greatest);
        }
        foreach (CountRow row in rows.Engagement.Counts)
        {
            workspace(numbering.Subjects[row.Subject].Workspace).Figures.PutCounts(partition, row);
        }
        foreach (ReachRow row in rows.Engagement.Reach)
        {
            workspace(numbering.Entities[row.Entity].Workspace).Figures.PutReach(partition, row);
        }
        foreach (SessionRow row in rows.Sessions)
        {
            workspace(numbering.Entities[row.Entity].Workspace).Figures.PutSessions(partition, row);
        }
        foreach (JourneyRow row in rows.Journeys)
        {
            workspace(row.Workspace).PutJourney(partition, row);
        }
        foreach (EvidenceRow row in rows.Evidence)
        {
            if (workspace(row.Workspace).Evidence.Put(partition, row) is { } verdict)
            {
                sendVerdict(partition, verdict);
            }
        }
    }
}
