using System.Text;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Embedded.Tests.Spool;

internal enum Fault
{
    None,

    /// <summary>Says that it takes nothing.</summary>
    Refuses,

    /// <summary>Takes it and never says so.</summary>
    KeepsSilent,
}

/// <summary>A log that is away when a test says so.</summary>
internal sealed class FaultyLog(int partitions = 3) : IFactLog
{
    private readonly Lock gate = new();
    private readonly Dictionary<(LogStream, int), List<string>> taken = [];
    private int calls;

    public int Partitions => partitions;

    public ulong Secret => 1;

    /// <summary>Of all partitions.</summary>
    public Fault Fault { get; set; }

    /// <summary>Refused, whatever else is taken; -1 for none.</summary>
    public int AwayPartition { get; set; } = -1;

    public int Calls => Volatile.Read(ref calls);

    /// <summary>Payloads that were taken, repeats left out.</summary>
    public List<string> Taken(int partition, LogStream stream = LogStream.Events)
    {
        lock (gate)
        {
            return [.. taken.GetValueOrDefault((stream, partition), []).Distinct()];
        }
    }

    public Task AppendAsync(IReadOnlyList<LogAppend> records, CancellationToken cancel)
    {
        Interlocked.Increment(ref calls);
        Fault fault = Fault;
        if (fault == Fault.Refuses || records.Any(record => record.Partition == AwayPartition))
        {
            return Task.FromException(new LogUnavailableException("Brokers are away."));
        }
        lock (gate)
        {
            foreach (LogAppend record in records)
            {
                string text = Encoding.UTF8.GetString(record.Payload.Span);
                if (text.StartsWith("undecodable", StringComparison.Ordinal))
                {
                    throw new InvalidDataException("The batch has an unknown version.");
                }
                if (!taken.TryGetValue((record.Stream, record.Partition), out List<string>? of))
                {
                    taken.Add((record.Stream, record.Partition), of = []);
                }
                of.Add(text);
            }
        }
        return fault == Fault.KeepsSilent ? new TaskCompletionSource().Task.WaitAsync(cancel) : Task.CompletedTask;
    }

    public ILogReader Read(LogStream stream, int partition, long afterOffset) => throw new NotSupportedException();

    public long EndOffset(LogStream stream, int partition) => throw new NotSupportedException();
}

/// <summary>The system's time, but whoever waits waits for some milliseconds only.</summary>
internal sealed class HastyTime : TimeProvider
{
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(5);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime < Most ? dueTime : Most, period);
}
