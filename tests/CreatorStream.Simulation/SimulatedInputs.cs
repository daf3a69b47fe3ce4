using System.Text;
using CreatorStream.Events;
using CreatorStream.Kafka;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Simulation;

/// <summary>
/// A partition of the events as several inputs, as the topics at scale are: record n is input n mod so many's, and how
/// they are interleaved is another for each reader. Beside some records lies something that has to be set aside.
/// </summary>
internal sealed class SimulatedInputs(
    SimulatedLog log,
    SimulatedBrokers brokers,
    int partition,
    FormerReach former,
    Action<Verdict> takeVerdict,
    Random random
) : ITaskEvents
{
    private const int Inputs = 3;

    /// <summary>One record in so many has something beside it that is no event.</summary>
    private const int SetAsideEvery = 4;

    private static readonly string[] Names = [.. Enumerable.Range(0, Inputs).Select(input => $"input-{input}")];

    private readonly ILogReader?[] readers = new ILogReader?[Inputs];
    private readonly List<long> setAside = [];
    private long verdictsRead;
    private long verdictsAtStart;

    public IReadOnlyDictionary<string, long> Vector =>
        Names.Select((name, input) => KeyValuePair.Create(name, readers[input]!.Offset)).ToDictionary();

    public long Offset => readers.Sum(of => of!.Offset);

    public long Unreadable => 0;

    public bool IsBehindFormerOwner =>
        verdictsRead < verdictsAtStart || former.Left(Names, [.. readers.Select(of => of!.Offset)]) > 0;

    public bool HasSetAside => setAside.Count > 0;

    public CatchUp? CatchUp => null;

    /// <summary>Turns are given, not waited for.</summary>
    public Task Arrival => Task.CompletedTask;

    public bool Holds(IReadOnlyDictionary<string, long> vector) =>
        vector.Count == Inputs && vector.Values.All(offset => offset <= log.EndOffset(LogStream.Events, partition));

    public void Open(IReadOnlyDictionary<string, long> vector)
    {
        verdictsAtStart = brokers.Topic(brokers.Topics.Verdicts, partition).End;
        for (int input = 0; input < Inputs; input++)
        {
            readers[input] = log.Read(LogStream.Events, partition, vector.GetValueOrDefault(Names[input]));
        }
    }

    public bool TryRead(FactBatch batch)
    {
        ReadVerdicts();
        int first = random.Next(Inputs);
        for (int i = 0; i < Inputs; i++)
        {
            int input = (first + i) % Inputs;
            while (readers[input]!.TryRead(out LogRecord record))
            {
                if (record.Offset % Inputs == input)
                {
                    EventBatchCodec.Decode(record.Payload, batch.Events);
                    batch.AppendedToFill().Fill(record.AppendedAtMicros);
                    if (record.Offset % SetAsideEvery == 0 && !former.HasRead(Names[input], record.Offset - 1))
                    {
                        setAside.Add(record.Offset);
                    }
                    return true;
                }
            }
        }
        return false;
    }

    public void WriteSetAside(ITaskProducer producer)
    {
        foreach (long offset in setAside)
        {
            producer.Produce(brokers.Topics.DeadLetters, 0, Encoding.UTF8.GetBytes(Letter(partition, offset)), []);
        }
    }

    public void ForgetSetAside() => setAside.Clear();

    /// <summary>Of all that a log holds, in order.</summary>
    public static IEnumerable<string> SetAsideOf(SimulatedLog log) =>
        Enumerable
            .Range(0, log.Partitions)
            .SelectMany(partition =>
                Enumerable
                    .Range(1, (int)log.EndOffset(LogStream.Events, partition))
                    .Where(offset => offset % SetAsideEvery == 0)
                    .Select(offset => Letter(partition, offset))
            )
            .Order();

    public void Dispose() { }

    private static string Letter(int partition, long offset) => $"{partition}/{offset:00000000}";

    private void ReadVerdicts()
    {
        SimulatedTopic topic = brokers.Topic(brokers.Topics.Verdicts, partition);
        // Sometimes a few, while events go on.
        long end = random.Next(4) == 0 ? Math.Min(topic.End, verdictsRead + 1) : topic.End;
        for (; verdictsRead < end; verdictsRead++)
        {
            Assert.True(VerdictMessage.TryRead(topic.Read(verdictsRead).Value, out Verdict verdict));
            takeVerdict(verdict);
        }
    }
}
