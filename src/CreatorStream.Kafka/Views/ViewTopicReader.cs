using CreatorStream.Pipeline.Views;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka.Views;

/// <summary>
/// Views from the topic views, for a process that shows them: all at the start, then what comes. Redis is faster to ask;
/// this goes on when Redis is away.
/// </summary>
public sealed class ViewTopicReader : IDisposable
{
    private static readonly TimeSpan ReadWait = TimeSpan.FromMilliseconds(20);

    private readonly BatchConsumer consumer;
    private readonly NewestViews views;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task reading;

    public ViewTopicReader(
        KafkaConnection connection,
        TopicSpecs topics,
        int partitions,
        NewestViews views,
        ILogger logger
    )
    {
        this.views = views;
        this.logger = logger;
        consumer = WholeInputs.Open(
            connection,
            new BatchConsumerOptions("creatorstream-views"),
            Enumerable.Range(0, partitions).Select(partition => (topics.Views, partition)),
            logger
        );
        reading = Task.Factory.StartNew(Read, TaskCreationOptions.LongRunning);
    }

    /// <summary>Completes when the views are those that there were at the start, or newer.</summary>
    public Task Ready => ready.Task;

    /// <summary>Ends, with the reason, when it can't go on.</summary>
    public Task Completion => reading;

    public void Dispose()
    {
        stop.Cancel();
        ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();
        consumer.Dispose();
        stop.Dispose();
    }

    private void Read()
    {
        while (!stop.IsCancellationRequested)
        {
            int count = consumer.Read(1_000, ReadWait);
            for (int i = 0; i < count; i++)
            {
                ConsumedMessage message = consumer[i];
                try
                {
                    if (!message.IsTombstone)
                    {
                        views.Offer(ViewMessage.Read(message.Value, views.Find));
                    }
                }
                catch (InvalidDataException error)
                {
                    logger.ViewNotRead(error, message.Offset);
                }
            }
            consumer.Release();
            if (!ready.Task.IsCompleted && Enumerable.Range(0, consumer.Inputs.Count).All(consumer.AtEnd))
            {
                views.AreWhole = true;
                ready.SetResult();
            }
        }
    }
}
