using Confluent.Kafka;
using Confluent.Kafka.Admin;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka.Tasks;

/// <summary>What Kafka itself says of the tasks: who owns each, and how far there is something to read.</summary>
public sealed class TaskWatch : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly IAdminClient admin;
    private readonly TopicSpecs topics;
    private readonly int partitions;

    public TaskWatch(KafkaConnection connection, TopicSpecs topics, int partitions, ILogger logger)
    {
        this.topics = topics;
        this.partitions = partitions;
        admin = new AdminClientBuilder(connection.Configure(new AdminClientConfig(), "creatorstream-watch"))
            .SetLogHandler((_, message) => KafkaLog.Write(logger, message))
            .SetErrorHandler((_, _) => { })
            .Build();
    }

    /// <summary>By its number (see <see cref="TaskNames"/>), where the owner of a task answers; one that nobody owns is absent.</summary>
    /// <returns>null while the group shares them out: then it doesn't tell.</returns>
    /// <exception cref="LogUnavailableException">Brokers are away, or refuse.</exception>
    public async Task<IReadOnlyDictionary<int, string>?> OwnersAsync()
    {
        // Not DescribeConsumerGroups: librdkafka 2.15 ends the process by a failed assertion (eonce->refcnt > 0) where
        // the group's coordinator dies meanwhile. This call blocks its thread, but asks without that part.
        GroupInfo? group = await AskAsync(() => Task.Run(() => admin.ListGroup(topics.Tasks, Timeout)));
        if (group == null)
        {
            return new Dictionary<int, string>();
        }
        if (group.Error.IsError || group.State is not ("Stable" or "Empty" or "Dead"))
        {
            return null;
        }
        return (
            from member in @group.Members
            let owner = TaskGroup.OwnerOf(member.ClientId)
            where owner != null
            from task in GroupAssignment.Read(member.MemberAssignment, topics.Tasks)
            select KeyValuePair.Create(task, owner)
        ).ToDictionary();
    }

    /// <summary>By the number of the task, the sum of its inputs' ends.</summary>
    /// <exception cref="LogUnavailableException">Brokers are away, or refuse.</exception>
    public async Task<long[]> EndsAsync()
    {
        TopicPartition[][] inputs = [.. Enumerable.Range(0, 2 * partitions).Select(Inputs)];
        ListOffsetsResult found = await AskAsync(() =>
            admin.ListOffsetsAsync(
                inputs
                    .SelectMany(of => of)
                    .Select(input => new TopicPartitionOffsetSpec
                    {
                        TopicPartition = input,
                        OffsetSpec = OffsetSpec.Latest(),
                    }),
                new ListOffsetsOptions { RequestTimeout = Timeout, IsolationLevel = IsolationLevel.ReadCommitted }
            )
        );
        var ends = found.ResultInfos.ToDictionary(
            of => of.TopicPartitionOffsetError.TopicPartition,
            of => of.TopicPartitionOffsetError.Offset.Value
        );
        return [.. inputs.Select(of => of.Sum(input => ends[input]))];
    }

    public void Dispose() => admin.Dispose();

    private TopicPartition[] Inputs(int task) =>
        TaskNames.IsOfVisitors(task)
            ? [.. topics.VisitorTopics.Select(topic => new TopicPartition(topic, TaskNames.PartitionOf(task)))]
            : [new TopicPartition(topics.Partials, TaskNames.PartitionOf(task))];

    private static async Task<T> AskAsync<T>(Func<Task<T>> question)
    {
        try
        {
            return await question();
        }
        catch (KafkaException error)
        {
            throw new LogUnavailableException($"Kafka doesn't answer: {error.Error.Reason}", error);
        }
    }
}
