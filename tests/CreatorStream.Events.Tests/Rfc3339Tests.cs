using System.Text;
using Xunit.Abstractions;

namespace CreatorStream.Events.Tests;

public class Rfc3339Tests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("1970-01-01T00:00:00Z", 0)]
    [InlineData("2000-01-01T00:00:00Z", Rfc3339.EarliestMicros)]
    [InlineData("1999-12-31T23:59:59.999999Z", Rfc3339.EarliestMicros - 1)]
    [InlineData("2026-03-01T12:00:00Z", Read.Now)]
    [InlineData("2026-03-01t12:00:00z", Read.Now)]
    [InlineData("2026-03-01 12:00:00Z", Read.Now)]
    [InlineData("2026-03-01T12:00:00+00:00", Read.Now)]
    [InlineData("2026-03-01T12:00:00-00:00", Read.Now)]
    [InlineData("2026-03-01T13:30:00+01:30", Read.Now)]
    [InlineData("2026-02-28T23:00:00-13:00", Read.Now)]
    [InlineData("2026-03-02T11:59:00+23:59", Read.Now)]
    [InlineData("2026-03-01T12:00:00.5Z", Read.Now + 500_000)]
    [InlineData("2026-03-01T12:00:00.000001Z", Read.Now + 1)]
    [InlineData("2026-03-01T12:00:00.0000019999999999999Z", Read.Now + 1)]
    [InlineData("2026-03-01T11:59:60Z", Read.Now)]
    [InlineData("2024-02-29T00:00:00Z", 1_709_164_800_000_000)]
    [InlineData("2000-02-29T00:00:00Z", 951_782_400_000_000)]
    [InlineData("9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999)]
    [InlineData("0001-01-01T00:00:00Z", -62_135_596_800_000_000)]
    public void A_time_is_read_to_the_microsecond(string text, long expected)
    {
        Assert.True(Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out long micros));
        Assert.Equal(expected, micros);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-03-01")]
    [InlineData("2026-03-01T12:00:00")]
    [InlineData("2026-03-01T12:00:00.Z")]
    [InlineData("2026-03-01T12:00:00,5Z")]
    [InlineData("2026-03-01T12:00Z")]
    [InlineData("2026-3-01T12:00:00Z")]
    [InlineData("2026-13-01T12:00:00Z")]
    [InlineData("2026-00-01T12:00:00Z")]
    [InlineData("2026-02-29T12:00:00Z")]
    [InlineData("2100-02-29T12:00:00Z")]
    [InlineData("2026-04-31T12:00:00Z")]
    [InlineData("2026-03-00T12:00:00Z")]
    [InlineData("2026-03-01T24:00:00Z")]
    [InlineData("2026-03-01T12:60:00Z")]
    [InlineData("2026-03-01T12:00:61Z")]
    [InlineData("2026-03-01T12:00:00+24:00")]
    [InlineData("2026-03-01T12:00:00+01:60")]
    [InlineData("2026-03-01T12:00:00+0100")]
    [InlineData("2026-03-01T12:00:00+01")]
    [InlineData("2026-03-01T12:00:00Z ")]
    [InlineData(" 2026-03-01T12:00:00Z")]
    [InlineData("2026-03-01T12:00:00ZZ")]
    [InlineData("0000-03-01T12:00:00Z")]
    [InlineData("-026-03-01T12:00:00Z")]
    [InlineData("1772366400")]
    [InlineData("1772366400000")]
    [InlineData("2026-03-01T12:00:00\u0660Z")]
    // Written by its offset it would lie outside the years that a time can be written in.
    [InlineData("9999-12-31T23:59:59-00:01")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    public void What_is_no_time_is_refused(string text) =>
        Assert.False(Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void What_was_written_is_read_back()
    {
        Random random = Seed.Next(output);
        const long First = -62_135_596_800_000_000;
        const long Last = 253_402_300_799_999_999;
        for (int i = 0; i < 20_000; i++)
        {
            long micros = random.NextInt64(First, Last);
            micros -= (i % 3) switch
            {
                0 => micros % 1_000_000,
                1 => micros % 1000,
                _ => 0,
            };
            string text = Rfc3339.Format(micros);
            Assert.True(Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out long read), text);
            Assert.Equal(micros, read);
            Assert.Equal(DateTimeOffset.UnixEpoch.AddTicks(micros * 10), DateTimeOffset.Parse(text, null));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(86_399_999_999, 0)]
    [InlineData(86_400_000_000, 1)]
    [InlineData(-1, -1)]
    [InlineData(-86_400_000_000, -1)]
    [InlineData(-86_400_000_001, -2)]
    public void A_day_begins_at_midnight_before_1970_too(long micros, int day) =>
        Assert.Equal(day, Rfc3339.DayOf(micros));
}
