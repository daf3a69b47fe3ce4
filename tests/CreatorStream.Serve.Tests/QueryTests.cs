using System.Net;
using System.Text.Json;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;

namespace CreatorStream.Serve.Tests;

/// <summary>Views and history over HTTP, with parameters that make sense and others.</summary>
public class QueryTests
{
    [Theory]
    [InlineData("", "from")]
    [InlineData("from=2026-03-01T00:00:00Z", "to")]
    [InlineData("from=yesterday&to=2026-03-02T00:00:00Z&step=60", "from")]
    [InlineData("from=2026-03-01T00:00:00&to=2026-03-02T00:00:00Z&step=60", "from")]
    [InlineData("from=2026-03-29T02:30:00[Europe/Berlin]&to=2026-03-30T00:00:00Z&step=60", "from")]
    [InlineData("from=2026-03-01T00:00:00Z&to=1772366400&step=60", "to")]
    [InlineData("from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z&step=60", "to")]
    [InlineData("from=2026-03-01T00:00:00Z&to=2026-03-01T00:00:00Z&step=60", "to")]
    [InlineData("from=1999-03-01T00:00:00Z&to=2026-03-01T00:00:00Z&step=86400", "to")]
    [InlineData("from=2016-03-01T00:00:00Z&to=2026-03-01T00:00:00Z&step=1", "step")]
    [InlineData("from=2016-03-01T00:00:00Z&to=2026-03-01T00:00:00Z&step=10", "step")]
    [InlineData("from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z", "step")]
    [InlineData("from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&step=0", "step")]
    [InlineData("from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&step=-1", "step")]
    [InlineData("from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&step=15", "step")]
    [InlineData("from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&step=2147483640", "step")]
    [InlineData("from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&step=2147483648", "step")]
    [InlineData("from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&step=9999999999", "step")]
    [InlineData("from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&step=99999999999999999999", "step")]
    [InlineData("from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&step=1.5", "step")]
    [InlineData("from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&step=x", "step")]
    [InlineData("from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&step=", "step")]
    [InlineData("from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&step=%2060", "step")]
    public async Task A_period_that_makes_no_sense_is_refused_for_its_parameter(string query, string field)
    {
        await using Site site = await Site.Start();
        (HttpStatusCode status, JsonElement answer) = await Get(site, $"/api/campaigns/c/history?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(field, answer.GetProperty("field").GetString());
        Assert.StartsWith(field, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_campaign_may_have_a_slash_in_its_name()
    {
        await using Site site = await Site.Start();
        await site.Log.AppendAsync(
            [new LogAppend(LogStream.Catalog, 0, "{\"kind\":\"campaign\",\"id\":\"spring/1 %\"}\n"u8.ToArray(), 1)],
            CancellationToken.None
        );
        string of = $"/api/campaigns/{Uri.EscapeDataString("spring/1 %")}";
        foreach (
            string path in (string[])
                [$"{of}/views/overview", $"{of}/history?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&step=3600"]
        )
        {
            (HttpStatusCode status, _) = await Eventually.Get(
                () => Get(site, path),
                seen => seen.Status != HttpStatusCode.NotFound
            );
            Assert.Equal(HttpStatusCode.OK, status);
        }
    }

    /// <summary>Whoever asks for the one must not be shown the other.</summary>
    [Fact]
    public async Task A_slash_is_told_from_its_code_in_a_name()
    {
        string[] names = ["a/b", "a%2Fb", "a%2fb", "a%252Fb", "a b?c#%"];
        foreach (string there in names)
        {
            await using Site site = await Site.Start();
            site.Views.Put(Documents.First(Documents.Key(there)));
            foreach (string asked in names)
            {
                (HttpStatusCode status, _) = await Get(
                    site,
                    $"/api/campaigns/{Uri.EscapeDataString(asked)}/views/overview"
                );
                HttpStatusCode expected = asked == there ? HttpStatusCode.OK : HttpStatusCode.NotFound;
                Assert.Equal((there, asked, expected), (there, asked, status));
            }
        }
    }

    [Theory]
    [InlineData("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", 3600, 24)]
    [InlineData("2026-03-01T00:00:00Z", "2026-03-01T00:00:01Z", 10, 1)]
    [InlineData("2026-03-01T00:00:00Z", "2026-03-02T03:46:40Z", 10, 10_000)]
    [InlineData("2000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", 86_400 * 366, 7984)]
    public async Task Any_other_period_is_answered_in_equal_steps(string from, string to, int step, int steps)
    {
        await using Site site = await Site.Start();
        await site.Log.AppendAsync(
            [new LogAppend(LogStream.Catalog, 0, "{\"kind\":\"campaign\",\"id\":\"c\"}\n"u8.ToArray(), 1)],
            CancellationToken.None
        );
        string path = $"/api/campaigns/c/history?from={from}&to={to}&step={step}";
        (HttpStatusCode status, JsonElement answer) = await Eventually.Get(
            () => Get(site, path),
            seen => seen.Status != HttpStatusCode.NotFound
        );
        Assert.Equal(HttpStatusCode.OK, status);
        string[] columns =
        [
            "impressions",
            "clicks",
            "visits",
            "engagements",
            "sessions",
            "bounceRate",
            "engagedSeconds",
            "conversions",
            "revenue",
        ];
        IEnumerable<string> raw = columns.Select(name => "raw" + char.ToUpperInvariant(name[0]) + name[1..]);
        Assert.Equal(
            ["from", "to", "step", "startMs", .. columns, .. raw],
            answer.EnumerateObject().Select(member => member.Name)
        );
        Assert.All(["startMs", .. columns], name => Assert.Equal(steps, answer.GetProperty(name).GetArrayLength()));
    }

    [Theory]
    [InlineData("/api/campaigns/none/views/overview", "campaign")]
    [InlineData("/api/campaigns/c/views/none", "overview")]
    [InlineData("/api/campaigns/c/views/campaigns", "overview")]
    [InlineData("/api/views/overview", "campaigns")]
    [InlineData("/api/views/campaigns?id=c", "workspace")]
    [InlineData("/api/campaigns/c/views/overview?workspace=other", "campaign")]
    [InlineData("/api/campaigns/none/history?from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z&step=3600", "campaign")]
    public async Task What_does_not_exist_is_not_found(string path, string reason)
    {
        await using Site site = await Site.Start();
        site.Views.Put(Documents.First(Documents.Key("c")));
        (HttpStatusCode status, JsonElement answer) = await Get(site, path);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains(reason, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_view_is_figures_and_state()
    {
        await using Site site = await Site.Start();
        ViewDocument view = Documents.Next(Documents.First(Documents.Key("c", "creators")), new Random(1));
        site.Views.Put(view);
        (HttpStatusCode status, JsonElement answer) = await Get(site, "/api/campaigns/c/views/creators");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(Documents.Whole(view).ToJsonString(), answer.GetRawText());
    }

    [Fact]
    public async Task A_view_of_the_workspace_is_asked_for_without_a_name()
    {
        await using Site site = await Site.Start();
        ViewDocument view = Documents.Next(
            Documents.First(ViewKey.OfWorkspace(Subject.DefaultWorkspace, "campaigns")),
            new Random(1)
        );
        using (HttpResponseMessage before = await site.Send(HttpMethod.Get, "/api/campaigns"))
        {
            Assert.Equal("[]", await before.Content.ReadAsStringAsync());
        }
        site.Views.Put(view);
        (HttpStatusCode status, JsonElement answer) = await Get(site, "/api/views/campaigns");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(Documents.Whole(view).ToJsonString(), answer.GetRawText());
        using HttpResponseMessage rows = await site.Send(HttpMethod.Get, "/api/campaigns");
        Assert.Equal(
            answer.GetProperty("figures").GetProperty("rows").GetRawText(),
            await rows.Content.ReadAsStringAsync()
        );
    }

    [Theory]
    [InlineData("/api/views/value", "There is no view value of this workspace yet")]
    [InlineData("/api/views/value?workspace=nobody", "There is no such workspace.")]
    [InlineData("/api/views/none", "There is no view of this name")]
    [InlineData("/api/campaigns/c/views/timeline", "There is no view timeline of this campaign yet")]
    [InlineData("/api/campaigns/d/views/timeline", "There is no such campaign.")]
    public async Task A_view_that_is_not_there_yet_is_told_from_what_there_is_not(string path, string error)
    {
        await using Site site = await Site.Start();
        site.Views.Put(Documents.First(ViewKey.OfWorkspace(Subject.DefaultWorkspace, "campaigns")));
        site.Views.Put(Documents.First(Documents.Key("c")));
        (HttpStatusCode status, JsonElement answer) = await Get(site, path);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.StartsWith(error, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> Get(Site site, string path)
    {
        using HttpResponseMessage response = await site.Send(HttpMethod.Get, path);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(text.StartsWith('{'), $"{response.StatusCode} {text}");
        using var json = JsonDocument.Parse(text);
        return (response.StatusCode, json.RootElement.Clone());
    }
}
