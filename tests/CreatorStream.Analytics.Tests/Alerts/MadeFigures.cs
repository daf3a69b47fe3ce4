using CreatorStream.Analytics.Alerts.Learned;
using CreatorStream.Analytics.Kpis;
using CreatorStream.Analytics.Lift;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Tests.Alerts;

/// <summary>Panes of one entity, and a detector that watches them.</summary>
internal sealed class MadeFigures(int offset)
{
    /// <summary>A step in 2026, where weeks begin.</summary>
    public const int Week = 1_390 * Step.PerWeek;

    private readonly PaneSeries<long>[] counts =
    [
        .. Enumerable.Range(0, KindColumns.Groups).Select(_ => new PaneSeries<long>(KindColumns.Width)),
    ];
    private readonly PaneSeries<long> orders = new(1);
    private readonly StepFigures figures = new();
    private readonly WorkingState state = new();

    public SeriesWatch Watch { get; } = new(offset);

    public int Greatest { get; private set; }

    private int oldest = int.MaxValue;

    public void Add(EventType kind, int pane, long count, bool isSuspect = false)
    {
        Greatest = Math.Max(Greatest, pane);
        int kept = Pane.Keep(pane, Greatest);
        Span<long> row = counts[KindColumns.GroupOf(kind)].At(kept);
        row[KindColumns.ColumnOf(kind)] += count;
        row[KindColumns.ColumnOf(kind) + KindColumns.Excluded] += isSuspect ? count : 0;
        oldest = Math.Min(oldest, kept);
    }

    public void AddConversions(int pane, long count)
    {
        Greatest = Math.Max(Greatest, pane);
        int kept = Pane.Keep(pane, Greatest);
        orders.At(kept)[0] += count;
        oldest = Math.Min(oldest, kept);
    }

    /// <summary>Judges up to the greatest pane.</summary>
    public SpikeHit[] Judge()
    {
        foreach (PaneSeries<long> of in counts)
        {
            of.Merge(Greatest);
        }
        orders.Merge(Greatest);
        if (oldest != int.MaxValue)
        {
            Watch.Amend(Step.Of(oldest));
            oldest = int.MaxValue;
        }
        Watch.Update(Step.Of(Greatest), figures, (first, end) => figures.Read(counts, orders, 0, first, end), state);
        return [.. Watch.Hits];
    }

    /// <summary>How busy a step is by the hour of the day: 0.4 to 1.6.</summary>
    public static double Wave(int step) => 1 + (0.6 * Math.Sin(2 * Math.PI * (step % Step.PerDay) / Step.PerDay));

    /// <summary>A count with this mean (Knuth's method, in parts that don't underflow).</summary>
    public static int Poisson(LiftRandom random, double mean)
    {
        int count = 0;
        for (; mean > 20; mean -= 20)
        {
            count += Poisson(random, 20);
        }
        double product = random.Uniform();
        double least = Math.Exp(-mean);
        for (; product > least; count++)
        {
            product *= random.Uniform();
        }
        return count;
    }
}
