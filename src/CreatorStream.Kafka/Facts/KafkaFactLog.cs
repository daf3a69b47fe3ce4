using System.Collections.Concurrent;
using CreatorStream.Events;
using CreatorStream.Kafka.Entries;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Kafka.Facts;

/// <summary>
/// Kafka as the fact log: a message an event as JSON, keyed by its visitor, or many events a message as Arrow; and one
/// an entry, keyed by what it is about. Events are read by <see cref="KafkaEventReader"/>.
/// </summary>
public sealed class KafkaFactLog(
    LogIdentity identity,
    TopicSpecs topics,
    FactProducer producer,
    EntryLog entries,
    EventFormat format,
    TimeProvider time
) : IFactLog
{
    /// <summary>Who sends nothing while it is refused would else never find out that it is no more.</summary>
    private static readonly TimeSpan RefusalLasts = TimeSpan.FromSeconds(30);

    /// <summary>One append may fail by itself, such as to a partition without a leader.</summary>
    private static readonly TimeSpan FailsFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentBag<EventMessages> idle = [];
    private readonly Lock gate = new();

    /// <summary>Since when all appends have failed; null: the last one has gone well.</summary>
    private Failures? failures;

    public int Partitions => identity.Partitions;

    public ulong Secret => identity.Secret;

    /// <summary>
    /// Why appends have failed for at least 5 s, all of them, the last one less than 30 s ago; null: they haven't. A balancer
    /// takes a collector out by that, so a single failure is not enough.
    /// </summary>
    public string? Refusal
    {
        get
        {
            lock (gate)
            {
                return
                    failures is { } all
                    && time.GetElapsedTime(all.FirstAt, all.LastAt) >= FailsFor
                    && time.GetElapsedTime(all.LastAt) < RefusalLasts
                    ? all.Reason
                    : null;
            }
        }
    }

    public Task AppendAsync(IReadOnlyList<LogAppend> records, CancellationToken cancel)
    {
        var messages = new List<FactMessage>();
        var batch = new EventBatch();
        EventMessages events = idle.TryTake(out EventMessages? taken) ? taken : new EventMessages(topics, format);
        foreach (LogAppend record in records)
        {
            if (record.Stream == LogStream.Events)
            {
                EventBatchCodec.Decode(record.Payload.Span, batch);
                events.Add(batch, record.Partition, messages);
            }
            else
            {
                string topic = record.Stream switch
                {
                    LogStream.Catalog => topics.Catalog,
                    LogStream.Decisions => topics.Decisions,
                    _ => topics.Metrics,
                };
                foreach (Range line in record.Payload.Span.Split((byte)'\n'))
                {
                    ReadOnlySpan<byte> entry = record.Payload.Span[line];
                    if (!entry.IsEmpty)
                    {
                        byte[] value = entry.ToArray();
                        messages.Add(new FactMessage(topic, 0, EntryKey.Of(value, record.Stream), value));
                    }
                }
            }
        }
        idle.Add(events);
        // Also of whom nobody waits for any more: clients are less patient than the producer.
        return messages.Count == 0 ? Task.CompletedTask : NoteAsync(producer.ProduceAsync(messages)).WaitAsync(cancel);
    }

    /// <exception cref="ArgumentException">Events are not read this way.</exception>
    public ILogReader Read(LogStream stream, int partition, long afterOffset) => entries.Open(stream);

    /// <exception cref="ArgumentException">Events are not counted this way.</exception>
    public long EndOffset(LogStream stream, int partition) => entries.EndOffset(stream);

    private async Task NoteAsync(Task append)
    {
        try
        {
            await append;
            lock (gate)
            {
                failures = null;
            }
        }
        catch (LogUnavailableException error)
        {
            lock (gate)
            {
                long now = time.GetTimestamp();
                failures = new Failures(error.Message, failures?.FirstAt ?? now, now);
            }
            throw;
        }
    }

    private sealed record Failures(string Reason, long FirstAt, long LastAt);
}
