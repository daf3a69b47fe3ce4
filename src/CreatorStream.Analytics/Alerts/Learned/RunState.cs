using CreatorStream.Analytics.Spikes;

namespace CreatorStream.Analytics.Alerts.Learned;

/// <summary>What the detectors of one entity have learnt up to a step.</summary>
internal sealed class RunState
{
    /// <summary>Values that make a detector know something: before, nothing surprises it.</summary>
    public const int WarmUp = 200;

    public const int Metrics = 6;

    private readonly SpikeDetector?[] detectors = new SpikeDetector?[Metrics];
    private readonly int[] values = new int[Metrics];
    private readonly int[] knownFrom = new int[Metrics];
    private readonly int[] heard = new int[Metrics];

    /// <summary>Everything before this step is in.</summary>
    public int At { get; set; }

    /// <summary>The first step from which on a metric is known; the greatest number where it isn't yet.</summary>
    public int KnownFrom(AlertMetric metric) => knownFrom[(int)metric];

    /// <summary>The newest step so far in which a metric was above nothing; 0: none.</summary>
    public int Heard(AlertMetric metric) => heard[(int)metric];

    /// <summary>Begins anew.</summary>
    /// <param name="at">The first step of all.</param>
    public void Reset(int at)
    {
        At = at;
        Array.Clear(detectors);
        Array.Clear(values);
        Array.Fill(knownFrom, int.MaxValue);
        Array.Clear(heard);
    }

    public void Set(RunState other)
    {
        At = other.At;
        other.values.CopyTo(values.AsSpan());
        other.knownFrom.CopyTo(knownFrom.AsSpan());
        other.heard.CopyTo(heard.AsSpan());
        for (int metric = 0; metric < Metrics; metric++)
        {
            if (other.detectors[metric] is not { } learnt)
            {
                detectors[metric] = null;
                continue;
            }
            (detectors[metric] ??= new SpikeDetector()).Set(learnt);
        }
    }

    public void NoteHeard(AlertMetric metric, int step) => heard[(int)metric] = step;

    /// <param name="isWatched">Otherwise the value is only counted: nothing of the series is news.</param>
    public SpikeScore Next(AlertMetric metric, int step, double value, bool isWatched)
    {
        int of = (int)metric;
        if (!double.IsNaN(value) && ++values[of] == WarmUp)
        {
            knownFrom[of] = step + 1;
        }
        return isWatched ? (detectors[of] ??= new SpikeDetector()).Next(Step.StartSeconds(step), value) : default;
    }
}
