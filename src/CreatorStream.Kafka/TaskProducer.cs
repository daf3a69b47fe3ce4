using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka;

/// <summary>A task's writer by librdkafka.</summary>
public sealed unsafe class TaskProducer : ITaskProducer
{
    private const int CopyAndWait = 0x2 | 0x4;

    private readonly IProducer<byte[], byte[]> producer;
    private readonly SafeHandle client;
    private readonly string task;
    private readonly Dictionary<string, byte[]> topicNames = [];
    private bool disposed;

    /// <param name="task">The task's name: its transactional.id.</param>
    /// <exception cref="KafkaUnavailableException">librdkafka is missing, or can't do what the connection asks for.</exception>
    public TaskProducer(KafkaConnection connection, string task, ILogger logger)
    {
        this.task = task;
        ProducerConfig config = connection.Configure(
            new ProducerConfig
            {
                TransactionalId = task,
                // A crashed owner's transaction hides what follows it for no longer than this.
                TransactionTimeoutMs = 10_000,
                MessageTimeoutMs = 10_000,
                EnableIdempotence = true,
                Acks = Acks.All,
                CompressionType = CompressionType.Lz4,
                MessageMaxBytes = TopicSpecs.MostLetterBytes,
                LingerMs = 2,
                // Commit tells whether all was written; nobody looks at single messages.
                EnableDeliveryReports = false,
            },
            task
        );
        producer = new ProducerBuilder<byte[], byte[]>(config)
            .SetLogHandler((_, message) => KafkaLog.Write(logger, message))
            // What matters comes out of the calls; librdkafka logs the rest.
            .SetErrorHandler((_, _) => { })
            .Build();
        client = Native.HandleOf(producer);
        bool referenced = false;
        client.DangerousAddRef(ref referenced);
    }

    /// <summary>Takes the task over: whoever had it is fenced, and its open transaction aborted, when this returns.</summary>
    /// <exception cref="TransactionFailedException">The brokers didn't answer in time; may be called again.</exception>
    public void Init(TimeSpan timeout) => Call(timeout, left => producer.InitTransactions(left));

    public TransactionState State { get; private set; }

    public void Begin()
    {
        Call(TimeSpan.Zero, _ => producer.BeginTransaction());
        State = TransactionState.Open;
    }

    public void Produce(
        string topic,
        int partition,
        ReadOnlySpan<byte> key,
        ReadOnlySpan<byte> value,
        string? contentType = null,
        bool tombstone = false
    )
    {
        byte[]? type = contentType is null ? null : Encoding.UTF8.GetBytes(contentType);
        nint error;
        fixed (byte* topicPlace = TopicName(topic))
        fixed (byte* keyPlace = key)
        fixed (byte* valuePlace = value)
        fixed (byte* typePlace = type)
        fixed (byte* headerName = KafkaHeaders.ContentType)
        {
            // An empty span has no address, and no address means null.
            byte empty = 0;
            Native.Argument* arguments = stackalloc Native.Argument[6];
            arguments[0] = new() { Kind = ArgumentKind.Topic, Pointer = topicPlace };
            arguments[1] = new() { Kind = ArgumentKind.Partition, Number = partition };
            arguments[2] = new() { Kind = ArgumentKind.Flags, Number = CopyAndWait };
            arguments[3] = new()
            {
                Kind = ArgumentKind.Key,
                Pointer = keyPlace is null ? &empty : keyPlace,
                Length = (nuint)key.Length,
            };
            arguments[4] = new()
            {
                Kind = ArgumentKind.Value,
                Pointer =
                    tombstone ? null
                    : valuePlace is null ? &empty
                    : valuePlace,
                Length = (nuint)value.Length,
            };
            arguments[5] = new() { Kind = ArgumentKind.Header, Pointer = headerName };
            arguments[5].HeaderValue = typePlace;
            arguments[5].HeaderLength = type?.Length ?? 0;
            error = Native.Produce(client.DangerousGetHandle(), arguments, type is null ? 5u : 6u);
        }
        if (error != 0)
        {
            throw Describe(Take(error), inTransaction: true);
        }
    }

    /// <summary>Makes the offsets of a group part of the transaction: for tools that show the lag, nothing rests on them.</summary>
    public void SendOffsets(BatchConsumer group, IEnumerable<KafkaInput> offsets, TimeSpan timeout) =>
        Call(
            timeout,
            left =>
                producer.SendOffsetsToTransaction(
                    offsets.Select(o => new TopicPartitionOffset(o.Topic, o.Partition, o.Offset)),
                    group.Group,
                    left
                )
        );

    public void Commit(TimeSpan timeout)
    {
        State = TransactionState.Committing;
        try
        {
            Call(timeout, left => producer.CommitTransaction(left));
            State = TransactionState.Ended;
        }
        catch (TransactionFailedException error) when (!error.MayGoOn)
        {
            State = TransactionState.Open;
            throw;
        }
    }

    public void Abort(TimeSpan timeout)
    {
        Call(timeout, left => producer.AbortTransaction(left));
        State = TransactionState.Ended;
    }

    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        client.DangerousRelease();
        producer.Dispose();
    }

    /// <summary>Calls again what may be called again, until the time is over.</summary>
    private void Call(TimeSpan timeout, Action<TimeSpan> action)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            TimeSpan left = timeout - TimeProvider.System.GetElapsedTime(started);
            try
            {
                action(left > TimeSpan.Zero ? left : TimeSpan.Zero);
                return;
            }
            catch (KafkaRetriableException e)
            {
                if (TimeProvider.System.GetElapsedTime(started) >= timeout)
                {
                    throw new TransactionFailedException($"task {task}: {e.Error.Reason}", e, mayGoOn: true);
                }
            }
            catch (KafkaException e)
            {
                throw Describe(e);
            }
        }
    }

    private Exception Describe(KafkaException e, bool inTransaction = false)
    {
        ErrorCode code = e.Error.Code;
        string reason = e.Error.Reason;
        bool isFatal = code == ErrorCode.Local_Fatal || e.Error.IsFatal;
        if (isFatal)
        {
            byte* text = stackalloc byte[512];
            int fatal = Native.FatalError(client.DangerousGetHandle(), text, 512);
            if (fatal != 0)
            {
                (code, reason) = ((ErrorCode)fatal, Native.Text(text));
            }
        }
        if (code is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch)
        {
            return new TaskFencedException(task, e);
        }
        // A message is refused for what befell an earlier one of the transaction, too.
        bool passing = inTransaction
            ? code is not (ErrorCode.Local_State or ErrorCode.Local_InvalidArg or ErrorCode.MsgSizeTooLarge)
            : e is KafkaTxnRequiresAbortException
                || code
                    is ErrorCode.Local_QueueFull
                        or ErrorCode.Local_TimedOut
                        or ErrorCode.Local_Transport
                        or ErrorCode.Local_AllBrokersDown;
        return passing && !isFatal
            ? new TransactionFailedException($"task {task}: {reason}", e)
            : new KafkaFailedException($"task {task}: {reason}", e);
    }

    private static KafkaException Take(nint error)
    {
        var exception = new KafkaException(
            new Error((ErrorCode)Native.ErrorCode(error), Native.Text(Native.ErrorString(error)))
        );
        Native.DestroyError(error);
        return exception;
    }

    /// <summary>With the zero byte at its end that C wants.</summary>
    private byte[] TopicName(string topic)
    {
        if (!topicNames.TryGetValue(topic, out byte[]? name))
        {
            topicNames[topic] = name = Encoding.UTF8.GetBytes(topic + '\0');
        }

        return name;
    }

    /// <summary>rd_kafka_vtype_t.</summary>
    private static class ArgumentKind
    {
        public const int Topic = 1;
        public const int Partition = 3;
        public const int Value = 4;
        public const int Key = 5;
        public const int Flags = 7;
        public const int Header = 9;
    }
}
