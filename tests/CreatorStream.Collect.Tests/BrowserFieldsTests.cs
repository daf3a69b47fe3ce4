using System.Net;
using System.Text;
using CreatorStream.Events;
using static CreatorStream.Collect.Tests.Collector;

namespace CreatorStream.Collect.Tests;

/// <summary>What browsers send by themselves, and nobody there can mend.</summary>
public class BrowserFieldsTests
{
    [Theory]
    [InlineData("referrer=android-app%3A%2F%2Fcom.google.android.gm%2F", "referrer", "")]
    [InlineData("url=javascript:alert(1)", "url", "")]
    [InlineData("referrer=https%3A%2F%2Fblog.example%2Fa%09b", "referrer", "")]
    [InlineData("referrer=https%3A%2F%2Fblog.example%2Fa%C2%85b", "referrer", "")]
    [InlineData("country=de", "country", "")]
    [InlineData("country=T1", "country", "")]
    [InlineData("person=login%3A4711", "person", "")]
    [InlineData("person=email%3Ajane%40shop.example", "person", "")]
    [InlineData("person=token%3Ashort", "person", "")]
    [InlineData("consent=0&person=token%3A0123456789abcdef", "person", "")]
    [InlineData("person=token%3A0123456789abcdef", "person", "token:0123456789abcdef")]
    [InlineData("referrer=HTTPS%3A%2F%2Fblog.example", "referrer", "HTTPS://blog.example")]
    public async Task What_a_browser_says_by_itself_never_loses_the_event(string query, string field, string kept)
    {
        await using Collector collector = await Start();
        using HttpResponseMessage answer = await collector.Get(
            "/v1/p.gif?" + query,
            ("Sec-Fetch-Site", "same-site"),
            ("Sec-Fetch-Mode", "no-cors")
        );
        using HttpResponseMessage script = await collector.Client.PostAsync("/v1/script?" + query, null);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NoContent), (answer.StatusCode, script.StatusCode));
        EventBatch events = collector.Events();
        EventField of = Enum.Parse<EventField>(field, ignoreCase: true);
        Assert.Equal((kept, kept), (Field(events, of), Field(events, of, 1)));
        Assert.Equal(kept.Length == 0, collector.Metrics.Mended.Contains(KeyValuePair.Create(field, 2L)));
    }

    [Fact]
    public async Task Addresses_that_are_too_long_are_cut()
    {
        await using Collector collector = await Start();
        string address = "https://shop.example/" + new string('a', 2022) + "äöü";
        using HttpResponseMessage answer = await collector.Get("/v1/p.gif?url=" + Uri.EscapeDataString(address));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(address[..2045], Field(collector.Events(), EventField.Url));
    }

    [Fact]
    public async Task A_tab_in_the_agent_hides_no_bot()
    {
        await using Collector collector = await Start();
        string answer = await collector.Raw(
            "GET /v1/p.gif HTTP/1.1\r\nHost: localhost\r\nUser-Agent: curl\tbot\r\nConnection: close\r\n\r\n"
        );
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Equal("curl bot", Field(collector.Events(), EventField.Agent));
    }

    [Fact]
    public async Task A_user_agent_of_any_length_and_letters_is_cut_to_fit()
    {
        await using Collector collector = await Start();
        foreach (
            string agent in (string[])
                [new string('a', 4000), Repeat("✨", 300), "a" + Repeat("𝒳", 400), Repeat("𝒳", 400)]
        )
        {
            using HttpResponseMessage answer = await SendAgent(collector, agent);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
        EventBatch events = collector.Events();
        // Whole letters, of one, three and four bytes.
        Assert.Equal(
            [509, 510, 512, 512],
            Enumerable.Range(0, events.Count).Select(row => events.Bytes(EventField.Agent, row).Length).Order()
        );
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static async Task<HttpResponseMessage> SendAgent(Collector collector, string agent)
    {
        using var utf8 = new HttpClient(
            new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }
        );
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(collector.Client.BaseAddress!, "/v1/p.gif"));
        request.Headers.TryAddWithoutValidation("User-Agent", agent);
        return await utf8.SendAsync(request);
    }

    private static string Field(EventBatch events, EventField field, int row = 0) =>
        Encoding.UTF8.GetString(events.Bytes(field, row));
}
