using System.Collections.Concurrent;
using System.Threading.Channels;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka.Facts;

/// <summary>
/// One partition of the four visitor topics, and the verdicts about its visitors. A thread of its own reads and decodes,
/// at most some chunks ahead of the task: then it stops reading, and librdkafka stops fetching.
/// </summary>
public sealed class KafkaEventReader : ITaskEvents
{
    private const int ChunksAhead = 3;
    private const int MostMessages = 4_096;

    private static readonly TimeSpan ReadWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TopicSpecs topics;
    private readonly IReadOnlyList<string> names;
    private readonly int partition;
    private readonly BatchConsumer consumer;
    private readonly EventDecoder decoder;
    private readonly Action<Verdict> takeVerdict;
    private readonly TimeProvider time;
    private readonly FormerReach former;
    private readonly long[] positions;
    private readonly long[] readTo;
    private readonly BlockingCollection<EventChunk> free = [];
    private readonly Channel<EventChunk> filled = Channel.CreateUnbounded<EventChunk>();
    private readonly CancellationTokenSource stop = new();
    private long leftAtStart;

    /// <summary>Behind the last verdict that there was when it began; whether the reader's thread is there, and whether the task is.</summary>
    private long verdictsAtStart;
    private bool hasVerdicts;
    private bool tookVerdicts;
    private long beganMs;
    private volatile bool isOpen;
    private bool isDisposed;
    private int nextMessage;
    private Task reading = Task.CompletedTask;
    private Task<bool> arrival = Task.FromResult(true);

    /// <param name="secret">The log's, which keys identities.</param>
    /// <param name="former">What the former owner committed last; null where there was none.</param>
    /// <param name="takeVerdict">Called by the reader's thread.</param>
    public KafkaEventReader(
        KafkaConnection connection,
        TopicSpecs topics,
        int partition,
        int partitions,
        ulong secret,
        TaskRecord? former,
        Action<Verdict> takeVerdict,
        TimeProvider time,
        ILogger logger
    )
    {
        this.topics = topics;
        names = topics.VisitorTopics;
        this.partition = partition;
        this.takeVerdict = takeVerdict;
        this.time = time;
        this.former = new FormerReach(former);
        positions = new long[names.Count];
        readTo = new long[names.Count];
        consumer = new BatchConsumer(
            connection,
            new BatchConsumerOptions($"creatorstream-visitors-{partition}"),
            logger
        );
        decoder = new EventDecoder(names, partition, partitions);
        for (int i = 0; i < ChunksAhead; i++)
        {
            free.Add(new EventChunk(names.Count, secret));
        }
    }

    public IReadOnlyDictionary<string, long> Vector =>
        names.Select((name, input) => KeyValuePair.Create(name, positions[input])).ToDictionary();

    public long Offset => positions.Sum();

    public long Unreadable { get; private set; }

    public bool IsBehindFormerOwner => !tookVerdicts || former.Left(names, positions) > 0;

    public bool HasSetAside => DeadLetters.Count + Misplaced.Count > 0;

    /// <summary>How far it is from where the former owner was; null before it reads. For any thread.</summary>
    public CatchUp? CatchUp => isOpen ? new CatchUp(Offset, former.Left(names, positions), leftAtStart, beganMs) : null;

    public Task Arrival
    {
        get
        {
            if (arrival.IsCompleted)
            {
                arrival = filled.Reader.WaitToReadAsync().AsTask();
            }
            return arrival;
        }
    }

    /// <summary>What was set aside since it was last taken; goes into the log with the next tick.</summary>
    public List<DeadLetter> DeadLetters { get; } = [];

    /// <summary>What belongs to other partitions, since it was last taken; goes there with the next tick.</summary>
    public List<Misplaced> Misplaced { get; } = [];

    /// <summary>Messages in the log that are not read yet; each holds an event, or many.</summary>
    public long Lag()
    {
        long lag = 0;
        for (int input = 0; input < positions.Length; input++)
        {
            lag += Math.Max(0, consumer.WatermarkOffsets(names[input], partition, Patience).End - positions[input]);
        }
        return lag;
    }

    public bool Holds(IReadOnlyDictionary<string, long> vector) =>
        names.All(name =>
        {
            (long low, long end) = consumer.WatermarkOffsets(name, partition, Patience);
            return vector.TryGetValue(name, out long offset) && offset >= low && offset <= end;
        });

    public void Open(IReadOnlyDictionary<string, long> vector)
    {
        var inputs = new List<KafkaInput>();
        for (int input = 0; input < names.Count; input++)
        {
            positions[input] = vector.TryGetValue(names[input], out long offset)
                ? offset
                : consumer.WatermarkOffsets(names[input], partition, Patience).Low;
            long end = consumer.WatermarkOffsets(names[input], partition, Patience).End;
            if (former.Of(names[input]) > end)
            {
                // It would be silent for ever, waiting to come as far.
                throw new OffsetGoneException(
                    names[input],
                    partition,
                    former.Of(names[input]),
                    $"it ends at {end}, and figures have more of it. It was made anew or has lost records: restore it, or begin another log by topics create with another --topic-prefix"
                );
            }
            readTo[input] = positions[input];
            inputs.Add(new KafkaInput(names[input], partition, positions[input]));
        }
        (long verdicts, verdictsAtStart) = consumer.WatermarkOffsets(topics.Verdicts, partition, Patience);
        hasVerdicts = verdicts == verdictsAtStart;
        tookVerdicts = hasVerdicts;
        inputs.Add(new KafkaInput(topics.Verdicts, partition, verdicts));
        consumer.Assign(inputs);
        leftAtStart = former.Left(names, positions);
        beganMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        isOpen = true;
        reading = Task.Factory.StartNew(Read, TaskCreationOptions.LongRunning);
    }

    public bool TryRead(FactBatch batch)
    {
        if (!filled.Reader.TryRead(out EventChunk? chunk))
        {
            if (filled.Reader.Completion.IsFaulted)
            {
                throw filled.Reader.Completion.Exception.InnerException!;
            }
            return false;
        }
        chunk.Positions.CopyTo(positions, 0);
        tookVerdicts |= chunk.HasVerdicts;
        // What the former owner read before its last commit it has set aside by that commit.
        DeadLetters.AddRange(chunk.DeadLetters.Where(letter => !former.HasRead(letter.Topic, letter.Offset)));
        Misplaced.AddRange(chunk.Misplaced.Where(message => !former.HasRead(message.Topic, message.Offset)));
        Unreadable += chunk.DeadLetters.Count;
        batch.Exchange(ref chunk.Events, ref chunk.AppendedAtMicros);
        free.Add(chunk);
        return true;
    }

    public void WriteSetAside(ITaskProducer producer)
    {
        foreach (DeadLetter letter in DeadLetters)
        {
            producer.Produce(topics.DeadLetters, 0, DeadLetterKey.Write(letter), letter.Value, letter.ContentType);
        }
        foreach (Misplaced message in Misplaced)
        {
            producer.Produce(message.Topic, message.Partition, message.Key, message.Value, message.ContentType);
        }
    }

    public void ForgetSetAside()
    {
        DeadLetters.Clear();
        Misplaced.Clear();
    }

    public void Dispose()
    {
        if (isDisposed)
        {
            return;
        }
        isDisposed = true;
        stop.Cancel();
        ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();
        consumer.Dispose();
        free.Dispose();
        stop.Dispose();
    }

    private void Read()
    {
        try
        {
            while (true)
            {
                EventChunk chunk = free.Take(stop.Token);
                chunk.Clear();
                while (!Fill(chunk))
                {
                    stop.Token.ThrowIfCancellationRequested();
                }
                filled.Writer.TryWrite(chunk);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            filled.Writer.TryComplete();
        }
        catch (Exception error)
        {
            // The task hears of it at its next read.
            filled.Writer.TryComplete(error);
        }
    }

    /// <summary>Messages that a full chunk leaves are the next one's.</summary>
    /// <returns>Whether anything moved.</returns>
    private bool Fill(EventChunk chunk)
    {
        if (nextMessage == consumer.Count)
        {
            consumer.Read(MostMessages, ReadWait);
            nextMessage = 0;
        }
        bool moved = false;
        while (nextMessage < consumer.Count && !chunk.IsFull)
        {
            ConsumedMessage message = consumer[nextMessage++];
            if (message.Input < names.Count)
            {
                decoder.Take(message, chunk);
                readTo[message.Input] = message.Offset + 1;
                moved = true;
            }
            else if (VerdictMessage.TryRead(message.Value, out Verdict verdict))
            {
                takeVerdict(verdict);
            }
        }
        if (nextMessage == consumer.Count)
        {
            consumer.Release();
            nextMessage = 0;
            for (int input = 0; input < names.Count; input++)
            {
                long position = consumer.Position(input);
                // Over what transactions aborted, too.
                moved |= position != readTo[input];
                readTo[input] = position;
            }
            if (!hasVerdicts && consumer.Position(names.Count) >= verdictsAtStart)
            {
                (hasVerdicts, moved) = (true, true);
            }
        }
        readTo.CopyTo(chunk.Positions, 0);
        chunk.HasVerdicts = hasVerdicts;
        return moved;
    }
}
