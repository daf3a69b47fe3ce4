using System.Text.Json;
using CreatorStream.Analytics.Authenticity.Agents;
using Xunit.Abstractions;

namespace CreatorStream.Analytics.Tests.Authenticity;

public sealed class AutomatedAgentsTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("Mozilla/5.0 (compatible; Examplebot/1.0)", AgentSign.Word)]
    [InlineData(
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/120.0.0.0 Mobile Safari/537.36",
        AgentSign.Word
    )]
    [InlineData(
        "Mozilla/5.0 (Windows NT 10.0; rv:120.0) Gecko/20100101 Firefox/120.0 (see https://example.org)",
        AgentSign.Address
    )]
    [InlineData("ExampleFetch 1.0 someone@example.org", AgentSign.Word)]
    [InlineData("Example 1.0 someone@example.org", AgentSign.Address)]
    [InlineData(
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/79.0.3945.0 Safari/537.36 looker.example.com/2.0",
        AgentSign.Address
    )]
    [InlineData("looker.example.com/2.0", AgentSign.Address)]
    [InlineData(
        "Mozilla/5.0 (X11; Linux x86_64; looker.example.com) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/79.0.3945.0 Safari/537.36",
        AgentSign.Address
    )]
    [InlineData(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 (compatible; looker.example.com)",
        AgentSign.Address
    )]
    [InlineData(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBOP/5] (+https://example.org)",
        AgentSign.Address
    )]
    [InlineData(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Looker/2 (looker.example.com/why.html)",
        AgentSign.Address
    )]
    [InlineData("bot", AgentSign.Word)]
    [InlineData("Bots of Example/1.0", AgentSign.Word)]
    [InlineData("Example-robots/2.0", AgentSign.Word)]
    [InlineData("ExampleBotImages/1.0", AgentSign.Word)]
    [InlineData("EXAMPLEBOT_2", AgentSign.Word)]
    [InlineData("Abbott examplebot/1.0", AgentSign.Word)]
    [InlineData("Cubot examplebot/1.0", AgentSign.Word)]
    [InlineData("example-library/2.3.1", AgentSign.Form)]
    [InlineData("Mozilla/5.0", AgentSign.Form)]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", AgentSign.Form)]
    [InlineData("Mozilla/5.0 (compatible; Example)", AgentSign.Form)]
    [InlineData("Mozilla/5.0 (Example)", AgentSign.Platform)]
    [InlineData(
        "Mozilla/5.0 (X11; Example; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.75 Safari/537.36",
        AgentSign.Platform
    )]
    [InlineData(
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.75 Safari/537.36 Example/1.0",
        AgentSign.Product
    )]
    [InlineData(
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko; Example) Chrome/86.0.4240.75 Safari/537.36",
        AgentSign.Product
    )]
    [InlineData(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
        AgentSign.None
    )]
    [InlineData(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 NewBrowser/131.0.2903.5",
        AgentSign.None
    )]
    [InlineData(
        "Mozilla/5.0 (Linux; Android 11; CUBOT X18) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
        AgentSign.None
    )]
    [InlineData("", AgentSign.None)]
    [InlineData("  ", AgentSign.None)]
    public void The_rule_judges_agents_that_no_list_has(string agent, AgentSign expected) =>
        Assert.Equal(expected, AutomatedAgents.JudgeByRule(agent));

    [Theory]
    [InlineData(Phone + " Mobile/16D57 [FBAN/FBIOS;FBDV/iPhone11,8;FBCR/Telekom.de;FBID/phone;FBLC/de_DE;FBOP/5]")]
    [InlineData(Phone + " Mobile/16D57 [FBAN/FBIOS;FBCR/www.example.de;FBOP/5][FBCR/Robot;]")]
    [InlineData("[FBAN/FBIOS;FBAV/400.0.0.30.104;FBDV/iPhone11,8;FBCR/vodafone.de")]
    [InlineData(Phone + " Mobile/15E148 Booking.com/1.0")]
    [InlineData(Phone + " Mobile/15E148 GMX.de/8.1")]
    [InlineData(Phone + " Mobile/15E148 WEB.DE Mail")]
    [InlineData(Phone + " Mobile/15E148 vodafone.de")]
    [InlineData("Booking.com/34.2 (iPhone; iOS 17.2; Scale/3.00)")]
    [InlineData("Mozilla/5.0 (Linux; Android 12; Abbott FreeStyle) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile")]
    [InlineData("ABBOTT FreeStyle/2.5 (iPhone; iOS 17.2; Scale/3.00)")]
    [InlineData("Talbots/5.1 (iPhone; iOS 17.2; Scale/3.00)")]
    [InlineData("Botswana Post/1.0 (Android 13; en_US)")]
    public void Names_of_operators_and_apps_accuse_nobody(string agent) =>
        Assert.Equal(AgentSign.None, AutomatedAgents.Judge(agent));

    private const string Phone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";

    /// <summary>A shop's app on Android has it; a backtest calls it automated all the same.</summary>
    [Theory]
    [InlineData("okhttp/4.12.0")]
    [InlineData("MyShop/5.2 (Android 14; Pixel 8) okhttp/4.12.0")]
    public void What_apps_speak_by_is_no_crawler(string agent) =>
        Assert.NotEqual(AgentSign.KnownCrawler, AutomatedAgents.Judge(agent));

    /// <summary>Who follows a link within an app; alone the app's name is of who fetches previews.</summary>
    [Theory]
    [InlineData(Phone + " Mobile/22G100 Safari/604.1 MetaIAB Facebook")]
    [InlineData(
        "Mozilla/5.0 (Linux; Android 15; SM-S921B; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/140.0.0.0 Mobile Safari/537.36 MetaIAB Facebook"
    )]
    [InlineData(Phone + " Mobile/15E148 Viber/24.1.0")]
    [InlineData(Phone + " Mobile/15E148 WhatsApp/2.24.1")]
    public void Browsers_within_apps_are_peoples(string agent) =>
        Assert.Equal(AgentSign.None, AutomatedAgents.Judge(agent));

    /// <summary>A crawler hides nothing by a word of theirs.</summary>
    [Theory]
    [InlineData(
        "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36 Google-Read-Aloud MetaIAB"
    )]
    [InlineData("Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot) WhatsApp")]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html) okhttp/4.12.0")]
    public void Words_of_apps_hide_no_crawler(string agent) =>
        Assert.Equal(AgentSign.KnownCrawler, AutomatedAgents.Judge(agent));

    [Theory]
    [InlineData("WhatsApp/2.23.20.0 A")]
    [InlineData("Viber")]
    public void Apps_that_fetch_previews_are_crawlers(string agent) =>
        Assert.Equal(AgentSign.KnownCrawler, AutomatedAgents.Judge(agent));

    [Fact]
    public void The_list_comes_first()
    {
        Assert.Equal(AgentSign.KnownCrawler, AutomatedAgents.Judge("Mozilla/5.0 (compatible; Googlebot/2.1)"));
        Assert.Equal(AgentSign.None, AutomatedAgents.Judge("Overcast/3.0 (+http://overcast.fm/; iOS podcast app)"));
    }

    [Fact]
    public void Of_ordinary_browsers_hardly_one_in_a_thousand_is_accused()
    {
        const int Count = 50_000;
        string[] wrong =
        [
            .. OrdinaryAgents
                .Make(Count, seed: 3)
                .Where(agent => AutomatedAgents.Likelihood(agent) >= AutomatedAgents.Threshold),
        ];
        output.WriteLine($"{wrong.Length} of {Count}");
        Assert.True(wrong.Length <= Count / 1000, string.Join('\n', wrong.Distinct().Take(20)));
    }

    [Fact]
    public void Whatever_agent_comes_it_is_judged()
    {
        string[] agents =
        [
            new('(', 10_000_000),
            "Mozilla/5.0 (" + new string(')', 100_000),
            "Mozilla/5.0 ((((",
            "Mozilla/5.0 ()",
            "Mozilla/ (;;;;) / //",
            "\ud83d\0\u0007",
            "@",
            "a@",
            "...",
            new string('.', 3000) + "com",
            string.Concat(Enumerable.Repeat("cubot ", 2000)),
            string.Concat(Enumerable.Repeat("[FB", 2000)),
            string.Concat(Enumerable.Repeat("[FB]", 2000)),
            new('é', 5000),
        ];
        foreach (string agent in agents)
        {
            Assert.Equal(AutomatedAgents.Judge(agent), AutomatedAgents.Judge(agent));
        }
    }

    [SkippableFact]
    public void Crawlers_are_found_without_the_list()
    {
        string file = SharedData.File("user-agents", "crawler-user-agents.json");
        using var list = JsonDocument.Parse(File.ReadAllBytes(file));
        string[][] patterns =
        [
            .. list
                .RootElement.EnumerateArray()
                .Where(entry => entry.TryGetProperty("instances", out JsonElement found) && found.GetArrayLength() > 0)
                .Select(entry =>
                    (string[])[.. entry.GetProperty("instances").EnumerateArray().Select(one => one.GetString()!)]
                ),
        ];
        double all = Report(patterns, AgentSign.None);
        foreach (AgentSign sign in Enum.GetValues<AgentSign>().Where(sign => sign > AgentSign.KnownCrawler))
        {
            Report(patterns, sign);
        }
        Assert.InRange(all, 0.985, 1);
    }

    private double Report(string[][] patterns, AgentSign leftOut)
    {
        bool IsFound(string agent) => AutomatedAgents.JudgeByRule(agent, leftOut) != AgentSign.None;
        double recall = patterns.SelectMany(agents => agents).Average(agent => IsFound(agent) ? 1.0 : 0);
        double crawlers = patterns.Average(agents => agents.Average(agent => IsFound(agent) ? 1.0 : 0));
        string what = leftOut == AgentSign.None ? "the rule alone" : $"without {leftOut}";
        output.WriteLine($"{what}: {recall:F4} of agents, {crawlers:F4} of crawlers");
        return recall;
    }
}
