using CreatorStream.Events;

namespace CreatorStream.Analytics.Money;

/// <summary>
/// What one flat cost has come to by an instant, in a currency that its amount need not be in: what accrues on each UTC
/// day goes by that day's rate. The sums of whole days are kept, so that a cost of years costs no more to ask than one
/// of a day.
/// </summary>
/// <param name="amount">In micro-units.</param>
/// <param name="start">Where it begins to accrue.</param>
/// <param name="end">Where it has accrued.</param>
/// <param name="rateOf">
/// That of a UTC day (yyyy-MM-dd), in millionths; null: it is not known. The same day has the same rate as long as this
/// is asked. Null where the amount is in the currency that is asked for.
/// </param>
public sealed class FlatCost(long amount, long start, long end, Func<string, long?>? rateOf)
{
    private const long DayMicros = 86_400_000_000;

    private readonly int firstDay = Rfc3339.DayOf(start);

    /// <summary>By day since the first, all that has accrued when it ends; up to a day that has no rate.</summary>
    private readonly List<Int128> wholeDays = [];

    /// <summary>From the cost's beginning on, so that neighbouring periods add up to the unit; null while a rate is missing.</summary>
    /// <param name="missing">The first day whose rate is.</param>
    public Int128? AccruedBy(long instant, out string? missing)
    {
        missing = null;
        if (rateOf == null)
        {
            return At(instant);
        }
        instant = Math.Min(instant, end);
        if (instant <= start)
        {
            return 0;
        }
        // The day that the last moment before is in.
        int days = Rfc3339.DayOf(instant - 1) - firstDay;
        while (wholeDays.Count < days)
        {
            if (Through(StartOf(wholeDays.Count + 1), rateOf, out missing) is not { } sum)
            {
                return null;
            }
            wholeDays.Add(sum);
        }
        return Through(instant, rateOf, out missing);
    }

    /// <summary>All that has accrued by an instant of the day behind those that are kept, or of one of them.</summary>
    private Int128? Through(long instant, Func<string, long?> rates, out string? missing)
    {
        int day = Rfc3339.DayOf(instant - 1) - firstDay;
        string utcDay = CostAccrual.UtcDay(instant - 1);
        if (rates(utcDay) is not { } rate)
        {
            missing = utcDay;
            return null;
        }
        missing = null;
        Int128 before = day == 0 ? 0 : wholeDays[day - 1];
        return before + Micros.Convert(At(instant) - At(StartOf(day)), rate);
    }

    private long StartOf(int day) => day == 0 ? start : ((long)firstDay + day) * DayMicros;

    private long At(long instant) => CostAccrual.Accrued(amount, start, end, instant);
}
