namespace CreatorStream.Analytics.Alerts.Learned;

/// <summary>
/// What detectors find of one entity. Each value is judged by one run only, that of its week, so that a finding doesn't
/// change as time goes on; weeks begin at a step of the entity's own, so that not all of them begin at once.
/// </summary>
/// <param name="offset">The step of a week at which the entity's weeks begin, 0 to <see cref="Step.PerWeek"/>.</param>
public sealed class SeriesWatch(int offset)
{
    /// <summary>For so many steps of a week the one before is needed too: for openings of what is still told.</summary>
    private const int Kept = 3 * Step.PerDay;

    private LearnedRun? before;
    private LearnedRun? current;

    /// <summary>The running step of the last update.</summary>
    private int updated;

    /// <summary>Of this week, and of the one before while that is young; in the order of steps.</summary>
    public IEnumerable<SpikeHit> Hits => (before?.Hits ?? []).Concat(current?.Hits ?? []);

    /// <inheritdoc cref="LearnedRun.Knows"/>
    public bool Knows(AlertMetric metric, int step) =>
        (current is { } run && step < run.Judged ? before : current)?.Knows(metric, step) ?? false;

    /// <summary>
    /// The step before which falls of a metric are known: nothing at all has come since, for less than so many minutes, and may still
    /// come. Who is told in batches of what happened is silent in between.
    /// </summary>
    /// <returns>The greatest number: all are.</returns>
    public int FallsKnownTo(AlertMetric metric, int minutes)
    {
        int heard = current?.Heard(metric) ?? 0;
        return (updated - heard - 1) * Step.Minutes < minutes ? heard + 1 : int.MaxValue;
    }

    /// <summary>Figures of a step and later ones are others now.</summary>
    public void Amend(int step)
    {
        before?.Amend(step);
        current?.Amend(step);
    }

    /// <summary>How many steps <see cref="Update"/> would run over; 0 where nothing was found yet, for then it can't wait.</summary>
    public int Due(int now) =>
        current == null || current.Judged != Week(now) ? 0 : current.Due(now) + (before?.Due(now) ?? 0);

    /// <inheritdoc cref="LearnedRun.Update"/>
    /// <param name="now">The running step.</param>
    public void Update(int now, StepFigures figures, Action<int, int> read, WorkingState state)
    {
        updated = now;
        int week = Week(now);
        if (current?.Judged != week)
        {
            before = current?.Judged == week - Step.PerWeek ? current : new LearnedRun(week - Step.PerWeek);
            current = new LearnedRun(week);
        }
        before = now - week < Kept ? before : null;
        before?.Update(now, figures, read, state);
        current.Update(now, figures, read, state);
    }

    private int Week(int now) => now - ((now - offset) % Step.PerWeek);
}
