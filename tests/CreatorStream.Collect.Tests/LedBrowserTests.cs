using System.Net;
using System.Text;
using CreatorStream.Events;
using static CreatorStream.Collect.Tests.Collector;

namespace CreatorStream.Collect.Tests;

/// <summary>Who leads browsers to an address makes nobody the same person.</summary>
public class LedBrowserTests
{
    private const string Token = "token:0123456789abcdef";
    private const string Query = "?type=cart&person=token%3A0123456789abcdef";

    /// <param name="site">What the browser says of who asks; empty: it says nothing.</param>
    /// <param name="mode">What the browser says of how it asks; empty: it says nothing.</param>
    [Theory]
    // A link, a form or a redirect of a foreign page.
    [InlineData("cross-site", "navigate", false)]
    // The same in a page of the shop, which may show what others wrote; a frame there.
    [InlineData("same-site", "navigate", false)]
    [InlineData("same-origin", "navigate", false)]
    // A mail, a bookmark.
    [InlineData("none", "navigate", false)]
    // An image or a script of a foreign page, or an image of the shop's page that a foreign server redirects.
    [InlineData("cross-site", "no-cors", false)]
    [InlineData("cross-site", "cors", false)]
    [InlineData("none", "no-cors", false)]
    // What a browser may say one day, or a tool says now.
    [InlineData("same-origin", "nested-navigate", false)]
    [InlineData("same-origin, cross-site", "no-cors", false)]
    // An old browser, or one that calls without https.
    [InlineData("", "", false)]
    [InlineData("same-origin", "", false)]
    [InlineData("", "no-cors", false)]
    // An image, a beacon, a fetch of the shop's page.
    [InlineData("same-origin", "no-cors", true)]
    [InlineData("same-site", "no-cors", true)]
    [InlineData("same-site", "cors", true)]
    [InlineData("same-origin", "same-origin", true)]
    public async Task Of_who_is_known_by_the_cookie_a_person_counts_only_from_the_shops_own_page(
        string site,
        string mode,
        bool counts
    )
    {
        await using Collector collector = await Start();
        string visitor = collector.Ids.New();
        (string, string)[] said =
        [
            .. new[] { ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode) }.Where(header => header.Item2 != ""),
        ];
        using HttpResponseMessage known = await collector.Get(
            "/v1/p.gif" + Query,
            [.. said, ("Cookie", $"cs_vid={visitor}")]
        );
        // Who has no cookie yet gets one by this call.
        using HttpResponseMessage comes = await collector.Get("/v1/p.gif" + Query, said);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (known.StatusCode, comes.StatusCode));
        EventBatch events = collector.Events();
        Assert.Equal(2, events.Count);
        Assert.Contains(visitor, new[] { Field(events, EventField.Visitor, 0), Field(events, EventField.Visitor, 1) });
        string kept = counts ? Token : "";
        Assert.Equal((kept, kept), (Field(events, EventField.Person, 0), Field(events, EventField.Person, 1)));
        Assert.Equal(!counts, collector.Metrics.Mended.Contains(KeyValuePair.Create("person", 2L)));
    }

    /// <summary>Who names the visitor knows it: nobody can lead others under their own ids.</summary>
    [Fact]
    public async Task Of_who_is_named_and_of_the_script_a_person_counts_from_anywhere()
    {
        await using Collector collector = await Start();
        (string, string)[] foreign = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors")];
        string visitor = collector.Ids.New();
        using HttpResponseMessage pixel = await collector.Get($"/v1/p.gif{Query}&visitor={visitor}", foreign);
        using var script = new HttpRequestMessage(HttpMethod.Post, $"/v1/script{Query}&visitor={visitor}");
        foreach ((string name, string value) in foreign)
        {
            script.Headers.Add(name, value);
        }
        using HttpResponseMessage sent = await collector.Client.SendAsync(script);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NoContent), (pixel.StatusCode, sent.StatusCode));
        EventBatch events = collector.Events();
        Assert.Equal(
            [(visitor, Token), (visitor, Token)],
            Enumerable
                .Range(0, events.Count)
                .Select(row => (Field(events, EventField.Visitor, row), Field(events, EventField.Person, row)))
        );
        Assert.Empty(collector.Metrics.Mended);
    }

    /// <summary>An id that somebody made up is none: the cookie's visitor is meant, and led.</summary>
    [Fact]
    public async Task A_made_up_id_in_the_address_names_nobody()
    {
        await using Collector collector = await Start();
        using HttpResponseMessage answer = await collector.Get(
            $"/v1/p.gif{Query}&visitor=0123456789abcdef0123456789abcdef0123",
            ("Sec-Fetch-Site", "cross-site"),
            ("Sec-Fetch-Mode", "navigate"),
            ("Cookie", $"cs_vid={collector.Ids.New()}")
        );
        Assert.Equal("", Field(collector.Events(), EventField.Person, 0));
    }

    private static string Field(EventBatch events, EventField field, int row) =>
        Encoding.UTF8.GetString(events.Bytes(field, row));
}
