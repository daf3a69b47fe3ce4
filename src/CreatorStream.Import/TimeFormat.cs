using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace CreatorStream.Import;

/// <summary>
/// Reads the times of a column. Local times of an IANA zone become UTC; a time that the clocks skip (spring) is an
/// error of that row, since nothing happened then; of a time that comes twice (autumn) the earlier is taken.
/// </summary>
internal sealed class TimeFormat
{
    public const string Rfc3339 = "rfc3339";
    public const string Unix = "unix";
    public const string UnixMs = "unix-ms";
    public const string UnixUs = "unix-us";

    private const string Example = "2026-11-21";

    private readonly string format;
    private readonly DateTimeZone zone;

    private TimeFormat(string format, DateTimeZone zone)
    {
        this.format = format;
        this.zone = zone;
    }

    /// <param name="format"><c>rfc3339</c>, <c>unix</c>, <c>unix-ms</c>, <c>unix-us</c> or a .NET format such as <c>dd.MM.yyyy HH:mm</c>.</param>
    /// <param name="zone">An IANA name; that of times without an offset.</param>
    /// <exception cref="FormatException">No such zone, or no usable format.</exception>
    public static TimeFormat Create(string format, string zone)
    {
        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not { } info)
        {
            throw new FormatException($"no time zone '{zone}' (IANA names, e.g. Europe/Berlin)");
        }

        if (format is not (Rfc3339 or Unix or UnixMs or UnixUs))
        {
            string sample = new DateTime(2026, 11, 21, 13, 14, 15).ToString(format, CultureInfo.InvariantCulture);
            if (!DateTime.TryParseExact(sample, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            {
                throw new FormatException($"'{format}' is no time format");
            }
        }
        return new TimeFormat(format, info);
    }

    /// <summary>UTC, or what is wrong with the text.</summary>
    public bool TryRead(string text, out DateTime utc, out string reason)
    {
        reason = "";
        if (this.format is Unix or UnixMs or UnixUs)
        {
            return TryReadUnix(text, out utc, out reason);
        }

        const DateTimeStyles Styles = DateTimeStyles.RoundtripKind | DateTimeStyles.AllowWhiteSpaces;
        CultureInfo invariant = CultureInfo.InvariantCulture;
        bool isRfc3339 = this.format == Rfc3339;
        bool read = isRfc3339
            ? DateTime.TryParse(text, invariant, Styles, out utc) && BeginsWithDate(text)
            : DateTime.TryParseExact(text, this.format, invariant, Styles, out utc);
        if (!read)
        {
            reason =
                $"'{text}' is no time of the format {this.format}"
                + (isRfc3339 ? $" (such as {Example}T08:00:00Z): give its format in the mapping" : "");
            return false;
        }
        if (utc.Kind != DateTimeKind.Unspecified)
        {
            utc = utc.ToUniversalTime();
            return true;
        }
        return TryToUtc(ref utc, ref reason);
    }

    /// <summary>
    /// Year, month and day, then nothing or a time. Of others .NET makes a guess: 05/11/2026 would be in May, a time alone
    /// today.
    /// </summary>
    private static bool BeginsWithDate(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (
            text.Length < Example.Length
            || (text.Length > Example.Length && text[Example.Length] is not ('T' or 't' or ' '))
        )
        {
            return false;
        }

        for (int i = 0; i < Example.Length; i++)
        {
            if (Example[i] == '-' ? text[i] != '-' : !char.IsAsciiDigit(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryToUtc(ref DateTime time, ref string reason)
    {
        try
        {
            ZoneLocalMapping moments = zone.MapLocal(LocalDateTime.FromDateTime(time));
            if (moments.Count == 0)
            {
                reason = $"{time:yyyy-MM-dd HH:mm:ss} does not exist in {zone.Id}: the clocks skip it";
                return false;
            }
            // The earlier one, where there are two.
            time = moments.First().ToDateTimeUtc();
            return true;
        }
        catch (Exception error)
            when (error is InvalidOperationException or OverflowException or ArgumentOutOfRangeException)
        {
            reason = $"{time:yyyy-MM-dd HH:mm:ss} in {zone.Id} lies outside the years 1 to 9999";
            return false;
        }
    }

    private bool TryReadUnix(string text, out DateTime utc, out string reason)
    {
        utc = default;
        (long scale, string unit) = format switch
        {
            Unix => (TimeSpan.TicksPerSecond, "seconds"),
            UnixMs => (TimeSpan.TicksPerMillisecond, "milliseconds"),
            _ => (TimeSpan.TicksPerMicrosecond, "microseconds"),
        };
        reason = $"'{text}' is no time in {unit} since 1970";
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
        {
            return false;
        }

        long greatest = (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / scale;
        if (number < 0 || number > greatest)
        {
            return false;
        }

        utc = DateTime.UnixEpoch.AddTicks((long)(number * scale));
        return true;
    }
}
