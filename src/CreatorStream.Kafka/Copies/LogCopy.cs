using CreatorStream.Kafka.Entries;
using CreatorStream.Kafka.Facts;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka.Copies;

/// <summary>
/// Copies a log into topics of another prefix and number of partitions: values, keys, headers and the times at which the
/// source took them, on which acceptance rests; of visitors who were erased only what figures rest on. Can be stopped
/// and run again: it goes on where its record says, and what is copied twice counts once. While it copies, the new visitor topics carry the time that a message comes with; they
/// stamp what comes themselves once the copy is handed over, and only then may collectors write to it.
/// </summary>
public sealed class LogCopy(
    KafkaConnection connection,
    TopicSpecs from,
    TopicSpecs to,
    TimeProvider time,
    ILogger logger
) : IDisposable
{
    private const int MostMessages = 4_096;

    /// <summary>Below what the producer holds, with room for one more batch of what the consumer fetches ahead.</summary>
    private const long MostWaitingBytes = 24_000_000;

    private static readonly TimeSpan ReadWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(5);

    /// <summary>Brokers may be away this long before the copy gives up; then it is run again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan StampPatience = TimeSpan.FromSeconds(5);

    private readonly TopicAdmin source = new(connection, from, logger);
    private readonly TopicAdmin target = new(connection, to, logger);
    private readonly FactProducer producer = new(
        connection,
        new FactProducerOptions("creatorstream-copy", Patience),
        logger
    );
    private readonly Queue<(Task Written, long[] Positions, int Messages, long Bytes)> underWay = new();
    private CopyMessages? messagesOf;
    private ErasedVisitors? erased;
    private EntryLog? entries;
    private CopySource? input;
    private long[] written = [];
    private long bytesUnderWay;
    private long savedAt;

    /// <summary>The copy was handed over, by this run or an earlier one; what is written to the source since comes late.</summary>
    public bool IsHandedOver { get; private set; }

    /// <summary>
    /// Messages of visitor topics met by this run, and rows of them, that are no events: the new log sets them aside
    /// again, but for those left out.
    /// </summary>
    public long Unusable => messagesOf?.Unusable ?? 0;

    /// <summary>Those of them that are not in the copy, since somebody was erased; the source has set them aside.</summary>
    public long LeftOut => messagesOf?.LeftOut ?? 0;

    /// <summary>Events copied by this run that no longer tell whose they are, since their visitors were erased.</summary>
    public long Erased => messagesOf?.Erased ?? 0;

    /// <summary>Messages that lay in the source when that was last asked, and are not copied yet.</summary>
    public long Left => input?.Left(written) ?? 0;

    /// <summary>Entries (catalog, decisions) written to the source after the copy was handed over. They are not copied:
    /// newer words may be there.</summary>
    public long LateEntries => input?.LateEntries ?? 0;

    /// <summary>Makes the new topics where they are missing, and finds out where to go on.</summary>
    /// <param name="replication">Copies of each partition of the topics that are made.</param>
    /// <exception cref="KafkaFailedException">There is nothing to copy, or something else where the copy should be.</exception>
    /// <exception cref="LogUnavailableException">Brokers are away.</exception>
    public async Task OpenAsync(int partitions, short replication)
    {
        LogIdentity log =
            await source.ReadLogIdentityAsync()
            ?? throw new KafkaFailedException(
                $"there is no log to copy: {from.Clicks} and the others are not its topics"
            );
        if (log.IsBeingCopied)
        {
            throw new KafkaFailedException(
                $"the log of {from.Clicks} is itself a copy that was not handed over; do that first"
            );
        }
        CopyRecord former = await target.BeginCopyAsync(log with { Partitions = partitions }, from.Prefix, replication);
        IsHandedOver = former.IsHandedOver;
        entries = new EntryLog(connection, from, withCounters: false, logger);
        await entries.Ready;
        erased = new ErasedVisitors(new KafkaFactLog(log, from, producer, entries, EventFormat.Json, time));
        messagesOf = new CopyMessages(partitions, erased);
        input = new CopySource(
            connection,
            CopyTopic.All(from, to),
            log.Partitions,
            former.Positions,
            IsHandedOver,
            logger
        );
        written = input.Positions();
        savedAt = time.GetTimestamp();
    }

    /// <summary>Copies until nothing is left. How far it has come is noted, also when it is cancelled.</summary>
    /// <param name="quiet">Nothing new must have come for this long; zero: nothing is left just now.</param>
    /// <param name="copied">Told of every batch that the new log has, by its number of messages.</param>
    /// <exception cref="LogUnavailableException">Brokers were away for too long: run it again.</exception>
    /// <exception cref="OffsetGoneException">The source no longer has what was to be copied next.</exception>
    public async Task CatchUpAsync(TimeSpan quiet, Action<int> copied, CancellationToken cancel)
    {
        CopySource open = input ?? throw new InvalidOperationException("open it first");
        try
        {
            do
            {
                await CopyToEndAsync(open, quiet, copied, cancel);
                // The consumer may not know yet what came last.
                open.AskEnds();
            } while (Left > 0);
        }
        catch (OperationCanceledException)
        {
            await SaveAsync();
            throw;
        }
        await SaveAsync();
    }

    /// <summary>Makes the copy a log of its own. Nothing may be written to the source any more.</summary>
    /// <exception cref="LogUnavailableException">Brokers are away.</exception>
    public async Task HandOverAsync()
    {
        await target.StampByLogAsync();
        // Brokers take note of a changed setting some time after they said so. Collectors begin when the record says so.
        await Task.Delay(StampPatience, time);
        IsHandedOver = true;
        await SaveAsync();
    }

    public void Dispose()
    {
        producer.Dispose();
        input?.Dispose();
        entries?.Dispose();
        source.Dispose();
        target.Dispose();
    }

    private async Task CopyToEndAsync(CopySource open, TimeSpan quiet, Action<int> copied, CancellationToken cancel)
    {
        long last = time.GetTimestamp();
        while (!open.AtEnd || underWay.Count > 0 || time.GetElapsedTime(last) < quiet)
        {
            cancel.ThrowIfCancellationRequested();
            if (Read(open) > 0)
            {
                last = time.GetTimestamp();
            }
            else if (!open.AtEnd && time.GetElapsedTime(last) > Patience)
            {
                throw new LogUnavailableException(
                    $"the topics can't be read: {open.Consumer.Trouble ?? "the brokers don't answer"}"
                );
            }
            await SettleAsync(open.AtEnd, copied);
            if (time.GetElapsedTime(savedAt) > SaveEvery)
            {
                await SaveAsync();
            }
        }
        // Also over what holds no message, such as the ends of transactions.
        written = open.Positions();
    }

    private int Read(CopySource open)
    {
        // Also of those erased while the copy runs, what is still to be copied tells no more.
        erased!.TakeIn();
        int count = open.Consumer.Read(MostMessages, ReadWait);
        var messages = new List<FactMessage>(count);
        long bytes = 0;
        for (int i = 0; i < count; i++)
        {
            ConsumedMessage message = open.Consumer[i];
            CopyTopic topic = open.TopicOf(message.Input);
            bytes += message.Key.Length + message.Value.Length;
            if (topic.IsOfVisitors)
            {
                messagesOf!.Add(message, topic.To, messages);
            }
            else
            {
                messages.Add(CopyMessages.Whole(message, topic.To, 0));
            }
        }
        open.Consumer.Release();
        if (count > 0)
        {
            underWay.Enqueue((producer.ProduceAsync(messages), open.Positions(), count, bytes));
            bytesUnderWay += bytes;
        }
        return count;
    }

    /// <summary>Takes note of what is written; waits for it at the end, and where too much is under way.</summary>
    private async Task SettleAsync(bool isAtEnd, Action<int> copied)
    {
        while (
            underWay.TryPeek(out (Task Written, long[] Positions, int Messages, long Bytes) oldest)
            && (isAtEnd || bytesUnderWay > MostWaitingBytes || oldest.Written.IsCompleted)
        )
        {
            await oldest.Written;
            underWay.Dequeue();
            bytesUnderWay -= oldest.Bytes;
            written = oldest.Positions;
            copied(oldest.Messages);
        }
    }

    private async Task SaveAsync()
    {
        savedAt = time.GetTimestamp();
        var record = new CopyRecord(from.Prefix, input!.Name(written), IsHandedOver);
        await producer.ProduceAsync([new FactMessage(to.Progress, 0, CopyRecord.Key.ToArray(), record.Write())]);
    }
}
