namespace CreatorStream.Analytics.Spikes;

/// <summary>
/// What is likely next by several simple forecasts, and how surprising it is that something else came. Means are
/// exponentially weighted; their spans are those of short and long shifts in values, whatever the time between these.
/// </summary>
internal sealed class Forecasts
{
    /// <summary>How many differences are looked at, in the order of the flags of <see cref="SpikeElements"/>.</summary>
    public const int Count = 8;

    /// <summary>Values of a place of a season before it says something.</summary>
    private const int KnownDay = 3;
    private const int KnownWeek = 2;

    /// <summary>Differences below this part of the greatest value are rounding.</summary>
    private const double Rounding = 1e-6;

    private readonly Surprise[] surprises = new Surprise[Count];
    private readonly SeasonalLevels day = new(48, 1800);
    private readonly SeasonalLevels week = new(168, 3600);
    private MovingMean short8 = new(8);
    private MovingMean short32 = new(32);
    private MovingMean long128 = new(128);
    private MovingMean long500 = new(500);
    private MovingMean offWeek16 = new(16);
    private MovingMean moves64 = new(64);
    private MovingMean moves2000 = new(2000);
    private double last = double.NaN;
    private double greatest;

    public void Set(Forecasts other)
    {
        other.surprises.CopyTo(surprises.AsSpan());
        day.Set(other.day);
        week.Set(other.week);
        short8 = other.short8;
        short32 = other.short32;
        long128 = other.long128;
        long500 = other.long500;
        offWeek16 = other.offWeek16;
        moves64 = other.moves64;
        moves2000 = other.moves2000;
        last = other.last;
        greatest = other.greatest;
    }

    /// <summary>The forecast that was nearer so far, that of the level or that of the day, and its band.</summary>
    public (double Expected, double Low, double High) Expect(long time)
    {
        int ofDay = day.Place(time);
        bool byDay = day.Known(ofDay) >= KnownDay && surprises[4].Scale < surprises[0].Scale;
        double expected = byDay ? day.Level(ofDay) : long500.Value;
        ref Surprise off = ref surprises[byDay ? 4 : 0];
        return double.IsNaN(last)
            ? (double.NaN, double.NaN, double.NaN)
            : (expected, expected + Math.Min(0, off.Low), expected + Math.Max(0, off.High));
    }

    /// <summary>Surprises at a value, which is then learnt from.</summary>
    /// <param name="time">Seconds since 1970.</param>
    /// <param name="to">For <see cref="Count"/> of them; where one is greater already, it stays.</param>
    public void Next(long time, double x, Span<double> to)
    {
        if (double.IsNaN(last))
        {
            last = x;
            long128.Add(x);
            long500.Add(x);
        }
        greatest = Math.Max(greatest, Math.Abs(x));
        short8.Add(x);
        short32.Add(x);
        moves64.Add(Math.Abs(x - last));
        moves2000.Add(Math.Abs(x - last));
        last = x;
        double shift = Rounded(short32.Value - long500.Value);
        Take(0, Rounded(x - long500.Value), to);
        Take(1, Rounded(short8.Value - long128.Value), to);
        Take(2, shift, to);
        Restlessness(shift, to);
        Seasons(time, x, to);
        long128.Add(x);
        long500.Add(x);
    }

    private void Restlessness(double shift, Span<double> to)
    {
        double usual = moves2000.Value;
        bool moves = usual > Rounding * greatest;
        // A small part of the usual is as good as none.
        double now = moves64.Value + 0.05 * usual;
        Take(3, moves ? shift / now : 0, to);
        Take(7, moves ? Math.Log((moves64.Value + 0.01 * usual) / usual) : 0, to);
    }

    private void Seasons(long time, double x, Span<double> to)
    {
        int ofDay = day.Place(time);
        int ofWeek = week.Place(time);
        if (day.Known(ofDay) >= KnownDay)
        {
            Take(4, Rounded(x - day.Level(ofDay)), to);
            double off = x - (week.Known(ofWeek) >= KnownWeek ? week.Level(ofWeek) : day.Level(ofDay));
            offWeek16.Add(off);
            Take(5, Rounded(off), to);
            Take(6, Rounded(offWeek16.Value), to);
        }
        day.Add(ofDay, x);
        week.Add(ofWeek, x);
    }

    private double Rounded(double difference) => Math.Abs(difference) > Rounding * greatest ? difference : 0;

    private void Take(int element, double difference, Span<double> to) =>
        to[element] = Math.Max(to[element], surprises[element].Next(difference));
}
