using System.Diagnostics;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>
/// Whose views are published when: those workspaces that something came for, in turn and each for a bounded time, so that
/// nobody waits for the largest, and nothing is asked of those that are quiet.
/// </summary>
public sealed class Rounds(TimeProvider time)
{
    /// <summary>What a workspace may take of a round; a campaign is published whole.</summary>
    private static readonly TimeSpan Share = TimeSpan.FromMilliseconds(20);

    /// <summary>What settling a workspace's orders may take before another has its turn, and rows that came meanwhile.</summary>
    private static readonly TimeSpan SettlingShare = TimeSpan.FromMilliseconds(5);

    /// <summary>What a full round may take before watched views have their turn again.</summary>
    private static readonly TimeSpan FullShare = TimeSpan.FromMilliseconds(100);

    /// <summary>Something came for them since their watched views were published.</summary>
    private Queue<ViewPublisher> changed = [];

    /// <summary>They have views that wait for a full round.</summary>
    private Queue<ViewPublisher> behind = [];

    /// <summary>They have had their full round, and have views that wait for the next.</summary>
    private Queue<ViewPublisher> behindNext = [];

    private volatile bool areBehind;

    /// <summary>They have more orders to settle than a round has time for.</summary>
    private readonly Queue<ViewPublisher> settling = [];

    /// <summary>Whether orders wait to be settled.</summary>
    public bool AreSettling => settling.Count > 0;

    /// <summary>Whether views wait for a full round, or for the end of the one that is under way; any thread may ask.</summary>
    public bool AreBehind => areBehind;

    /// <summary>Something came for a workspace.</summary>
    public void Note(ViewPublisher publisher)
    {
        if (!publisher.IsChanged)
        {
            publisher.IsChanged = true;
            changed.Enqueue(publisher);
        }
    }

    /// <summary>Goes on with the orders of a workspace that has many to settle. What changes by it is published with the next round.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Settle()
    {
        if (!settling.TryDequeue(out ViewPublisher? publisher))
        {
            return false;
        }
        publisher.IsSettling = false;
        Settle(publisher);
        Note(publisher);
        return true;
    }

    /// <summary>Publishes what somebody looks at of the workspaces that something came for.</summary>
    /// <returns>Whether all of it was.</returns>
    public bool PublishWatched()
    {
        var later = new Queue<ViewPublisher>();
        foreach (ViewPublisher publisher in changed)
        {
            if (!publisher.IsSettling)
            {
                Settle(publisher);
            }
            publisher.IsChanged = !publisher.PublishWatched(Until(Share));
            if (publisher.IsChanged)
            {
                later.Enqueue(publisher);
            }
            if (publisher is { IsStale: true, IsBehind: false })
            {
                publisher.IsBehind = true;
                behind.Enqueue(publisher);
                areBehind = true;
            }
        }
        changed = later;
        return later.Count == 0;
    }

    /// <summary>Publishes all that changed, be it by the passing of event time.</summary>
    /// <returns>Whether that was the whole round: what came meanwhile waits for the next.</returns>
    public bool PublishAll()
    {
        using Activity? turn = behind.Count > 0 ? Traces.Begin("round") : null;
        int workspaces = 0;
        Func<bool> isOver = Until(FullShare);
        while (behind.TryDequeue(out ViewPublisher? publisher))
        {
            workspaces++;
            bool isDone = publisher.PublishAll(Until(Share));
            publisher.IsBehind = !isDone || publisher.IsStale;
            if (publisher.IsBehind)
            {
                (isDone ? behindNext : behind).Enqueue(publisher);
            }
            if (isOver())
            {
                break;
            }
        }
        areBehind = behind.Count + behindNext.Count > 0;
        turn?.SetTag("creatorstream.workspaces", workspaces);
        if (behind.Count > 0)
        {
            return false;
        }
        (behind, behindNext) = (behindNext, behind);
        return true;
    }

    private void Settle(ViewPublisher publisher)
    {
        publisher.Settle(Until(SettlingShare));
        if (!publisher.IsSettled)
        {
            publisher.IsSettling = true;
            settling.Enqueue(publisher);
        }
    }

    private Func<bool> Until(TimeSpan share)
    {
        long began = time.GetTimestamp();
        return () => time.GetElapsedTime(began) >= share;
    }
}
