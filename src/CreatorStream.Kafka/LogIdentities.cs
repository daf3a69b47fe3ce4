using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreatorStream.Kafka.Copies;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka;

/// <summary>What a log says of itself, written when it is made.</summary>
/// <param name="Secret">Keys the fingerprints of its events.</param>
/// <param name="Partitions">Of the visitor topics, fixed for its life.</param>
public sealed record LogIdentity(ulong Secret, int Partitions)
{
    /// <summary>topics repartition still fills it: nobody else may write facts.</summary>
    public bool IsBeingCopied { get; init; }

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"log of {Partitions} partitions";
}

/// <summary>Reads and writes the log's own record, in the topic of the tasks' newest states.</summary>
internal sealed partial class LogIdentities(KafkaConnection connection, TopicSpecs topics, ILogger logger)
{
    private const int Version = 1;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    private static ReadOnlySpan<byte> Key => "log"u8;

    public async Task<LogIdentity?> ReadAsync() => (await ReadBothAsync()).Log;

    /// <summary>The log's own record, and that of the copy that it is or was.</summary>
    public Task<(LogIdentity? Log, CopyRecord? Copy)> ReadBothAsync() =>
        Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public async Task WriteIfMissingAsync(int partitions)
    {
        if (await ReadMadeAsync() is null)
        {
            await WriteAsync(
                new LogIdentity(BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)), partitions),
                null
            );
        }
    }

    /// <summary>A broker may not know yet of a topic that was just made: then it can't say where that begins.</summary>
    private async Task<LogIdentity?> ReadMadeAsync()
    {
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await ReadAsync();
            }
            catch (OffsetGoneException) when (TimeProvider.System.GetElapsedTime(started) < Timeout)
            {
                // No beginning is ever gone: it is asked for again.
            }
            await Task.Delay(BetweenTries, TimeProvider.System);
        }
    }

    /// <summary>A topic that holds something keyed by the secret of a log, or computed from it: with another secret it would
    /// be taken for what it is not.</summary>
    /// <returns>null where there is none.</returns>
    public string? Leftover(IEnumerable<Confluent.Kafka.TopicMetadata> existing)
    {
        string[] keyed = [topics.Decisions, topics.Verdicts, topics.Partials, topics.Snapshots, topics.Views];
        using var consumer = new BatchConsumer(connection, new BatchConsumerOptions("creatorstream-admin"), logger);
        return existing
            .Where(topic => keyed.Contains(topic.Topic))
            .Where(topic =>
                topic.Partitions.Any(of => consumer.WatermarkOffsets(topic.Topic, of.PartitionId, Timeout).End > 0)
            )
            .Select(topic => topic.Topic)
            .FirstOrDefault();
    }

    /// <param name="copy">Written before the log's own record, so that nobody takes it for whole.</param>
    public async Task WriteAsync(LogIdentity log, CopyRecord? copy)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(
            new Record(Version, log.Secret.ToString("x16", CultureInfo.InvariantCulture), log.Partitions),
            RecordJson.Default.Record
        );
        using var producer = new FactProducer(
            connection,
            new FactProducerOptions("creatorstream-admin", Timeout),
            logger
        );
        if (copy is not null)
        {
            await producer.ProduceAsync([new FactMessage(topics.Progress, 0, CopyRecord.Key.ToArray(), copy.Write())]);
        }

        await producer.ProduceAsync([new FactMessage(topics.Progress, 0, Key.ToArray(), json)]);
    }

    /// <summary>The newest ones, by which a compacted topic is read.</summary>
    private (LogIdentity? Log, CopyRecord? Copy) Read()
    {
        using var consumer = new BatchConsumer(connection, new BatchConsumerOptions("creatorstream-admin"), logger);
        consumer.Assign([new KafkaInput(topics.Progress, 0, KafkaInput.Beginning)]);
        LogIdentity? found = null;
        CopyRecord? copy = null;
        long started = TimeProvider.System.GetTimestamp();
        while (!consumer.AtEnd(0))
        {
            if (TimeProvider.System.GetElapsedTime(started) > Timeout)
            {
                throw new LogUnavailableException(
                    $"topic {topics.Progress} can't be read: {consumer.Trouble ?? "the brokers don't answer"}"
                );
            }

            int count = consumer.Read(1000, TimeSpan.FromMilliseconds(100));
            for (int i = 0; i < count; i++)
            {
                ConsumedMessage message = consumer[i];
                if (message.IsTombstone)
                {
                    continue;
                }

                if (message.Key.SequenceEqual(Key))
                {
                    found = Parse(message.Value);
                }
                else if (message.Key.SequenceEqual(CopyRecord.Key))
                {
                    copy = CopyRecord.Read(message.Value) ?? throw Damaged(null);
                }
            }
        }
        return (found is null ? null : found with { IsBeingCopied = copy is { IsHandedOver: false } }, copy);
    }

    private LogIdentity Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            Record? record = JsonSerializer.Deserialize(json, RecordJson.Default.Record);
            if (record is { Version: Version, Partitions: > 0 })
            {
                return new LogIdentity(
                    ulong.Parse(record.Secret, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                    record.Partitions
                );
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException)
        {
            throw Damaged(e);
        }
        throw Damaged(null);
    }

    private KafkaFailedException Damaged(Exception? inner) =>
        new(
            $"the record of the log in topic {topics.Progress} is damaged, or of a newer version than this program",
            inner
        );

    internal sealed record Record(
        [property: JsonPropertyName("version")] int Version,
        [property: JsonPropertyName("secret")] string Secret,
        [property: JsonPropertyName("partitions")] int Partitions
    );

    [JsonSerializable(typeof(Record))]
    private sealed partial class RecordJson : JsonSerializerContext;
}
