using CreatorStream.Events;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Simulation;

/// <summary>
/// A partition of the events as several inputs, as the topics at scale are: record n is input n mod so many's, and how
/// they are interleaved is another for each reader. It is behind the former owner until its vector dominates that one's.
/// </summary>
internal sealed class SimulatedInputs(
    IFactLog log,
    int partition,
    IReadOnlyDictionary<string, long>? formerVector,
    Random random
) : IEventReader
{
    private const int Inputs = 3;

    private readonly ILogReader?[] readers = new ILogReader?[Inputs];

    public IReadOnlyDictionary<string, long> Vector =>
        Enumerable
            .Range(0, Inputs)
            .Select(input => KeyValuePair.Create(Name(input), readers[input]!.Offset))
            .ToDictionary();

    public long Offset => readers.Sum(of => of!.Offset);

    public long Unreadable => 0;

    public bool IsBehindFormerOwner =>
        formerVector != null && Vector.Any(input => input.Value < formerVector[input.Key]);

    /// <summary>Turns are given, not waited for.</summary>
    public Task Arrival => Task.CompletedTask;

    public bool Holds(IReadOnlyDictionary<string, long> vector) =>
        vector.Count == Inputs && vector.Values.All(offset => offset <= log.EndOffset(LogStream.Events, partition));

    public void Open(IReadOnlyDictionary<string, long> vector)
    {
        for (int input = 0; input < Inputs; input++)
        {
            readers[input] = log.Read(LogStream.Events, partition, vector.GetValueOrDefault(Name(input)));
        }
    }

    public bool TryRead(FactBatch batch)
    {
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
                    return true;
                }
            }
        }
        return false;
    }

    public void Dispose() { }

    private static string Name(int input) => $"input-{input}";
}
