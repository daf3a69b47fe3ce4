using System.Globalization;

namespace CreatorStream.Events;

/// <summary>Times on the wire: RFC 3339 with <c>Z</c> or an offset, to the microsecond (finer digits are cut).</summary>
public static class Rfc3339
{
    /// <summary>2000-01-01T00:00:00Z, the earliest time an event may have, in microseconds since 1970.</summary>
    public const long EarliestMicros = 946_684_800_000_000;

    /// <summary>9999-12-31T23:59:59.999999Z, the latest time that can be written, in microseconds since 1970.</summary>
    public const long LatestMicros = (LastSecond * 1_000_000) + 999_999;

    private const long MicrosPerDay = 86_400_000_000;

    /// <summary>0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z, in seconds since 1970.</summary>
    private const long FirstSecond = -62_135_596_800;
    private const long LastSecond = 253_402_300_799;

    /// <returns>false where the text is no RFC 3339 time with a time zone, or names a day or hour that doesn't exist.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out long micros)
    {
        micros = 0;
        if (
            text.Length < 20
            || text[4] != '-'
            || text[7] != '-'
            || (text[10] | 0x20) != 't' && text[10] != ' '
            || text[13] != ':'
            || text[16] != ':'
        )
        {
            return false;
        }
        // Where one is no digit, its part is beyond what any part may be.
        int year = (Pair(text[0], text[1]) * 100) + Pair(text[2], text[3]);
        int month = Pair(text[5], text[6]);
        int day = Pair(text[8], text[9]);
        int hour = Pair(text[11], text[12]);
        int minute = Pair(text[14], text[15]);
        int second = Pair(text[17], text[18]);
        if (
            year is < 1 or > 9999
            || month is < 1 or > 12
            || day < 1
            || day > DateTime.DaysInMonth(year, month)
            || hour > 23
            || minute > 59
            || second > 60
        )
        {
            return false;
        }
        int position = 19;
        long fraction = 0;
        if (text[position] == '.')
        {
            position++;
            int digits = 0;
            while (position < text.Length && text[position] is >= (byte)'0' and <= (byte)'9')
            {
                if (digits < 6)
                {
                    fraction = fraction * 10 + (text[position] - '0');
                }
                digits++;
                position++;
            }
            if (digits == 0)
            {
                return false;
            }
            for (; digits < 6; digits++)
            {
                fraction *= 10;
            }
        }
        if (!Offset(text[position..], out int offsetMinutes))
        {
            return false;
        }
        long seconds = ((long)DaysSinceEpoch(year, month, day) * 86_400) + (hour * 3600) + (minute * 60) + second;
        seconds -= offsetMinutes * 60L;
        if (seconds is < FirstSecond or > LastSecond)
        {
            // In UTC it is in the year 0 or 10000, which can't be written.
            return false;
        }
        micros = (seconds * 1_000_000) + fraction;
        return true;
    }

    /// <summary>Whether it is in the years 1 to 9999.</summary>
    public static bool CanFormat(long micros) => micros is >= FirstSecond * 1_000_000 and <= LatestMicros;

    /// <summary><c>2026-11-21T08:00:00Z</c>, with milliseconds or microseconds where there are any.</summary>
    public static string Format(long micros)
    {
        var time = new DateTime(DateTime.UnixEpoch.Ticks + (micros * 10), DateTimeKind.Utc);
        string format =
            micros % 1_000_000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'"
            : micros % 1000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"
            : "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
        return time.ToString(format, CultureInfo.InvariantCulture);
    }

    public static long ToMicros(DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) / 10;

    /// <summary>Days since 1970-01-01 of a microsecond time (UTC).</summary>
    public static int DayOf(long micros) =>
        (int)Math.DivRem(micros, MicrosPerDay, out _) - (micros % MicrosPerDay < 0 ? 1 : 0);

    private static int DaysSinceEpoch(int year, int month, int day)
    {
        // Howard Hinnant's days_from_civil: no table, no DateTime.
        int y = month <= 2 ? year - 1 : year;
        int era = y / 400;
        int yearOfEra = y - (era * 400);
        int dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        int dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146_097) + dayOfEra - 719_468;
    }

    private static bool Offset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1)
        {
            return (text[0] | 0x20) == 'z';
        }
        if (text.Length != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':')
        {
            return false;
        }
        int hour = Pair(text[1], text[2]);
        int minute = Pair(text[4], text[5]);
        if (hour > 23 || minute > 59)
        {
            return false;
        }
        minutes = (hour * 60) + minute;
        if (text[0] == '-')
        {
            minutes = -minutes;
        }
        return true;
    }

    /// <summary>Two digits as a number, or 10,000 where one isn't a digit.</summary>
    private static int Pair(byte tens, byte ones)
    {
        int high = tens - '0';
        int low = ones - '0';
        return (uint)high <= 9 && (uint)low <= 9 ? (high * 10) + low : 10_000;
    }
}
