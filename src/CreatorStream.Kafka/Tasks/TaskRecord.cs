using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Partials;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka.Tasks;

/// <summary>
/// What a task committed last: part of every one of its transactions, so it is as true as what they wrote. Kept by
/// compaction in the task's partition of the topic progress.
/// </summary>
/// <param name="Generation">Counts owners, and the times that one began anew: higher is newer.</param>
/// <param name="Owner">Where the owner's HTTP answers, such as http://10.0.0.7:5181.</param>
/// <param name="Vector">By input, the offset up to which it is in what was published.</param>
/// <param name="TimeMs">When it was written, by the owner's clock: milliseconds since 1970.</param>
/// <param name="GreatestMs">The greatest event time of its partition: milliseconds since 1970; 0 before the first event.</param>
/// <param name="SnapshotMs">When the snapshot was saved that a new owner would begin with; 0 where there is none.</param>
/// <param name="SnapshotBytes">How large that is.</param>
/// <param name="Shown">By input, how far readers may have come by part of a tick that was not committed whole; null: nowhere further.</param>
public sealed record TaskRecord(
    string Task,
    long Generation,
    string Owner,
    IReadOnlyDictionary<string, long> Vector,
    long TimeMs,
    long GreatestMs,
    TaskCounters? Counters,
    long SnapshotMs = 0,
    long SnapshotBytes = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyDictionary<string, long>? Shown = null
)
{
    /// <summary>What a later version of the program adds, which this one passes over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Next { get; } = NextVersion.IsSpoken ? NextVersion.Name : null;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private const int LastRecords = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public byte[] Key => Encoding.UTF8.GetBytes(Task);

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    public static TaskRecord? Read(ReadOnlySpan<byte> value)
    {
        try
        {
            return JsonSerializer.Deserialize<TaskRecord>(value, Options) is { Task: not null, Vector: not null } record
                ? record
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The newest record of a task. Only whoever has fenced the former owner knows that it is the last.</summary>
    public static TaskRecord? Newest(KafkaConnection connection, TopicSpecs topics, int task, ILogger logger)
    {
        using var consumer = new BatchConsumer(connection, new BatchConsumerOptions("creatorstream-progress"), logger);
        (long low, long end) = consumer.WatermarkOffsets(topics.Progress, task, Patience);
        // Compaction lags behind by far more than the few last records that are asked for.
        for (long back = LastRecords; ; back *= 16)
        {
            long from = Math.Max(low, end - back);
            if (Newest(consumer, new KafkaInput(topics.Progress, task, from)) is { } newest)
            {
                return newest;
            }
            if (from == low)
            {
                return null;
            }
        }
    }

    private static TaskRecord? Newest(BatchConsumer consumer, KafkaInput from)
    {
        consumer.Assign([from]);
        TaskRecord? newest = null;
        while (!consumer.AtEnd(0))
        {
            int count = consumer.Read(1_000, TimeSpan.FromMilliseconds(20));
            for (int i = 0; i < count; i++)
            {
                newest = Read(consumer[i].Value) ?? newest;
            }
            consumer.Release();
        }
        return newest;
    }
}
