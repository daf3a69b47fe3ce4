using CreatorStream.Kafka.Facts;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka.DeadLetters;

/// <summary>Messages that were set aside for one reason.</summary>
/// <param name="Field">Of the event; "" for the message as a whole.</param>
/// <param name="NewestMs">When the log took the newest of them: milliseconds since 1970.</param>
public sealed record WatchedReason(string Field, string Reason, long Count, long NewestMs);

/// <summary>
/// Counts what is in the topic dead-letters, by reason, and goes on counting. Only a help to operators: where the topic
/// can't be read it says so and tries again.
/// </summary>
public sealed class DeadLetterWatch : IDisposable
{
    /// <summary>Reasons are few; what senders put into keys must not fill the memory all the same.</summary>
    private const int MostReasons = 100;

    private static readonly (string Field, string Reason) Others = ("", "other reasons");
    private static readonly TimeSpan ReadWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly KafkaConnection connection;
    private readonly string topic;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private readonly Dictionary<(string Field, string Reason), (long Count, long NewestMs)> counts = [];
    private readonly CancellationTokenSource stop = new();
    private readonly Task reading;
    private volatile string? trouble;
    private volatile bool isComplete;

    public DeadLetterWatch(KafkaConnection connection, TopicSpecs topics, ILogger logger)
    {
        this.connection = connection;
        this.logger = logger;
        topic = topics.DeadLetters;
        reading = Task.Factory.StartNew(Run, TaskCreationOptions.LongRunning);
    }

    /// <summary>Ends, with the reason, when it can't go on.</summary>
    public Task Completion => reading;

    /// <summary>All that was there at the start is counted.</summary>
    public bool IsComplete => isComplete;

    /// <summary>Why it can't count just now; null where it can.</summary>
    public string? Trouble => trouble;

    /// <summary>The most frequent first.</summary>
    public IReadOnlyList<WatchedReason> Counts()
    {
        lock (gate)
        {
            return
            [
                .. counts
                    .Select(of => new WatchedReason(of.Key.Field, of.Key.Reason, of.Value.Count, of.Value.NewestMs))
                    .OrderByDescending(of => of.Count)
                    .ThenBy(of => of.Field, StringComparer.Ordinal)
                    .ThenBy(of => of.Reason, StringComparer.Ordinal),
            ];
        }
    }

    public void Dispose()
    {
        stop.Cancel();
        ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();
        stop.Dispose();
    }

    private void Run()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                CountAll();
            }
            catch (Exception error)
                when (error
                        is KafkaInputException
                            or KafkaFailedException
                            or OffsetGoneException
                            or LogUnavailableException
                )
            {
                trouble = error.Message;
                logger.DeadLettersNotCounted(error.Message);
                stop.Token.WaitHandle.WaitOne(Pause);
            }
        }
    }

    private void CountAll()
    {
        lock (gate)
        {
            counts.Clear();
        }
        isComplete = false;
        using BatchConsumer consumer = WholeInputs.Open(
            connection,
            new BatchConsumerOptions("creatorstream-dead-letters", QueueKilobytes: 4_096),
            [(topic, 0)],
            logger
        );
        while (!stop.IsCancellationRequested)
        {
            int count = consumer.Read(1_000, ReadWait);
            for (int i = 0; i < count; i++)
            {
                if (DeadLetterKey.Read(consumer[i].Key) is { } letter)
                {
                    Count(letter);
                }
            }
            consumer.Release();
            trouble = consumer.Trouble;
            isComplete |= consumer.AtEnd(0);
        }
    }

    private void Count(DeadLetterKey letter)
    {
        lock (gate)
        {
            (string, string) reason = (letter.Field, DeadLetterKey.Kind(letter.Reason));
            if (!counts.ContainsKey(reason) && counts.Count >= MostReasons)
            {
                reason = Others;
            }
            (long count, long newestMs) = counts.GetValueOrDefault(reason);
            counts[reason] = (count + 1, Math.Max(newestMs, letter.TimestampMs));
        }
    }
}
