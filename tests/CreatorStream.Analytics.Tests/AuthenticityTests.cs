using CreatorStream.Analytics.Authenticity;

namespace CreatorStream.Analytics.Tests;

public sealed class AuthenticityTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", true)]
    [InlineData("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", true)]
    [InlineData("python-requests/2.32.3", true)]
    [InlineData("curl/8.5.0", true)]
    [InlineData(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
        false
    )]
    [InlineData(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
        false
    )]
    [InlineData("", false)]
    public void Crawlers_are_known_by_their_agent(string agent, bool isCrawler) =>
        Assert.Equal(isCrawler, CrawlerAgents.IsCrawler(agent));

    [Theory]
    [InlineData(41, 59_999_999, true)]
    [InlineData(41, 60_000_000, false)]
    [InlineData(40, 1, false)]
    public void More_than_forty_in_less_than_a_minute_is_inhuman(int actions, long span, bool inhuman)
    {
        long[] times = [.. Enumerable.Range(0, actions).Select(i => i * span / (actions - 1))];
        Assert.Equal(inhuman, InhumanRate.Exceeded(times));
    }

    /// <summary>An import of days: how fast it was nobody knows.</summary>
    [Theory]
    [InlineData(1_000, 40, false)]
    [InlineData(1_000, 41, true)]
    public void Those_of_a_date_alone_count_as_one(int rounded, int all, bool inhuman)
    {
        const long Day = 1_767_225_600_000_000;
        IEnumerable<long> exact = Enumerable.Range(1, all - 1).Select(n => Day + (n * 1_000_000L));
        Assert.Equal(inhuman, InhumanRate.Exceeded([.. Enumerable.Repeat(Day, rounded), .. exact]));
        // Of any other moment all count: a program may send them at one time.
        Assert.True(InhumanRate.Exceeded([.. Enumerable.Repeat(Day + 3_600_000_000, 41)]));
    }
}
