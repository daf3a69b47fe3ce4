using System.Globalization;
using CreatorStream.Events;
using NodaTime;
using NodaTime.Text;

namespace CreatorStream.Analytics.Money;

/// <summary>
/// A flat cost accrues linearly from <c>from</c> 00:00 to <c>to</c> 24:00 in the campaign's time zone. Money is in
/// micro-units, instants in microseconds since 1970.
/// </summary>
public static class CostAccrual
{
    private static readonly LocalDatePattern Days = LocalDatePattern.Iso;

    public static bool IsTimeZone(string zone) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) != null;

    public static bool IsDay(string day) => Days.Parse(day).Success;

    /// <summary>The first instant of a day in a zone: in a gap, the end of the gap.</summary>
    /// <param name="day">yyyy-MM-dd; both arguments must have been checked.</param>
    public static long StartOfDay(string day, string zone, int addDays = 0)
    {
        LocalDate date = Days.Parse(day).Value.PlusDays(addDays);
        var start = date.AtStartOfDayInZone(DateTimeZoneProviders.Tzdb[zone]).ToInstant();
        return start.ToUnixTimeTicks() / 10;
    }

    /// <summary>How much of <paramref name="amount"/> has accrued at <paramref name="at"/>, rounded half to even.</summary>
    public static long Accrued(long amount, long start, long end, long at)
    {
        if (at <= start)
        {
            return 0;
        }
        return at >= end ? amount : (long)Micros.DivideHalfEven((Int128)amount * (at - start), end - start);
    }

    /// <summary>The UTC day of an instant as yyyy-MM-dd.</summary>
    public static string UtcDay(long micros) =>
        DateTime.UnixEpoch.AddDays(Rfc3339.DayOf(micros)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
