using System.Collections.Immutable;
using CreatorStream.Events;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Pipeline.Erasures;

/// <summary>An erasure as it was read.</summary>
/// <param name="Visitor">The visitor's identity: <see cref="EventIdentity.Visitors"/>.</param>
/// <param name="Offset">Of its decision.</param>
public readonly record struct ReadErasure(ErasedPerson Person, ulong Visitor, long Offset);

/// <summary>Who was erased, by the decisions of a log. One thread takes decisions in; any may ask.</summary>
public sealed class ErasedVisitors(IFactLog log) : IDisposable
{
    private volatile ImmutableHashSet<ulong> visitors = [];
    private ILogReader? decisions;

    /// <summary>The log's.</summary>
    public ulong Secret => log.Secret;

    public bool IsEmpty => visitors.IsEmpty;

    /// <summary>How far the decisions have been taken in.</summary>
    public long Offset => decisions?.Offset ?? 0;

    /// <summary>Completes when there is more to take in than at the last <see cref="TakeIn"/>.</summary>
    public Task Arrival => decisions!.Appended;

    /// <param name="visitor">Its identity: <see cref="EventIdentity.Visitors"/>.</param>
    public bool Contains(ulong visitor) => visitors.Contains(visitor);

    /// <summary>Everybody erased so far, by their identities.</summary>
    public IReadOnlyCollection<ulong> All => visitors;

    /// <summary>Takes in who is known to have been erased from what was kept of former decisions.</summary>
    public void Know(IReadOnlyCollection<ulong> former) => visitors = visitors.Union(former);

    /// <summary>Takes in all that a log was told, and follows that one from now on.</summary>
    public void TakeInFrom(IFactLog other)
    {
        decisions?.Dispose();
        decisions = other.Read(LogStream.Decisions, 0, 0);
        TakeIn();
    }

    /// <summary>Takes in what was decided since the last time.</summary>
    public IReadOnlyList<ReadErasure> TakeIn()
    {
        decisions ??= log.Read(LogStream.Decisions, 0, 0);
        List<ReadErasure>? found = null;
        while (decisions.TryRead(out LogRecord record))
        {
            var identity = new EventIdentity(log.Secret);
            foreach (Erasure erasure in Erasure.Read(record.Payload))
            {
                byte[] workspace = System.Text.Encoding.UTF8.GetBytes(erasure.WorkspaceOfEvents);
                ulong visitor = identity.VisitorOf(workspace, erasure.Person);
                (found ??= []).Add(new ReadErasure(erasure.Person, visitor, record.Offset));
            }
        }
        if (found == null)
        {
            return [];
        }
        visitors = visitors.Union(found.Select(of => of.Visitor));
        return found;
    }

    public void Dispose() => decisions?.Dispose();
}
