using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors;

/// <summary>Verdicts on their way from stage 2 to a visitor task: the newest per actor, so it never grows beyond them.</summary>
public sealed class VerdictInbox
{
    private readonly Lock gate = new();
    private readonly Signal arrived = new();
    private Dictionary<ulong, Verdict> waiting = [];
    private long received;

    public Task Arrival => arrived.Next;

    public void Put(Verdict verdict)
    {
        lock (gate)
        {
            waiting[verdict.Visitor] = verdict;
            received++;
        }
        arrived.Set();
    }

    /// <summary>Takes all, and how many were ever put.</summary>
    public IReadOnlyCollection<Verdict> Take(out long receivedSoFar)
    {
        lock (gate)
        {
            receivedSoFar = received;
            if (waiting.Count == 0)
            {
                return [];
            }
            Dictionary<ulong, Verdict> taken = waiting;
            waiting = [];
            return taken.Values;
        }
    }
}
