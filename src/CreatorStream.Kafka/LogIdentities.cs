using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka;

/// <summary>What a log says of itself, written when it is made.</summary>
/// <param name="Secret">Keys the fingerprints of its events.</param>
/// <param name="Partitions">Of the visitor topics, fixed for its life.</param>
public sealed record LogIdentity(ulong Secret, int Partitions)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => $"log of {Partitions} partitions";
}

/// <summary>Reads and writes the log's own record, in the topic of the tasks' newest states.</summary>
internal sealed partial class LogIdentities(KafkaConnection connection, TopicSpecs topics, ILogger logger)
{
    private const int Version = 1;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private static ReadOnlySpan<byte> Key => "log"u8;

    public Task<LogIdentity?> ReadAsync() =>
        Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public async Task WriteIfMissingAsync(int partitions)
    {
        if (await ReadAsync() is not null)
            return;
        var secret = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));
        var json = JsonSerializer.SerializeToUtf8Bytes(
            new Record(Version, secret.ToString("x16", CultureInfo.InvariantCulture), partitions),
            RecordJson.Default.Record
        );
        using var producer = new FactProducer(
            connection,
            new FactProducerOptions("creatorstream-admin", Timeout),
            logger
        );
        await producer.ProduceAsync([new FactMessage(topics.Progress, 0, Key.ToArray(), json)]);
    }

    /// <summary>The newest one, by which a compacted topic is read.</summary>
    private LogIdentity? Read()
    {
        using var consumer = new BatchConsumer(connection, new BatchConsumerOptions("creatorstream-admin"), logger);
        consumer.Assign([new KafkaInput(topics.Progress, 0, KafkaInput.Beginning)]);
        LogIdentity? found = null;
        var started = TimeProvider.System.GetTimestamp();
        while (!consumer.AtEnd(0))
        {
            if (TimeProvider.System.GetElapsedTime(started) > Timeout)
                throw new LogUnavailableException(
                    $"topic {topics.Progress} can't be read: {consumer.Trouble ?? "the brokers don't answer"}"
                );
            var count = consumer.Read(1000, TimeSpan.FromMilliseconds(100));
            for (var i = 0; i < count; i++)
                if (consumer[i].Key.SequenceEqual(Key) && !consumer[i].IsTombstone)
                    found = Parse(consumer[i].Value);
        }
        return found;
    }

    private LogIdentity Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var record = JsonSerializer.Deserialize(json, RecordJson.Default.Record);
            if (record is { Version: Version, Partitions: > 0 })
                return new LogIdentity(
                    ulong.Parse(record.Secret, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                    record.Partitions
                );
        }
        catch (Exception e) when (e is JsonException or FormatException or OverflowException)
        {
            throw Damaged(e);
        }
        throw Damaged(null);
    }

    private KafkaFailedException Damaged(Exception? inner) =>
        new($"the record 'log' in topic {topics.Progress} is damaged, or of a newer version than this program", inner);

    internal sealed record Record(
        [property: JsonPropertyName("version")] int Version,
        [property: JsonPropertyName("secret")] string Secret,
        [property: JsonPropertyName("partitions")] int Partitions
    );

    [JsonSerializable(typeof(Record))]
    private sealed partial class RecordJson : JsonSerializerContext;
}
