using System.Text.Json;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka.Entries;

/// <summary>
/// What every task of a process needs whole, the catalog, decisions and the platforms' counters: read once by a thread of
/// its own and kept in memory, so that each task reads it as its own log. All are small beside the facts; of counters only what
/// figures still need is kept, of the others the last word on each.
/// </summary>
public sealed class EntryLog : IDisposable
{
    private static readonly TimeSpan ReadWait = TimeSpan.FromMilliseconds(20);

    /// <summary>Of one entry.</summary>
    private const int MostBytes = 64 * 1024;

    private readonly BatchConsumer consumer;
    private readonly ILogger logger;
    private readonly IReadOnlyList<LogStream> streams;
    private readonly EntryLane[] lanes;
    private readonly NeededReadings needed = new();
    private readonly LastWords[] lastWords;
    private readonly CancellationTokenSource stop = new();
    private readonly Task reading;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="withCounters">Whether counters are read: only who makes views needs them.</param>
    public EntryLog(KafkaConnection connection, TopicSpecs topics, bool withCounters, ILogger logger)
    {
        streams = withCounters
            ? [LogStream.Catalog, LogStream.Decisions, LogStream.Counters]
            : [LogStream.Catalog, LogStream.Decisions];
        this.logger = logger;
        consumer = WholeInputs.Open(
            connection,
            new BatchConsumerOptions("creatorstream-entries"),
            streams.Select(stream =>
                (
                    stream switch
                    {
                        LogStream.Catalog => topics.Catalog,
                        LogStream.Decisions => topics.Decisions,
                        _ => topics.Metrics,
                    },
                    0
                )
            ),
            logger
        );
        lanes = [.. streams.Select(_ => new EntryLane())];
        lastWords = [.. streams.Select(stream => new LastWords(stream))];
        reading = Task.Factory.StartNew(Read, TaskCreationOptions.LongRunning);
    }

    /// <summary>Completes when all is read that was there at the start; fails if it can't be read.</summary>
    public Task Ready => ready.Task;

    /// <summary>Ends, with the reason, when it can't go on.</summary>
    public Task Completion => reading;

    /// <exception cref="ArgumentException">The stream is not read here.</exception>
    public ILogReader Open(LogStream stream) => new EntryLaneReader(LaneOf(stream));

    public long EndOffset(LogStream stream) => LaneOf(stream).Count;

    public void Dispose()
    {
        stop.Cancel();
        ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();
        consumer.Dispose();
        stop.Dispose();
    }

    private EntryLane LaneOf(LogStream stream) =>
        streams.Index().Where(of => of.Item == stream).Select(of => lanes[of.Index]).FirstOrDefault()
        ?? throw new ArgumentException($"{stream} is not read here.", nameof(stream));

    private void Read()
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                int count = consumer.Read(1_000, ReadWait);
                for (int i = 0; i < count; i++)
                {
                    ConsumedMessage message = consumer[i];
                    Take(message);
                }
                consumer.Release();
                if (Enumerable.Range(0, lanes.Length).All(consumer.AtEnd))
                {
                    ready.TrySetResult();
                }
            }
        }
        catch (Exception error)
        {
            ready.TrySetException(error);
            throw;
        }
    }

    private void Take(in ConsumedMessage message)
    {
        // A tombstone of compaction: entries are upserted and never removed.
        if (message.IsTombstone)
        {
            return;
        }
        if (OneLine(message.Value) is { } line)
        {
            EntryLane lane = lanes[message.Input];
            long place = lane.Add(line, message.TimestampMs * 1000);
            lane.Drop(
                streams[message.Input] == LogStream.Counters
                    ? needed.Add(line, place)
                    : lastWords[message.Input].Add(line, place)
            );
            return;
        }
        logger.EntryLeftOut(message.Offset, consumer.Inputs[message.Input].Topic, MostBytes);
    }

    /// <summary>An entry as the one line of JSON that readers of entries expect, or null: anybody may write the topic.</summary>
    private static byte[]? OneLine(ReadOnlySpan<byte> value)
    {
        if (value.Length > MostBytes)
        {
            return null;
        }
        try
        {
            var reader = new Utf8JsonReader(value);
            using var document = JsonDocument.ParseValue(ref reader);
            bool isWhole = !reader.Read();
            return isWhole && document.RootElement.ValueKind == JsonValueKind.Object
                ? JsonSerializer.SerializeToUtf8Bytes(document.RootElement)
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
