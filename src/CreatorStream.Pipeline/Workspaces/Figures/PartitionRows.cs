using CreatorStream.Analytics.Kpis;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Comments;

namespace CreatorStream.Pipeline.Workspaces.Figures;

/// <summary>What the numbers in a partition's rows stand for; they are given by its task, over all workspaces.</summary>
public sealed class PartitionNumbers
{
    public NumberedItems<Subject> Subjects { get; } = new();
    public NumberedItems<Entity> Entities { get; } = new();

    /// <summary>The name of the workspace whose a row is.</summary>
    public string WorkspaceOf(in RowOwner owner) =>
        owner.Kind switch
        {
            RowOwnerKind.Subject => Subjects[owner.Number].Workspace,
            RowOwnerKind.Entity => Entities[owner.Number].Workspace,
            _ => owner.Workspace!,
        };
}

/// <summary>Items by number. Not every number need be known: those of other workspaces may have gone elsewhere.</summary>
public sealed class NumberedItems<T>
{
    private T?[] items = [];

    public T this[int number] => items[number]!;

    /// <returns>Whether the number was new.</returns>
    public bool Add(Numbered<T> item)
    {
        if (item.Number >= items.Length)
        {
            Array.Resize(ref items, Math.Max(16, Math.Max(item.Number + 1, items.Length * 2)));
        }
        bool isNew = items[item.Number] is null;
        items[item.Number] = item.Value;
        return isNew;
    }
}

/// <summary>
/// The rows of one workspace last received from one partition, so that an absolute row becomes a difference to add.
/// </summary>
/// <param name="scope">Ends with the rows.</param>
public sealed class PartitionRows(PartitionNumbers numbers, StateScope scope) : IDisposable
{
    public PartitionNumbers Numbers => numbers;

    /// <summary>By group of kinds, counts by subject and pane.</summary>
    public IReadOnlyList<CountRows> Counts { get; } =
    [.. Enumerable.Range(0, KindColumns.Groups).Select(_ => new CountRows(scope))];

    /// <summary>Steps of reach by entity, window and pane.</summary>
    public RowTable<PeopleCounts> Reach { get; } = new(scope, StatePart.Panes);

    /// <summary>Sessions by entity and pane.</summary>
    public RowTable<SessionCounts> Sessions { get; } = new(scope, StatePart.Panes);

    /// <summary>Engagers by creator and number of engagements.</summary>
    public RowTable<PeopleCounts> Audience { get; } = new(scope, StatePart.Panes);

    /// <summary>Comments by subject.</summary>
    public RowTable<CommentCounts> Comments { get; } = new(scope, StatePart.Panes);

    public void Dispose() => scope.Dispose();
}
