namespace CreatorStream.Analytics.Spikes;

/// <summary>
/// Finds spikes, drops and shifts in a series in one pass: forecasts of several kinds are compared with what comes, each
/// difference is turned into its improbability in this very series, and the logarithms are added up (Fisher 1932).
/// Deterministic, in constant memory, without allocation; a score rests on nothing that comes later.
/// </summary>
/// <param name="elements">All, but to measure what one is worth.</param>
public sealed class SpikeDetector(SpikeElements elements = SpikeElements.All)
{
    /// <summary>A score from here on is an alert.</summary>
    public const double Threshold = 0.5;

    /// <summary>The surprise that makes an alert, in powers of ten, added up over elements that depend on each other.</summary>
    private const double Bar = 19;

    private const double TailShare = 0.005;
    private const double RecalibrationShare = 0.02;
    private const double RecordWeight = 5;
    private const double RecalibrationWeight = 2;

    private MovingMean mean8 = new(8);
    private MovingMean mean32 = new(32);
    private MovingMean mean128 = new(128);
    private MovingMean mean500 = new(500);
    private MovingMean week16 = new(16);
    private MovingMean move16 = new(16);
    private MovingMean move64 = new(64);
    private MovingMean move2000 = new(2000);
    private readonly SeasonalLevels day = new(48, 1800, 40);
    private readonly SeasonalLevels week = new(168, 3600, 40);
    private TwoTails level = new(TailShare);
    private TwoTails shortShift = new(TailShare);
    private TwoTails longShift = new(TailShare);
    private TwoTails ofDay = new(TailShare);
    private TwoTails ofWeek = new(TailShare);
    private TwoTails restless16 = new(TailShare);
    private TwoTails restless64 = new(TailShare);
    private SurpriseTail recalibration = new(RecalibrationShare);
    private RecordRange record;
    private AlertBar bar;
    private double last;
    private bool started;

    /// <summary>Scores a value and learns from it.</summary>
    /// <param name="time">Event time, seconds since 1970.</param>
    /// <param name="x">NaN or infinite for a missing one, which is passed over.</param>
    public SpikeScore Next(long time, double x)
    {
        if (!double.IsFinite(x))
        {
            return new SpikeScore(0, double.NaN, double.NaN, double.NaN);
        }
        if (!started)
        {
            last = x;
            mean500.Add(x);
            started = true;
        }
        double fromLevel = x - mean500.Value;
        (double expected, double low, double high) = (
            mean500.Value,
            mean500.Value + level.Low,
            mean500.Value + level.High
        );
        mean8.Add(x);
        mean32.Add(x);
        double surprise = Of(SpikeElements.Level, ref level, fromLevel);
        surprise += Of(SpikeElements.ShortShift, ref shortShift, mean8.Value - mean128.Value);
        surprise += 2 * Of(SpikeElements.LongShift, ref longShift, mean32.Value - mean500.Value);
        mean128.Add(x);
        mean500.Add(x);
        surprise += Seasons(time, x) + Restlessness(Math.Abs(x - last));
        last = x;
        double beyond = record.Next(x);
        surprise += elements.HasFlag(SpikeElements.Record) ? RecordWeight * beyond : 0;
        double again = recalibration.Of(surprise);
        recalibration.Learn(surprise);
        surprise += elements.HasFlag(SpikeElements.Recalibration) ? RecalibrationWeight * again : 0;
        double score = bar.Next(surprise, Bar, elements.HasFlag(SpikeElements.Habituation));
        return new SpikeScore(score, expected, low, high);
    }

    private double Seasons(long time, double x)
    {
        int ofDay = day.Place(time);
        int ofWeek = week.Place(time);
        double surprise = 0;
        if (day.Known(ofDay) >= 3)
        {
            surprise += Of(SpikeElements.Day, ref this.ofDay, x - day.Level(ofDay));
            week16.Add(x - (week.Known(ofWeek) >= 2 ? week.Level(ofWeek) : day.Level(ofDay)));
            surprise += Of(SpikeElements.Week, ref this.ofWeek, week16.Value);
        }
        day.Add(ofDay, x);
        week.Add(ofWeek, x);
        return surprise;
    }

    private double Restlessness(double move)
    {
        move16.Add(move);
        move64.Add(move);
        move2000.Add(move);
        // A hundredth of the usual is as good as none.
        double least = 0.01 * move2000.Value + 1e-9;
        return Of(
                SpikeElements.Restlessness,
                ref restless16,
                Math.Log((move16.Value + least) / (move2000.Value + 1e-9))
            )
            + Of(
                SpikeElements.Restlessness,
                ref restless64,
                Math.Log((move64.Value + least) / (move2000.Value + 1e-9))
            );
    }

    private double Of(SpikeElements element, ref TwoTails tails, double x)
    {
        double surprise = tails.Next(x);
        return elements.HasFlag(element) ? surprise : 0;
    }
}
