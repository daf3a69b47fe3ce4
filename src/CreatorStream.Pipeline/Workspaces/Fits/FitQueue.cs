using System.Diagnostics;
using CreatorStream.Pipeline.Flow;

namespace CreatorStream.Pipeline.Workspaces.Fits;

/// <summary>
/// Fits models to the paths of workspaces, one workspace after another and off the loop that owns them: it copies the paths,
/// which takes far less than to fit anything to them, and takes in what comes of it between two turns.
/// </summary>
/// <param name="fitted">Takes in, in a turn of the loop, what came of it.</param>
internal sealed class FitQueue(Questions questions, TimeProvider time, Action<WorkspaceState, PathFit> fitted)
{
    /// <summary>Between two fits of a workspace: models are about all paths, and few orders more change little.</summary>
    private static readonly TimeSpan LeastRest = TimeSpan.FromSeconds(1);

    /// <summary>Between two turns.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan MostRest = TimeSpan.FromMinutes(1);

    /// <summary>While a fit took so long, nothing is fitted for so many times as long: whosever paths come next.</summary>
    private const int Share = 10;

    /// <summary>So many are looked at in a turn: of very many most may have to rest.</summary>
    private const int MostLookedAt = 64;

    private readonly Queue<WorkspaceState> waiting = [];
    private readonly HashSet<WorkspaceState> isWaiting = [];

    /// <summary>When each was fitted last.</summary>
    private readonly Dictionary<WorkspaceState, long> begunAt = [];

    /// <summary>What is being copied, and of whom.</summary>
    private (WorkspaceState Workspace, FitInput Input)? copying;

    /// <summary>Of the fit that is under way.</summary>
    private ITimer? timer;
    private TimeSpan spent;

    /// <summary>Before the next turn.</summary>
    public TimeSpan Rest => TimeSpan.FromTicks(Math.Clamp(spent.Ticks * Share, Pause.Ticks, MostRest.Ticks));

    /// <summary>The paths of a workspace are others.</summary>
    /// <returns>Whether it did not wait.</returns>
    public bool Note(WorkspaceState workspace)
    {
        if (!isWaiting.Add(workspace))
        {
            return false;
        }
        waiting.Enqueue(workspace);
        return true;
    }

    /// <summary>Copies some of the next, or begins to fit it, unless one is under way.</summary>
    public TurnEnd Go()
    {
        if (timer != null)
        {
            // What comes of it brings the next turn.
            return TurnEnd.Done;
        }
        spent = TimeSpan.Zero;
        for (int left = Math.Min(waiting.Count, MostLookedAt); copying == null && left > 0; left--)
        {
            WorkspaceState next = waiting.Dequeue();
            if (begunAt.TryGetValue(next, out long at) && time.GetElapsedTime(at) < LeastRest)
            {
                waiting.Enqueue(next);
                continue;
            }
            isWaiting.Remove(next);
            copying = next.TakeFitInput() is { } input ? (next, input) : null;
        }
        if (copying is not { } under)
        {
            return waiting.Count > 0 ? TurnEnd.DoneForNow : TurnEnd.Done;
        }
        if (!under.Input.GoOn())
        {
            return TurnEnd.GoesOn;
        }
        begunAt[under.Workspace] = time.GetTimestamp();
        copying = null;
        // By the clock's timer, which rings in a thread of the pool; the simulation's in its own turn.
        timer = time.CreateTimer(
            _ => Fit(under.Workspace, under.Input),
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
        timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        return TurnEnd.Done;
    }

    private void Fit(WorkspaceState workspace, FitInput input)
    {
        long began = time.GetTimestamp();
        Func<PathFit> take;
        try
        {
            using Activity? fitting = Traces.Begin("fit");
            fitting?.SetTag("creatorstream.paths", input.Paths.Count);
            var fit = PathFit.Of(input);
            take = () => fit;
        }
        catch (Exception error)
        {
            // Nothing dies unseen: the loop ends by it.
            take = () =>
                throw new InvalidOperationException($"Models can't be fitted to {workspace.Name}'s paths.", error);
        }
        TimeSpan took = time.GetElapsedTime(began);
        _ = DeliverAsync(() =>
        {
            timer?.Dispose();
            timer = null;
            spent = took;
            fitted(workspace, take());
            return true;
        });
    }

    private async Task DeliverAsync(Func<bool> taken)
    {
        try
        {
            await questions.AskAsync(taken, CancellationToken.None);
        }
        catch (HistoryUnavailableException)
        {
            // The loop has ended, and what it owned with it.
        }
    }
}
