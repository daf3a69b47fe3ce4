namespace CreatorStream.Kafka.Tasks;

/// <summary>
/// Every task by its number: 0 … N − 1 are the visitor tasks, N … 2N − 1 those of workspaces. The number is its partition
/// of the topics tasks and progress.
/// </summary>
public static class TaskNames
{
    public static string OfVisitors(int partition) => $"visitors-{partition}";

    public static string OfWorkspaces(int partition) => $"workspaces-{partition}";

    /// <summary>The stage 2 task of a workspace.</summary>
    public static int TaskOf(string workspace, int partitions) =>
        Events.Partitioner.PartitionOf(System.Text.Encoding.UTF8.GetBytes(workspace), partitions);
}
