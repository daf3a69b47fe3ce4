using System.Runtime.InteropServices;
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
        foreach (Numbered<Subject> subject in rows.Of(SubjectSection.Rows))
        {
            // Numbers may be left out: no row has those.
            CollectionsMarshal.SetCount(ofSubject, Math.Max(ofSubject.Count, subject.Number + 1));
            ofSubject[subject.Number] = taskOf(subject.Value.Workspace);
        }
        foreach (Numbered<Entity> entity in rows.Of(EntitySection.Rows))
        {
            ofEntity.Add(taskOf(entity.Value.Workspace));
        }
        var parts = new PartialRows?[tasks];
        for (int task = 0; task < tasks && rows.ReplacesAll; task++)
        {
            Part(task);
        }
        foreach (RowList list in rows.Rows.Lists)
        {
            list.Split(TaskOf, task => Part(task).Rows);
        }
        return parts;

        PartialRows Part(int task) => parts[task] ??= rows with { Rows = new TickRows() };
    }

    private int TaskOf(RowOwner owner) =>
        owner.Kind switch
        {
            RowOwnerKind.Subject => ofSubject[owner.Number],
            RowOwnerKind.Entity => ofEntity[owner.Number],
            _ => taskOf(owner.Workspace!),
        };
}
