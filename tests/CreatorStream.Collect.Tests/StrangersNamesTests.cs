using System.Net;
using System.Text;
using CreatorStream.Events;
using static CreatorStream.Collect.Tests.Collector;

namespace CreatorStream.Collect.Tests;

/// <summary>Each name takes memory for ever: strangers make up none where a workspace doesn't say so.</summary>
public class StrangersNamesTests
{
    private const string Catalog = """
        {"kind":"campaign","id":"spring"}
        {"kind":"creator","id":"ann"}
        {"kind":"content","id":"post-1","campaign":"autumn","creator":"ben","platform":"tiktok"}
        {"kind":"content","id":"post-2"}
        {"kind":"code","id":"C15","campaign":"summer","creator":"cid"}
        {"kind":"workspace","id":"shut","open":false}
        {"kind":"workspace","id":"wide","open":true}
        {"kind":"link","id":"l1","content":"post-3","url":"https://shop.example/"}
        """;

    private static readonly EventField[] Names =
    [
        EventField.Content,
        EventField.Campaign,
        EventField.Creator,
        EventField.Platform,
        EventField.Channel,
        EventField.Action,
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_workspace_that_is_not_set_up_is_refused_and_takes_nothing(bool isOpen)
    {
        await using Collector collector = await Start(isOpen);
        await collector.SetUp(Catalog, "default", "l1");
        for (int i = 0; i < 20; i++)
        {
            using HttpResponseMessage pixel = await collector.Get($"/v1/p.gif?workspace=made-up-{i}");
            (await Answer.Of(pixel)).Is(HttpStatusCode.BadRequest, 0, (0, "workspace"));
            Answer script = await collector.Post($"/v1/script?workspace=made-up-{i}", "");
            script.Is(HttpStatusCode.BadRequest, 0, (0, "workspace"));
            using HttpResponseMessage link = await collector.Get($"/l/l1?workspace=made-up-{i}");
            Assert.Equal(HttpStatusCode.NotFound, link.StatusCode);
        }
        Assert.Equal(0, collector.EventCount());
        Assert.Null(collector.Catalog.Find("made-up-1"));
        Assert.Contains(KeyValuePair.Create("workspace", 40L), collector.Metrics.Rejected);
    }

    [Theory]
    // What the catalog knows, also by what its entries name.
    [InlineData("content=post-2&campaign=spring&creator=ann", "post-2 spring ann - - -")]
    [InlineData("content=post-3&campaign=summer&creator=cid", "post-3 summer cid - - -")]
    [InlineData("campaign=autumn&creator=ben&platform=instagram", "- autumn ben instagram - -")]
    // Known content is told as its links tell it.
    [InlineData("content=post-1", "post-1 autumn ben tiktok - -")]
    [InlineData("content=post-1&campaign=spring&creator=eve&platform=mine", "post-1 autumn ben tiktok - -")]
    // What it doesn't.
    [InlineData("content=nobody&campaign=spring", "unknown spring - - - -")]
    [InlineData(
        "content=nobody&campaign=none&creator=eve&platform=p&channel=c&action=a",
        "unknown unknown - other other other"
    )]
    [InlineData("campaign=none", "- unknown - - - -")]
    [InlineData("campaign=Spring", "- unknown - - - -")]
    [InlineData("channel=email&action=cart", "- - - - email cart")]
    [InlineData("channel=email&action=cart&workspace=shut&campaign=spring", "- unknown - - email cart")]
    // Open ones keep what strangers say.
    [InlineData(
        "content=nobody&campaign=none&creator=eve&platform=p&channel=c&action=a&workspace=wide",
        "nobody none eve p c a"
    )]
    public async Task Names_that_the_catalog_does_not_know_are_counted_together(string query, string kept)
    {
        await using Collector collector = await Start(isOpen: false);
        await collector.SetUp(Catalog, "default", "l1");
        using HttpResponseMessage answer = await collector.Get("/v1/p.gif?" + query);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(kept, Kept(collector));
    }

    [Fact]
    public async Task Made_up_names_without_number_are_one_subject()
    {
        await using Collector collector = await Start(isOpen: false);
        await collector.SetUp(Catalog, "default", "l1");
        for (int i = 0; i < 50; i++)
        {
            string query = $"content=c{i}&campaign=d{i}&creator=e{i}&platform=f{i}&channel=g{i}&action=h{i}";
            await collector.Client.PostAsync("/v1/script?" + query, null);
        }
        EventBatch events = collector.Events();
        Assert.Equal(50, events.Count);
        Assert.Single(Enumerable.Range(0, 50).Select(row => Kept(events, row)).Distinct());
        Assert.Contains(KeyValuePair.Create("campaign", 50L), collector.Metrics.Mended);
    }

    [Theory]
    [InlineData("a\tb")]
    [InlineData("\0")]
    [InlineData("long")]
    public async Task No_event_is_lost_for_a_name_that_can_not_be_one(string name)
    {
        string text = Uri.EscapeDataString(name == "long" ? new string('ä', 150) : name);
        await using Collector collector = await Start();
        using HttpResponseMessage answer = await collector.Get(
            $"/v1/p.gif?content={text}&campaign={text}&creator={text}&platform={text}&channel={text}&action={text}"
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("unknown unknown - other other other", Kept(collector));
    }

    [Fact]
    public async Task The_kind_of_an_engagement_is_no_name()
    {
        await using Collector collector = await Start(isOpen: false);
        await collector.Get("/v1/p.gif?type=engagement&action=like");
        Assert.Equal(EventType.Like, collector.Events().Types[0]);
    }

    [Fact]
    public async Task A_key_brings_names_of_its_own()
    {
        await using Collector collector = await Start(isOpen: false);
        await collector.PostEvents(Event(("workspace", "\"new\""), ("campaign", "\"none\"")));
        Assert.Equal("- none - - - -", Kept(collector));
    }

    private static string Kept(Collector collector)
    {
        EventBatch events = collector.Events();
        Assert.Equal(1, events.Count);
        return Kept(events, 0);
    }

    private static string Kept(EventBatch events, int row) =>
        string.Join(
            ' ',
            Names.Select(name =>
                events.Bytes(name, row) is { IsEmpty: false } text ? Encoding.UTF8.GetString(text) : "-"
            )
        );
}
