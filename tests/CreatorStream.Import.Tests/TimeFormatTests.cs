namespace CreatorStream.Import.Tests;

public sealed class TimeFormatTests
{
    [Theory]
    [InlineData("rfc3339", "UTC", "2026-03-01T12:00:00Z", "2026-03-01T12:00:00Z")]
    [InlineData("rfc3339", "UTC", "2026-03-01T12:00:00.5+02:00", "2026-03-01T10:00:00.5Z")]
    [InlineData("rfc3339", "Europe/Berlin", "2026-03-01 12:00:00", "2026-03-01T11:00:00Z")]
    [InlineData("rfc3339", "Europe/Berlin", "2026-03-01", "2026-02-28T23:00:00Z")]
    [InlineData("rfc3339", "UTC", "2026-05-19T07:56:32+0000", "2026-05-19T07:56:32Z")]
    [InlineData("yyyy-MM-dd HH:mm:ss", "UTC", "2017-11-06 16:00:00", "2017-11-06T16:00:00Z")]
    [InlineData("dd.MM.yyyy HH:mm", "Europe/Berlin", "01.07.2026 12:00", "2026-07-01T10:00:00Z")]
    [InlineData("dd.MM.yyyy HH:mm", "America/New_York", "01.01.2026 12:00", "2026-01-01T17:00:00Z")]
    [InlineData("dd.MM.yyyy HH:mm", "Asia/Kolkata", "01.01.2026 12:00", "2026-01-01T06:30:00Z")]
    [InlineData("unix", "UTC", "1700000000.25", "2023-11-14T22:13:20.25Z")]
    [InlineData("unix-ms", "UTC", "1700000000250", "2023-11-14T22:13:20.25Z")]
    [InlineData("unix-us", "UTC", "1700000000250001", "2023-11-14T22:13:20.250001Z")]
    // 02:30 comes twice that night; the first time it is still summer.
    [InlineData("dd.MM.yyyy HH:mm", "Europe/Berlin", "25.10.2026 02:30", "2026-10-25T00:30:00Z")]
    [InlineData("dd.MM.yyyy HH:mm", "Europe/Berlin", "25.10.2026 03:00", "2026-10-25T02:00:00Z")]
    // London's base offset is 0, but not in summer.
    [InlineData("dd.MM.yyyy HH:mm", "Europe/London", "01.07.2026 12:00", "2026-07-01T11:00:00Z")]
    public void Times_become_utc(string format, string zone, string text, string expected)
    {
        Assert.True(TimeFormat.Create(format, zone).TryRead(text, out DateTime utc, out string? reason), reason);
        Assert.Equal(DateTimeOffset.Parse(expected, null).UtcDateTime, utc);
        Assert.Equal(DateTimeKind.Utc, utc.Kind);
    }

    [Theory]
    [InlineData(
        "dd.MM.yyyy HH:mm",
        "Europe/Berlin",
        "29.03.2026 02:30",
        "does not exist in Europe/Berlin: the clocks skip it"
    )]
    [InlineData("dd.MM.yyyy HH:mm", "UTC", "2026-03-29", "is no time of the format dd.MM.yyyy HH:mm")]
    [InlineData("rfc3339", "UTC", "2026", "is no time of the format rfc3339")]
    [InlineData("rfc3339", "Europe/Berlin", "0001-01-01T00:00:00", "lies outside the years 1 to 9999")]
    [InlineData("rfc3339", "America/New_York", "9999-12-31T23:59:59", "lies outside the years 1 to 9999")]
    [InlineData("unix", "UTC", "1e400", "is no time in seconds since 1970")]
    [InlineData("unix", "UTC", "-5", "is no time in seconds since 1970")]
    [InlineData("unix-us", "UTC", "today", "is no time in microseconds since 1970")]
    public void What_is_no_time_is_said(string format, string zone, string text, string expected)
    {
        Assert.False(TimeFormat.Create(format, zone).TryRead(text, out _, out string? reason));
        Assert.Contains(expected, reason, StringComparison.Ordinal);
    }

    /// <summary>A day and a month that are taken for one another move an event by months, and nobody sees it.</summary>
    [Theory]
    [InlineData("05/11/2026")]
    [InlineData("05/11/2026 10:00")]
    [InlineData("05.11.2026")]
    [InlineData("10:00:00 AM")]
    [InlineData("Nov 5, 2026")]
    [InlineData("2026/11/05")]
    [InlineData("2026-11-5 10:00")]
    public void What_would_have_to_be_guessed_needs_a_format(string text)
    {
        Assert.False(TimeFormat.Create(TimeFormat.Rfc3339, "UTC").TryRead(text, out _, out string? reason));
        Assert.Equal(
            $"'{text}' is no time of the format rfc3339 (such as 2026-11-21T08:00:00Z): give its format in the mapping",
            reason
        );
    }
}
