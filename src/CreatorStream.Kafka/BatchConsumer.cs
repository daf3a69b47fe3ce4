using System.Runtime.InteropServices;
using Confluent.Kafka;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka;

/// <param name="Name">client.id, and the group's name in brokers' logs; no group is joined.</param>
/// <param name="QueueKilobytes">Fetched beforehand, at most, over all partitions.</param>
/// <param name="Committed">Only what transactions have committed.</param>
public sealed record BatchConsumerOptions(string Name, int QueueKilobytes = 16_384, bool Committed = true);

/// <summary>
/// Reads partitions assigned by hand, a batch of messages at a time, without an object per message: batches come
/// straight from librdkafka's queue. An offset that is gone is an error, never a jump. For one thread at a time.
/// </summary>
public sealed unsafe class BatchConsumer : IDisposable
{
    /// <summary>
    /// So often an offset is asked for while its partition moves. For watermarks librdkafka itself asks some times, with pauses
    /// that come to about half a second.
    /// </summary>
    private const int MostQuestions = 10;

    private readonly IConsumer<byte[], byte[]> consumer;
    private readonly SafeHandle client;
    private readonly nint queue;
    private nint[] messages = GC.AllocateArray<nint>(4096, pinned: true);
    private int[] inputOf = new int[4096];
    private InputTable table = new([]);
    private KafkaInput[] inputs = [];
    private long[] positions = [];
    private bool[] atEnd = [];
    private Exception? failure;
    private bool disposed;

    /// <exception cref="KafkaUnavailableException">librdkafka is missing, or can't do what the connection asks for.</exception>
    public BatchConsumer(KafkaConnection connection, BatchConsumerOptions options, ILogger logger)
    {
        ConsumerConfig config = connection.Configure(
            new ConsumerConfig
            {
                GroupId = options.Name,
                EnableAutoCommit = false,
                EnableAutoOffsetStore = false,
                AutoOffsetReset = AutoOffsetReset.Error,
                IsolationLevel = options.Committed ? IsolationLevel.ReadCommitted : IsolationLevel.ReadUncommitted,
                EnablePartitionEof = true,
                QueuedMaxMessagesKbytes = options.QueueKilobytes,
                // Not after the default second: a queue of this size is read empty in a few milliseconds.
                FetchQueueBackoffMs = 5,
                FetchWaitMaxMs = 100,
                FetchErrorBackoffMs = 100,
                // A topic that is not there is told so after this, not after the default half minute.
                TopicMetadataPropagationMaxMs = 5_000,
            },
            options.Name
        );
        consumer = new ConsumerBuilder<byte[], byte[]>(config)
            .SetErrorHandler((_, error) => OnClientError(error))
            .SetLogHandler((_, message) => KafkaLog.Write(logger, message))
            .Build();
        client = Native.HandleOf(consumer);
        bool referenced = false;
        client.DangerousAddRef(ref referenced);
        queue = Native.ConsumerQueue(client.DangerousGetHandle());
    }

    /// <summary>What is being read; a message names its own by its place here.</summary>
    public IReadOnlyList<KafkaInput> Inputs => inputs;

    /// <summary>Messages in the batch just read.</summary>
    public int Count { get; private set; }

    /// <summary>A message of the batch just read.</summary>
    public ConsumedMessage this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return new ConsumedMessage((Native.Message*)messages[index], inputOf[index]);
        }
    }

    /// <summary>Messages that came for partitions no longer assigned, and were dropped.</summary>
    public long Dropped { get; private set; }

    /// <summary>What is wrong just now and may pass, such as brokers that are away; null after messages have come again.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Reads these partitions and no others from now on. What was read but not yet released is released.</summary>
    public void Assign(IReadOnlyList<KafkaInput> partitions)
    {
        Release();
        failure = null;
        inputs = [.. partitions];
        table = new InputTable(inputs);
        positions = [.. inputs.Select(input => input.Offset)];
        atEnd = new bool[inputs.Length];
        consumer.Assign(inputs.Select(input => new TopicPartitionOffset(input.Topic, input.Partition, input.Offset)));
    }

    /// <summary>
    /// Reads what has come, waiting for the first message if there is none. The batch before is released.
    /// </summary>
    /// <param name="most">Of messages.</param>
    /// <param name="atMost">How long to wait; keep it to some 20 ms where the thread has other work.</param>
    /// <returns>The number of messages, 0 if none came in time.</returns>
    /// <exception cref="OffsetGoneException">After the messages before it have been read.</exception>
    /// <exception cref="KafkaInputException">After the messages before it have been read.</exception>
    /// <exception cref="KafkaFailedException">The consumer has to be made anew.</exception>
    public int Read(int most, TimeSpan atMost)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Release();
        if (failure is not null)
        {
            throw failure;
        }

        MakeRoom(most);
        // The batch call waits until the batch is full, so only ever wait for one message, then take what there is.
        int taken = Take(0, most, 0);
        if (taken == 0 && atMost > TimeSpan.Zero)
        {
            taken = Take(0, 1, (int)atMost.TotalMilliseconds);
            if (taken == 1 && most > 1)
            {
                taken += Take(1, most - 1, 0);
            }
        }
        Sort(taken);
        if (Count == 0 && failure is not null)
        {
            throw failure;
        }

        return Count;
    }

    /// <summary>Gives the messages of the batch back to librdkafka: their keys and values are void.</summary>
    public void Release()
    {
        for (int i = 0; i < Count; i++)
        {
            Native.Destroy((Native.Message*)messages[i]);
        }

        Count = 0;
    }

    /// <summary>The next offset to read of an input, or where it was told to begin as long as nothing has come.</summary>
    public long Position(int input) => positions[input];

    /// <summary>Whether all that was there when the input was last fetched has been read.</summary>
    public bool AtEnd(int input) => atEnd[input];

    /// <summary>The first offset that there is, and the one behind the last; for committed reading behind the last that
    /// no open transaction precedes. Asks the broker.</summary>
    /// <exception cref="LogUnavailableException">It didn't answer, or went away.</exception>
    /// <exception cref="KafkaInputException">There is no such topic, or no right to read it.</exception>
    public (long Low, long End) WatermarkOffsets(string topic, int partition, TimeSpan timeout)
    {
        try
        {
            WatermarkOffsets offsets = Ask(
                () => consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), timeout),
                wait: () => { }
            );
            return (offsets.Low.Value, offsets.High.Value);
        }
        catch (KafkaException error) when (IsOfInput(error.Error.Code))
        {
            throw new KafkaInputException(topic, partition, error.Error.Reason);
        }
        catch (KafkaException error)
        {
            // Whatever it is: of a broker that the cluster has just lost, librdkafka says that its handle is destroyed.
            throw new LogUnavailableException($"{topic}/{partition} can't be read: {error.Error.Reason}", error);
        }
    }

    /// <summary>The first offset that the log took at a time or later, in milliseconds since 1970; null: it has none so new.</summary>
    /// <inheritdoc cref="WatermarkOffsets" />
    public long? OffsetAt(string topic, int partition, long timeMs, TimeSpan timeout)
    {
        try
        {
            TopicPartitionTimestamp asked = new(topic, partition, new Timestamp(timeMs, TimestampType.LogAppendTime));
            Offset found = Ask(
                () => consumer.OffsetsForTimes([asked], timeout)[0].Offset,
                // Comes back once a broker leads the partition; for times librdkafka doesn't ask again by itself.
                () => WatermarkOffsets(topic, partition, timeout)
            );
            return found.Value < 0 ? null : found.Value;
        }
        catch (KafkaException error)
        {
            throw new LogUnavailableException($"{topic}/{partition} can't be read: {error.Error.Reason}", error);
        }
    }

    /// <summary>
    /// Asks again while the brokers move a partition: one just made or just moved is for some milliseconds refused by the
    /// broker that leads it.
    /// </summary>
    /// <param name="wait">Done before the next question.</param>
    private static T Ask<T>(Func<T> question, Action wait)
    {
        for (int asked = 1; ; asked++)
        {
            try
            {
                return question();
            }
            catch (KafkaException error) when (IsMoving(error.Error.Code) && asked < MostQuestions)
            {
                wait();
            }
        }
    }

    private static bool IsMoving(ErrorCode code) =>
        code
            is ErrorCode.NotLeaderForPartition
                or ErrorCode.LeaderNotAvailable
                or ErrorCode.FencedLeaderEpoch
                or ErrorCode.UnknownLeaderEpoch;

    /// <summary>Fetches no more of an input until it is resumed. What was fetched and not yet read comes again then.</summary>
    public void Pause(int input) => consumer.Pause([Partition(input)]);

    public void Resume(int input) => consumer.Resume([Partition(input)]);

    /// <summary>As whom a transaction commits offsets of this consumer's group.</summary>
    internal IConsumerGroupMetadata Group => consumer.ConsumerGroupMetadata;

    public void Dispose()
    {
        if (disposed)
        {
            return;
        }

        Release();
        disposed = true;
        Native.DestroyQueue(queue);
        client.DangerousRelease();
        consumer.Dispose();
    }

    private TopicPartition Partition(int input) => new(inputs[input].Topic, inputs[input].Partition);

    private void MakeRoom(int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        if (most <= messages.Length)
        {
            return;
        }

        messages = GC.AllocateArray<nint>(most, pinned: true);
        inputOf = new int[most];
    }

    private int Take(int from, int most, int timeoutMs)
    {
        fixed (nint* place = messages)
        {
            nint taken = Native.ConsumeBatch(queue, timeoutMs, (Native.Message**)place + from, (nuint)most);
            return taken < 0 ? throw new KafkaFailedException("librdkafka's queue can't be read") : (int)taken;
        }
    }

    /// <summary>Keeps messages, takes note of what only looks like one, and drops what is of no input.</summary>
    private void Sort(int taken)
    {
        int kept = 0;
        for (int i = 0; i < taken; i++)
        {
            var message = (Native.Message*)messages[i];
            int input = message->Topic == 0 ? -1 : table.Find(message->Topic, message->Partition);
            if (message->Error == 0 && input >= 0)
            {
                positions[input] = message->Offset + 1;
                atEnd[input] = false;
                inputOf[kept] = input;
                messages[kept++] = (nint)message;
                continue;
            }
            if (message->Error == 0)
            {
                Dropped++;
            }
            else
            {
                OnMessageError(message, input);
            }

            Native.Destroy(message);
        }
        Count = kept;
        if (kept > 0)
        {
            Trouble = null;
        }
    }

    private void OnMessageError(Native.Message* message, int input)
    {
        var code = (ErrorCode)message->Error;
        if (code == ErrorCode.Local_PartitionEOF)
        {
            if (input >= 0)
            {
                positions[input] = message->Offset;
                atEnd[input] = true;
            }
            return;
        }
        string reason = message->Value is null
            ? Native.Text(Native.ErrorText(message->Error))
            : Native.Text(message->Value);
        if (IsPassing(code))
        {
            Trouble = reason;
        }
        else if (input < 0)
        {
            // Of a partition that is no longer read, or of none: then the client as a whole is concerned.
            Trouble = message->Topic == 0 ? Fail(new KafkaFailedException(reason)) : reason;
        }
        else
        {
            Trouble = Fail(
                code == ErrorCode.Local_AutoOffsetReset || code == ErrorCode.OffsetOutOfRange
                    ? new OffsetGoneException(inputs[input].Topic, message->Partition, positions[input], reason)
                    : new KafkaInputException(inputs[input].Topic, message->Partition, reason)
            );
        }
    }

    private string Fail(Exception exception)
    {
        failure ??= exception;
        return exception.Message;
    }

    private void OnClientError(Error error)
    {
        Trouble = error.Reason;
        if (error.IsFatal)
        {
            Fail(new KafkaFailedException(error.Reason));
        }
        else if (IsOfInput(error.Code))
        {
            // These come without their topic, but for the text; that of an earlier assignment is of no interest.
            foreach (KafkaInput input in inputs)
            {
                if (error.Reason.StartsWith($"{input.Topic} [{input.Partition}]: ", StringComparison.Ordinal))
                {
                    Fail(new KafkaInputException(input.Topic, input.Partition, error.Reason));
                }
            }
        }
    }

    /// <summary>That there is no such topic, or no right to read it.</summary>
    private static bool IsOfInput(ErrorCode code) =>
        code
            is ErrorCode.UnknownTopicOrPart
                or ErrorCode.Local_UnknownTopic
                or ErrorCode.Local_UnknownPartition
                or ErrorCode.TopicAuthorizationFailed;

    /// <summary>What librdkafka goes on trying.</summary>
    private static bool IsPassing(ErrorCode code) =>
        code
            is ErrorCode.Local_Transport
                or ErrorCode.Local_AllBrokersDown
                or ErrorCode.Local_Resolve
                or ErrorCode.Local_TimedOut
                or ErrorCode.Local_Authentication
                or ErrorCode.LeaderNotAvailable
                or ErrorCode.NotLeaderForPartition
                or ErrorCode.RequestTimedOut
                or ErrorCode.BrokerNotAvailable
                or ErrorCode.ReplicaNotAvailable
                or ErrorCode.NetworkException
                or ErrorCode.KafkaStorageError
                or ErrorCode.GroupCoordinatorNotAvailable
                or ErrorCode.NotCoordinatorForGroup
                or ErrorCode.GroupLoadInProgress;
}
