using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Partials;

/// <summary>
/// Splits what a visitor task publishes by the stage 2 tasks that its workspaces belong to. Numbers stay those of the
/// visitor task; each part comes with those that it uses.
/// </summary>
/// <param name="taskOf">The stage 2 task of a workspace, 0 … tasks − 1.</param>
public sealed class PartialSplitter(int tasks, Func<string, int> taskOf)
{
    private readonly List<int> ofSubject = [];
    private readonly List<int> ofEntity = [];

    /// <returns>A part for each task, null where nothing of its changed.</returns>
    public PartialRows?[] Split(PartialRows rows)
    {
        if (rows.ReplacesAll)
        {
            ofSubject.Clear();
            ofEntity.Clear();
        }
        foreach (Numbered<Subject> subject in rows.NewSubjects)
        {
            ofSubject.Add(taskOf(subject.Value.Workspace));
        }
        foreach (Numbered<Entity> entity in rows.Engagement.NewEntities)
        {
            ofEntity.Add(taskOf(entity.Value.Workspace));
        }
        ILookup<int, Numbered<Subject>> subjects = rows.NewSubjects.ToLookup(of => ofSubject[of.Number]);
        ILookup<int, Numbered<Entity>> entities = rows.Engagement.NewEntities.ToLookup(of => ofEntity[of.Number]);
        ILookup<int, CountRow> counts = rows.Engagement.Counts.ToLookup(of => ofSubject[of.Subject]);
        ILookup<int, ReachRow> reach = rows.Engagement.Reach.ToLookup(of => ofEntity[of.Entity]);
        ILookup<int, SessionRow> sessions = rows.Sessions.ToLookup(of => ofEntity[of.Entity]);
        ILookup<int, EvidenceRow> evidence = rows.Evidence.ToLookup(of => taskOf(of.Workspace));
        ILookup<int, JourneyRow> journeys = rows.Journeys.ToLookup(of => taskOf(of.Workspace));
        ILookup<int, KeyValuePair<string, long>> greatest = rows.GreatestTimesMicros.ToLookup(of => taskOf(of.Key));
        var parts = new PartialRows?[tasks];
        for (int task = 0; task < tasks; task++)
        {
            bool any =
                rows.ReplacesAll
                || subjects.Contains(task)
                || entities.Contains(task)
                || counts.Contains(task)
                || reach.Contains(task)
                || sessions.Contains(task)
                || evidence.Contains(task)
                || journeys.Contains(task)
                || greatest.Contains(task);
            if (any)
            {
                parts[task] = new PartialRows(
                    rows.Partition,
                    rows.ReplacesAll,
                    [.. subjects[task]],
                    new EngagementRows([.. entities[task]], [.. counts[task]], [.. reach[task]]),
                    [.. sessions[task]],
                    [.. evidence[task]],
                    [.. journeys[task]],
                    greatest[task].ToDictionary(),
                    rows.Progress
                );
            }
        }
        return parts;
    }
}
