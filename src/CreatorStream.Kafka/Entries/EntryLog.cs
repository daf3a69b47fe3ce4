using System.Text.Json;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka.Entries;

/// <summary>
/// What every task of a process needs whole, the catalog, decisions and the platforms' counters: read once by a thread of
/// its own and kept in memory, so that each task reads it as its own log. All are small beside the facts.
/// </summary>
public sealed class EntryLog : IDisposable
{
    private static readonly TimeSpan ReadWait = TimeSpan.FromMilliseconds(20);

    /// <summary>Of one entry.</summary>
    private const int MostBytes = 64 * 1024;

    private readonly BatchConsumer consumer;
    private readonly ILogger logger;
    private readonly Lane[] lanes;
    private readonly CancellationTokenSource stop = new();
    private readonly Task reading;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EntryLog(KafkaConnection connection, TopicSpecs topics, ILogger logger)
    {
        this.logger = logger;
        consumer = WholeInputs.Open(
            connection,
            new BatchConsumerOptions("creatorstream-entries"),
            // In the order of LogStream.
            [(topics.Metrics, 0), (topics.Catalog, 0), (topics.Decisions, 0)],
            logger
        );
        lanes = [.. consumer.Inputs.Select(_ => new Lane())];
        reading = Task.Factory.StartNew(Read, TaskCreationOptions.LongRunning);
    }

    /// <summary>Completes when all is read that was there at the start; fails if it can't be read.</summary>
    public Task Ready => ready.Task;

    /// <summary>Ends, with the reason, when it can't go on.</summary>
    public Task Completion => reading;

    public ILogReader Open(LogStream stream) => new Reader(LaneOf(stream));

    public long EndOffset(LogStream stream) => LaneOf(stream).Count;

    public void Dispose()
    {
        stop.Cancel();
        ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();
        consumer.Dispose();
        stop.Dispose();
    }

    private Lane LaneOf(LogStream stream) =>
        stream switch
        {
            LogStream.Counters => lanes[0],
            LogStream.Catalog => lanes[1],
            LogStream.Decisions => lanes[2],
            _ => throw new ArgumentException($"{stream} is not a log of entries.", nameof(stream)),
        };

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
            lanes[message.Input].Add(line, message.TimestampMs * 1000);
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

    /// <summary>All messages of one topic. Offsets are counts, from 1: how far somebody has read here.</summary>
    private sealed class Lane
    {
        private readonly List<(byte[] Payload, long AppendedAtMicros)> messages = [];
        private readonly Lock gate = new();
        private readonly Signal appended = new();

        public Task Appended => appended.Next;

        public int Count
        {
            get
            {
                lock (gate)
                {
                    return messages.Count;
                }
            }
        }

        public void Add(byte[] payload, long appendedAtMicros)
        {
            lock (gate)
            {
                messages.Add((payload, appendedAtMicros));
            }
            appended.Set();
        }

        public bool TryGet(int index, out (byte[] Payload, long AppendedAtMicros) message)
        {
            lock (gate)
            {
                bool any = index < messages.Count;
                message = any ? messages[index] : default;
                return any;
            }
        }
    }

    private sealed class Reader(Lane lane) : ILogReader
    {
        private int read;
        private Task appended = Task.CompletedTask;

        public long Offset => read;

        public long DamagedFacts => 0;

        public Task Appended => appended;

        public bool TryRead(out LogRecord record)
        {
            Task next = lane.Appended;
            if (lane.TryGet(read, out (byte[] Payload, long AppendedAtMicros) message))
            {
                read++;
                record = new LogRecord(read, message.AppendedAtMicros, 1, message.Payload);
                return true;
            }
            appended = next;
            record = default;
            return false;
        }

        public void Dispose() { }
    }
}
