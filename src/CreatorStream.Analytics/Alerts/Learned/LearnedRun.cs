using CreatorStream.Analytics.Spikes;

namespace CreatorStream.Analytics.Alerts.Learned;

/// <summary>
/// Detectors of all metrics of one entity, run over a fixed stretch of event time from an empty state: a week to learn
/// from, then one that is judged. So what is found follows from the figures alone, however they came to be. A few
/// checkpoints save running it all again: a round costs the newest steps, a late event those since the checkpoint before it.
/// </summary>
/// <param name="judged">The first step that is judged.</param>
public sealed class LearnedRun(int judged)
{
    /// <summary>Surprise that hardly comes by chance, see docs/spikes.md.</summary>
    private const double Bar = 20;

    /// <summary>How many steps behind the newest a checkpoint is taken; it is taken anew when it has fallen back by twice as many.</summary>
    private static readonly int[] Lags = [3, 3 * Step.PerHour, Step.PerDay];

    private readonly RunState?[] checkpoints = new RunState?[Lags.Length];
    private readonly bool[] isWatched = new bool[RunState.Metrics];
    private readonly int[] knownFrom = [.. Enumerable.Repeat(int.MaxValue, RunState.Metrics)];
    private readonly int[] heard = new int[RunState.Metrics];
    private readonly List<SpikeHit> hits = [];

    /// <summary>Steps [Start, End) are run over.</summary>
    private int Start => judged - Step.PerWeek;

    public int End => judged + Step.PerWeek;

    public int Judged => judged;

    /// <summary>In the order of steps.</summary>
    public IReadOnlyList<SpikeHit> Hits => hits;

    /// <summary>The first step in which anything happened.</summary>
    private int begin = -1;
    private int now = -1;

    /// <summary>Whether the detector knows the usual course of a metric by a step.</summary>
    public bool Knows(AlertMetric metric, int step) => step >= knownFrom[(int)metric];

    /// <inheritdoc cref="RunState.Heard"/>
    public int Heard(AlertMetric metric) => heard[(int)metric];

    /// <summary>Figures of a step and later ones are others now.</summary>
    public void Amend(int step)
    {
        if (step >= End)
        {
            return;
        }
        now = -1;
        for (int level = 0; level < Lags.Length; level++)
        {
            checkpoints[level] = checkpoints[level] is { } known && known.At <= step ? known : null;
        }
        begin = step <= begin ? -1 : begin;
    }

    /// <summary>How many steps <see cref="Update"/> would run over.</summary>
    public int Due(int step) => step == now ? 0 : Math.Min(step, End) - (From(Math.Min(step, End))?.At ?? Start);

    /// <summary>Runs up to a step.</summary>
    /// <param name="step">The running one: it can only show more than was expected, since its counts only grow.</param>
    /// <param name="read">Fills figures with the steps from one up to, and without, another.</param>
    /// <param name="state">To work with; nothing of it stays.</param>
    public void Update(int step, StepFigures figures, Action<int, int> read, WorkingState state)
    {
        int to = Math.Min(step, End);
        bool isRunning = step < End;
        int end = isRunning ? step + 1 : End;
        if (step == now || (now >= End && step >= End))
        {
            return;
        }
        now = step;
        RunState? from = begin < 0 ? null : From(to);
        read(from?.At ?? Start, end);
        if (Watch(figures) && from != null)
        {
            from = null;
            read(Start, end);
        }
        if (from == null)
        {
            Begin(figures);
        }
        RunState work = state.State;
        if (from == null)
        {
            work.Reset(Math.Min(begin, to));
        }
        else
        {
            work.Set(from);
        }
        int first = work.At;
        hits.RemoveAll(hit => hit.Step >= first);
        while (work.At < to)
        {
            Judge(work, figures, isComplete: true);
            work.At++;
            Keep(work, to);
        }
        for (int metric = 0; metric < RunState.Metrics; metric++)
        {
            knownFrom[metric] = work.KnownFrom((AlertMetric)metric);
        }
        if (isRunning && begin <= to)
        {
            Judge(work, figures, isComplete: false);
        }
        for (int metric = 0; metric < RunState.Metrics; metric++)
        {
            heard[metric] = work.Heard((AlertMetric)metric);
        }
    }

    /// <summary>The nearest checkpoint from which all that are to be taken anew are met.</summary>
    private RunState? From(int to)
    {
        int level = 0;
        for (int of = 0; of < Lags.Length; of++)
        {
            level = IsDue(of, to) ? of : level;
        }
        while (level < Lags.Length && checkpoints[level] == null)
        {
            level++;
        }
        return level < Lags.Length ? checkpoints[level] : null;
    }

    private bool IsDue(int level, int to) =>
        to - Lags[level] > begin
        && (checkpoints[level] is not { } known || to - known.At > Math.Max(Step.PerHour, 2 * Lags[level]));

    private void Keep(RunState work, int to)
    {
        for (int level = 0; level < Lags.Length; level++)
        {
            if (work.At == to - Lags[level] && IsDue(level, to))
            {
                (checkpoints[level] ??= new RunState()).Set(work);
            }
        }
    }

    /// <summary>Looks for metrics that may be news.</summary>
    /// <returns>Whether there is one that wasn't watched.</returns>
    private bool Watch(StepFigures figures)
    {
        bool isNew = false;
        for (int metric = 0; metric < RunState.Metrics; metric++)
        {
            for (int at = 0; at < figures.Count && !isWatched[metric]; at++)
            {
                int step = figures.First + at;
                var of = (AlertMetric)metric;
                isNew |= isWatched[metric] = PracticalSize.MayBeNews(
                    of,
                    figures.Above(of, step),
                    figures.Below(of, step)
                );
            }
        }
        return isNew;
    }

    private void Begin(StepFigures figures)
    {
        Array.Clear(checkpoints);
        begin = figures.First;
        while (begin < figures.First + figures.Count - 1 && figures.Activity(begin) == 0)
        {
            begin++;
        }
    }

    private void Judge(RunState work, StepFigures figures, bool isComplete)
    {
        for (int metric = 0; metric < RunState.Metrics; metric++)
        {
            var of = (AlertMetric)metric;
            if (figures.Above(of, work.At) > 0)
            {
                work.NoteHeard(of, work.At);
            }
            if (!isComplete && (!isWatched[metric] || PracticalSize.IsRatio(of)))
            {
                continue;
            }
            long below = figures.Below(of, work.At);
            double value = PracticalSize.Value(of, figures.Above(of, work.At), below);
            SpikeScore score = work.Next(of, work.At, value, isWatched[metric]);
            if (work.At < judged || !(score.Surprise >= Bar))
            {
                continue;
            }
            int news = PracticalSize.NewsOf(of, value, score.Expected, below);
            if (news > 0 || (news < 0 && isComplete))
            {
                // Nothing of these is ever below nothing.
                hits.Add(
                    new SpikeHit(
                        of,
                        news,
                        work.At,
                        value,
                        Math.Max(0, score.Expected),
                        Math.Max(0, score.Low),
                        score.High,
                        PracticalSize.IsRatio(of) ? below : figures.Above(of, work.At)
                    )
                );
            }
        }
    }
}

/// <summary>What a run works with, for all of them.</summary>
public sealed class WorkingState
{
    internal RunState State { get; } = new();
}
