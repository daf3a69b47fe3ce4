using System.Diagnostics;
using CreatorStream.Pipeline.Flow;

namespace CreatorStream.Pipeline.Workspaces.Fits;

/// <summary>
/// Fits models to what workspaces hold, one workspace after another and off the loop that owns them: it copies what they are
/// fitted to, which takes far less than to fit anything to it, and takes in what comes of it between two turns.
/// </summary>
/// <param name="leastRest">Between two fits of a workspace: a few events more change little.</param>
/// <param name="mayFit">Whether what a workspace holds is all that there was at the start: a fit to less would be wrong for long.</param>
/// <param name="copy">Begins to copy what a workspace's models are fitted to; null where it is the same as the last time.</param>
/// <param name="fit">Fits models, in any thread.</param>
/// <param name="fitted">Takes in, in a turn of the loop, what came of it.</param>
/// <param name="failed">Told in a turn of the loop why a workspace can't be fitted: its other figures go on.</param>
/// <param name="slow">Told of a workspace whose fit has taken longer than <see cref="Slow"/> by now: others wait for it.</param>
internal sealed class FitQueue<TInput, TFit>(
    Questions questions,
    TimeProvider time,
    TimeSpan leastRest,
    Predicate<WorkspaceState> mayFit,
    Func<WorkspaceState, TInput?> copy,
    Func<TInput, TFit> fit,
    Action<WorkspaceState, TFit> fitted,
    Action<WorkspaceState, Exception> failed,
    Action<WorkspaceState, TimeSpan> slow
)
    where TInput : class, IFitInput
{
    /// <summary>Ten million conversions are fitted in less on an idle machine.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromMinutes(2);

    /// <summary>Between two turns.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan MostRest = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Nothing is fitted for so many times as long as the last fit took, whose turn it may be, and that workspace is not in any case.
    /// </summary>
    private const int Share = 3;

    /// <summary>So many are looked at in a turn: of very many most may have to rest.</summary>
    private const int MostLookedAt = 64;

    private readonly Queue<WorkspaceState> waiting = [];

    /// <summary>Those that were never fitted: nothing is shown of them before, so they come first.</summary>
    private readonly Queue<WorkspaceState> first = [];
    private readonly HashSet<WorkspaceState> isWaiting = [];

    /// <summary>When each was begun last, and how long it rests from then on.</summary>
    private readonly Dictionary<WorkspaceState, (long BegunAt, TimeSpan For)> resting = [];

    /// <summary>What is being copied, and of whom.</summary>
    private (WorkspaceState Workspace, TInput Input)? copying;

    /// <summary>Of the fit that is under way.</summary>
    private ITimer? timer;
    private (WorkspaceState Workspace, long BegunAt, bool IsSlow) fitting;
    private TimeSpan spent;

    /// <summary>Before the next turn.</summary>
    public TimeSpan Rest => TimeSpan.FromTicks(Math.Clamp(spent.Ticks * Share, Pause.Ticks, MostRest.Ticks));

    /// <summary>What a workspace's models are fitted to is other than it was.</summary>
    /// <returns>Whether it did not wait.</returns>
    public bool Note(WorkspaceState workspace)
    {
        if (!isWaiting.Add(workspace))
        {
            return false;
        }
        (resting.ContainsKey(workspace) ? waiting : first).Enqueue(workspace);
        return true;
    }

    /// <summary>Copies some of the next, or begins to fit it, unless one is under way.</summary>
    public TurnEnd Go()
    {
        if (timer != null)
        {
            if (!fitting.IsSlow && time.GetElapsedTime(fitting.BegunAt) is var since && since > Slow)
            {
                fitting.IsSlow = true;
                slow(fitting.Workspace, since);
            }
            // What comes of it brings the next turn.
            return TurnEnd.Done;
        }
        spent = TimeSpan.Zero;
        for (int left = Math.Min(first.Count, MostLookedAt); copying == null && left > 0; left--)
        {
            WorkspaceState next = first.Dequeue();
            if (!mayFit(next))
            {
                first.Enqueue(next);
                continue;
            }
            TryCopy(next);
        }
        for (int left = Math.Min(waiting.Count, MostLookedAt); copying == null && left > 0; left--)
        {
            WorkspaceState next = waiting.Dequeue();
            (long at, TimeSpan rest) = resting[next];
            if (time.GetElapsedTime(at) < rest)
            {
                waiting.Enqueue(next);
                continue;
            }
            TryCopy(next);
        }
        if (copying is not { } under)
        {
            return waiting.Count + first.Count > 0 ? TurnEnd.DoneForNow : TurnEnd.Done;
        }
        try
        {
            if (!under.Input.GoOn())
            {
                return TurnEnd.GoesOn;
            }
        }
        catch (Exception error)
        {
            // As below: it is one workspace's.
            copying = null;
            resting[under.Workspace] = (time.GetTimestamp(), leastRest);
            failed(under.Workspace, error);
            return TurnEnd.DoneForNow;
        }
        resting[under.Workspace] = (time.GetTimestamp(), leastRest);
        copying = null;
        fitting = (under.Workspace, time.GetTimestamp(), false);
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

    private void TryCopy(WorkspaceState next)
    {
        isWaiting.Remove(next);
        copying = copy(next) is { } input ? (next, input) : null;
    }

    private void Fit(WorkspaceState workspace, TInput input)
    {
        long began = time.GetTimestamp();
        Action take;
        try
        {
            using Activity? fitting = Traces.Begin("fit");
            fitting?.SetTag(input.Size.Of, input.Size.Count);
            TFit found = fit(input);
            take = () => fitted(workspace, found);
        }
        catch (Exception error)
        {
            // Told to the loop: what one workspace holds must not take the figures of all others with them.
            take = () => failed(workspace, error);
        }
        TimeSpan took = time.GetElapsedTime(began);
        _ = DeliverAsync(() =>
        {
            timer?.Dispose();
            timer = null;
            spent = took;
            resting[workspace] = (
                time.GetTimestamp(),
                TimeSpan.FromTicks(Math.Max(leastRest.Ticks, took.Ticks * Share))
            );
            take();
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
