using Confluent.Kafka;

namespace CreatorStream.Kafka.Tasks;

/// <summary>
/// This process' membership in the group that shares the tasks out: the partitions of an empty topic, polled by a thread
/// of its own, on time whatever the tasks do. What inputs a task reads follows from its number, so partition p of all
/// topics is always one owner's.
/// </summary>
public sealed class TaskGroup : IAsyncDisposable
{
    private const string Group = "creatorstream";

    /// <summary>How long the group waits for tasks that are taken away: they finish or abort what they are at.</summary>
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(8);

    private readonly TaskContext context;
    private readonly Dictionary<int, OwnedTask> owned = [];
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stop = new();
    private readonly IConsumer<Ignore, Ignore> consumer;
    private readonly Task polling;
    private volatile bool hasJoined;

    public TaskGroup(KafkaConnection connection, TaskContext context)
    {
        this.context = context;
        ConsumerConfig config = connection.Configure(
            new ConsumerConfig
            {
                GroupId = context.Topics.Tasks,
                PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
                SessionTimeoutMs = 6_000,
                HeartbeatIntervalMs = 1_000,
                EnableAutoCommit = false,
                EnableAutoOffsetStore = false,
                AutoOffsetReset = AutoOffsetReset.Latest,
            },
            ClientId(context.Owner)
        );
        consumer = new ConsumerBuilder<Ignore, Ignore>(config)
            .SetLogHandler((_, message) => KafkaLog.Write(context.Logger, message))
            .SetErrorHandler((_, _) => { })
            .SetPartitionsAssignedHandler((_, partitions) => OnAssigned(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => OnRevoked(partitions))
            .SetPartitionsLostHandler((_, partitions) => OnRevoked(partitions))
            .Build();
        consumer.Subscribe(context.Topics.Tasks);
        polling = Task.Factory.StartNew(Poll, TaskCreationOptions.LongRunning);
    }

    /// <summary>Ends, with the reason, when it can't go on.</summary>
    public Task Completion => polling;

    /// <summary>It is a member, and every task that it owns is live; or it owns none and stands by.</summary>
    public bool IsReady => hasJoined && Owned.All(task => task.IsLive);

    public IReadOnlyList<OwnedTask> Owned
    {
        get
        {
            lock (gate)
            {
                return [.. owned.OrderBy(task => task.Key).Select(task => task.Value)];
            }
        }
    }

    /// <summary>The workspace task of a workspace, where this process owns it.</summary>
    public OwnedWorkspaces? Find(string workspace)
    {
        int partitions = context.Facts.Partitions;
        lock (gate)
        {
            return owned.GetValueOrDefault(TaskNames.NumberOfWorkspaces(TaskNames.TaskOf(workspace, partitions)))
                as OwnedWorkspaces;
        }
    }

    /// <summary>As what a member appears to the brokers, which tell it to whoever asks for the group's members.</summary>
    internal static string ClientId(string owner) => $"{Group}@{owner}";

    /// <returns>Where the member's HTTP answers; null for what is no member of ours.</returns>
    internal static string? OwnerOf(string clientId) =>
        clientId.StartsWith($"{Group}@", StringComparison.Ordinal) ? clientId[(Group.Length + 1)..] : null;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        // Who watches it has heard of a failure.
        await polling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        // Leaving revokes what is still owned.
        consumer.Close();
        consumer.Dispose();
        stop.Dispose();
    }

    private void Poll()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                consumer.Consume(TimeSpan.FromMilliseconds(100));
            }
            catch (ConsumeException error) when (!error.Error.IsFatal)
            {
                context.Logger.GroupFails(error.Error.Reason);
            }
        }
    }

    private void OnAssigned(IReadOnlyList<TopicPartition> partitions)
    {
        hasJoined = true;
        lock (gate)
        {
            foreach (TopicPartition partition in partitions)
            {
                int number = partition.Partition.Value;
                OwnedTask task = TaskNames.IsOfVisitors(number)
                    ? new OwnedVisitors(context, TaskNames.PartitionOf(number))
                    : new OwnedWorkspaces(context, TaskNames.PartitionOf(number));
                owned[number] = task;
                task.Start();
                context.Logger.TaskOwned(task.Name);
            }
        }
    }

    private void OnRevoked(IReadOnlyList<TopicPartitionOffset> partitions)
    {
        var ending = new List<Task>();
        lock (gate)
        {
            foreach (TopicPartitionOffset partition in partitions)
            {
                if (owned.Remove(partition.Partition.Value, out OwnedTask? task))
                {
                    context.Logger.TaskGoes(task.Name);
                    ending.Add(task.DisposeAsync().AsTask());
                }
            }
        }
        if (!Task.WaitAll([.. ending], StopPatience))
        {
            // Whoever takes them over fences them.
            context.Logger.TasksDidNotEnd(StopPatience.TotalSeconds);
        }
    }
}
