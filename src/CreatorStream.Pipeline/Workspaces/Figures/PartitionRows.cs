using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Engagement;

namespace CreatorStream.Pipeline.Workspaces.Figures;

/// <summary>What the numbers in a partition's rows stand for; they are given by its task, over all workspaces.</summary>
public sealed class PartitionNumbers
{
    public List<Subject> Subjects { get; } = [];
    public List<Entity> Entities { get; } = [];
}

/// <summary>
/// The rows of one workspace last received from one partition, so that an absolute row becomes a difference to add.
/// </summary>
public sealed class PartitionRows(PartitionNumbers numbers, StateMemory memory)
{
    public PartitionNumbers Numbers => numbers;

    /// <summary>Counts by subject and pane.</summary>
    public RowTable<TouchCounts> Counts { get; } = new(memory, StatePart.Panes);

    /// <summary>Steps of reach by entity, window and pane.</summary>
    public RowTable<ReachCounts> Reach { get; } = new(memory, StatePart.Panes);

    /// <summary>Sessions by entity and pane.</summary>
    public RowTable<SessionCounts> Sessions { get; } = new(memory, StatePart.Panes);
}
