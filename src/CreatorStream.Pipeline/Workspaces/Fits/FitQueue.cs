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
    private static readonly TimeSpan LeastRest = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan MostRest = TimeSpan.FromMinutes(1);

    /// <summary>Fitting takes at most one part in so many of a processor.</summary>
    private const int Share = 10;

    private readonly Queue<WorkspaceState> waiting = [];
    private readonly HashSet<WorkspaceState> isWaiting = [];

    /// <summary>Kept while it is set: it may be let go of before it has rung.</summary>
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

    /// <summary>Begins with the next, unless one is under way.</summary>
    public void Begin()
    {
        for (int left = waiting.Count; timer == null && left > 0; left--)
        {
            WorkspaceState workspace = waiting.Dequeue();
            isWaiting.Remove(workspace);
            if (!workspace.IsSettled)
            {
                // Paths change with orders that are settled later, of which nobody tells.
                Note(workspace);
            }
            if (workspace.TakeFitInput() is { } input)
            {
                // By the clock's timer, which rings in a thread of the pool; the simulation's in its own turn.
                timer = time.CreateTimer(
                    _ => Fit(workspace, input),
                    null,
                    Timeout.InfiniteTimeSpan,
                    Timeout.InfiniteTimeSpan
                );
                timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }
        }
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
