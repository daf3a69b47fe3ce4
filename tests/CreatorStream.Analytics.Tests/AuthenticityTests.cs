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
}
