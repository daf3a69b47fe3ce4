using System.Diagnostics;

namespace CreatorStream.Pipeline.Workspaces.Fits;

/// <summary>
/// Fits models to the paths of workspaces, one workspace after another and off the loop that owns them: it copies the paths,
/// which takes far less than to fit anything to them, and takes in what comes of it between two turns.
/// </summary>
/// <param name="fitted">Takes in, in a turn of the loop, what came of it.</param>
internal sealed class FitQueue(Questions questions, TimeProvider time, Action<WorkspaceState, PathFit> fitted)
{
    /// <summary>Models are about all paths: few orders more change little.</summary>
    private static readonly TimeSpan LeastRest = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan MostRest = TimeSpan.FromMinutes(1);

    /// <summary>Fitting takes at most one part in so many of a processor.</summary>
    private const int Share = 10;

    private readonly Queue<WorkspaceState> waiting = [];
    private readonly HashSet<WorkspaceState> isWaiting = [];

    /// <summary>What is being copied, and of whom.</summary>
    private (WorkspaceState Workspace, FitInput Input)? copying;

    /// <summary>Of the fit that is under way.</summary>
    private ITimer? timer;
    private TimeSpan spent;

    /// <summary>Between two turns.</summary>
    public TimeSpan Rest => TimeSpan.FromTicks(Math.Clamp(spent.Ticks * Share, LeastRest.Ticks, MostRest.Ticks));

    /// <summary>Something came for a workspace.</summary>
    public void Note(WorkspaceState workspace)
    {
        if (isWaiting.Add(workspace))
        {
            waiting.Enqueue(workspace);
        }
    }

    /// <summary>Copies some of the next, or begins to fit it, unless one is under way.</summary>
    /// <returns>Whether there is more to copy at once.</returns>
    public bool Go()
    {
        if (timer != null)
        {
            return false;
        }
        for (int left = waiting.Count; copying == null && left > 0; left--)
        {
            WorkspaceState next = waiting.Dequeue();
            isWaiting.Remove(next);
            if (!next.IsSettled)
            {
                // Paths change with orders that are settled later, of which nobody tells.
                Note(next);
            }
            copying = next.TakeFitInput() is { } input ? (next, input) : null;
        }
        if (copying is not { } under)
        {
            return false;
        }
        if (!under.Input.GoOn())
        {
            return true;
        }
        copying = null;
        // By the clock's timer, which rings in a thread of the pool; the simulation's in its own turn.
        timer = time.CreateTimer(
            _ => Fit(under.Workspace, under.Input),
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
        timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        return false;
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
