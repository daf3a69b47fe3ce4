using Confluent.Kafka;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka;

/// <param name="Key">null for none.</param>
/// <param name="Value">null for a tombstone.</param>
/// <param name="TimestampMs">Milliseconds since 1970, for topics that keep the sender's; null for now.</param>
/// <param name="Headers">Beside the content type; null for none.</param>
public readonly record struct FactMessage(
    string Topic,
    int Partition,
    byte[]? Key,
    byte[]? Value,
    string? ContentType = null,
    long? TimestampMs = null,
    IReadOnlyList<MessageHeader>? Headers = null
);

/// <param name="DeliveryTimeout">How long brokers may be away before what waits for them is given up.</param>
/// <param name="MostWaitingKilobytes">Of messages not yet acknowledged; above it more are refused.</param>
public sealed record FactProducerOptions(string Name, TimeSpan DeliveryTimeout, int MostWaitingKilobytes = 65_536)
{
    public FactProducerOptions(string name)
        : this(name, TimeSpan.FromSeconds(10)) { }
}

/// <summary>
/// Writes facts, each once and in order per partition, and says when all in-sync replicas have them. For any number of
/// threads.
/// </summary>
public sealed class FactProducer : IDisposable
{
    private readonly KafkaConnection connection;
    private readonly FactProducerOptions options;
    private readonly ILogger logger;
    private readonly Lock turn = new();
    private readonly List<IProducer<byte[], byte[]>> all = [];
    private IProducer<byte[], byte[]> producer;
    private volatile Error? fatal;

    /// <exception cref="KafkaUnavailableException">librdkafka is missing, or can't do what the connection asks for.</exception>
    public FactProducer(KafkaConnection connection, FactProducerOptions options, ILogger logger)
    {
        this.connection = connection;
        this.options = options;
        this.logger = logger;
        producer = Open();
    }

    /// <summary>Completes when all are acknowledged by all in-sync replicas. No messages are acknowledged already.</summary>
    /// <exception cref="LogUnavailableException">Some were not acknowledged in time, or too many wait: append all again,
    /// duplicates are removed.</exception>
    public Task ProduceAsync(IReadOnlyList<FactMessage> messages)
    {
        if (messages.Count == 0)
        {
            return Task.CompletedTask;
        }

        var batch = new Batch(messages.Count);
        IProducer<byte[], byte[]> current = Current();
        for (int i = 0; i < messages.Count; i++)
        {
            FactMessage message = messages[i];
            try
            {
                current.Produce(
                    new TopicPartition(message.Topic, message.Partition),
                    new Message<byte[], byte[]>
                    {
                        Key = message.Key!,
                        Value = message.Value!,
                        Headers = Headers(message),
                        Timestamp = message.TimestampMs is { } ms
                            ? new Timestamp(ms, TimestampType.CreateTime)
                            : Timestamp.Default,
                    },
                    batch.OnDelivered
                );
            }
            catch (KafkaException e)
            {
                // The queue is full, most likely: those behind would fail too.
                batch.Fail(e.Error, messages.Count - i);
                break;
            }
        }
        return batch.Completion;
    }

    /// <summary>Gives up what is not yet acknowledged after the delivery timeout.</summary>
    public void Dispose()
    {
        lock (turn)
        {
            foreach (IProducer<byte[], byte[]> opened in all)
            {
                opened.Flush(options.DeliveryTimeout + TimeSpan.FromSeconds(1));
                opened.Dispose();
            }
            all.Clear();
        }
    }

    private IProducer<byte[], byte[]> Current()
    {
        if (fatal is null)
        {
            return producer;
        }

        lock (turn)
        {
            if (fatal is { } error)
            {
                logger.ProducerReplaced(error.Reason);
                // The old one stays until the end: what still waits in it gets its answer.
                producer = Open();
                fatal = null;
            }
            return producer;
        }
    }

    private IProducer<byte[], byte[]> Open()
    {
        ProducerConfig config = connection.Configure(
            new ProducerConfig
            {
                EnableIdempotence = true,
                Acks = Acks.All,
                CompressionType = CompressionType.Lz4,
                MessageMaxBytes = TopicSpecs.MostMessageBytes,
                LingerMs = 2,
                MessageTimeoutMs = (int)options.DeliveryTimeout.TotalMilliseconds,
                QueueBufferingMaxKbytes = options.MostWaitingKilobytes,
                QueueBufferingMaxMessages = 1_000_000,
                // The delivery report is only asked whether it went well.
                DeliveryReportFields = "status",
            },
            options.Name
        );
        IProducer<byte[], byte[]> opened = new ProducerBuilder<byte[], byte[]>(config)
            .SetLogHandler((_, message) => KafkaLog.Write(logger, message))
            .SetErrorHandler(
                (sender, error) =>
                {
                    if (error.IsFatal && ReferenceEquals(sender, producer))
                    {
                        fatal = error;
                    }
                }
            )
            .Build();
        all.Add(opened);
        return opened;
    }

    private static Headers? Headers(in FactMessage message)
    {
        if (message.ContentType is null && message.Headers is not { Count: > 0 })
        {
            return null;
        }

        var headers = new Headers();
        foreach ((string? name, byte[]? value) in message.Headers ?? [])
        {
            headers.Add(name, value);
        }

        if (message.ContentType is { } contentType)
        {
            headers.Add(KafkaHeaders.ContentTypeName, System.Text.Encoding.UTF8.GetBytes(contentType));
        }

        return headers;
    }

    /// <summary>The messages of one call, answered together.</summary>
    private sealed class Batch
    {
        private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int waiting;
        private Error? failure;

        public Batch(int messages)
        {
            waiting = messages;
            OnDelivered = report => Settle(report.Error, 1);
        }

        /// <summary>One delegate for all messages.</summary>
        public Action<DeliveryReport<byte[], byte[]>> OnDelivered { get; }
        public Task Completion => completion.Task;

        public void Fail(Error error, int messages) => Settle(error, messages);

        private void Settle(Error error, int messages)
        {
            if (error.IsError)
            {
                Interlocked.CompareExchange(ref failure, error, null);
            }

            if (Interlocked.Add(ref waiting, -messages) > 0)
            {
                return;
            }

            if (failure is { } first)
            {
                completion.SetException(new LogUnavailableException($"Kafka did not take it: {first.Reason}"));
            }
            else
            {
                completion.SetResult();
            }
        }
    }
}
