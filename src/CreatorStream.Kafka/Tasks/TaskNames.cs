namespace CreatorStream.Kafka.Tasks;

/// <summary>
/// Every task by its number, which is its partition of the topics tasks and progress. Visitor tasks have the even ones
/// and workspace tasks the odd: a group gives neighbours to one member, which then has as many of one kind as of the other.
/// </summary>
public static class TaskNames
{
    public static string OfVisitors(int partition) => $"visitors-{partition}";

    public static string OfWorkspaces(int partition) => $"workspaces-{partition}";

    public static string Of(int number) =>
        IsOfVisitors(number) ? OfVisitors(PartitionOf(number)) : OfWorkspaces(PartitionOf(number));

    public static int NumberOfVisitors(int partition) => 2 * partition;

    public static int NumberOfWorkspaces(int partition) => (2 * partition) + 1;

    public static bool IsOfVisitors(int number) => number % 2 == 0;

    /// <summary>The partition whose visitors or workspaces a task has.</summary>
    public static int PartitionOf(int number) => number / 2;

    /// <summary>The stage 2 task of a workspace.</summary>
    public static int TaskOf(string workspace, int partitions) =>
        Events.Partitioner.PartitionOf(System.Text.Encoding.UTF8.GetBytes(workspace), partitions);
}
