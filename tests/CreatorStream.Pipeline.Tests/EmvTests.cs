using System.Text;
using System.Text.Json.Nodes;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Earned media value: by the rates of the catalog, whenever these and the events come.</summary>
public sealed class EmvTests : IDisposable
{
    private const string Campaign = "spring";

    private readonly StateMemory memory = new();
    private readonly MemoryViewStore views = new();
    private readonly MergedWorkspace merged;
    private readonly VisitorFlow flow;
    private readonly ViewPublisher publisher;

    public EmvTests()
    {
        merged = new MergedWorkspace(memory.Open());
        flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        publisher = new ViewPublisher(merged.State, views, new SteppedTime());
        merged.State.Apply(new WorkspaceEntry("default", "EUR", []));
        merged.State.Apply(new ContentEntry("default", "a", Campaign, "ana", "instagram", null, null));
    }

    public void Dispose()
    {
        views.Dispose();
        memory.Dispose();
    }

    [Fact]
    public void Without_any_rate_it_is_not_known_and_what_lacks_one_is_told()
    {
        Send(Touches("like", 3, "a"));
        Assert.Equal((null, 3), Emv("overview"));
        Rate("l", "instagram", "comment", 1);
        // A rate of something that nobody did values nothing.
        Assert.Equal((null, 3), Emv("overview"));
        Rate("l", "instagram", "like", 0.3);
        Assert.Equal((.9, 0), Emv("overview"));
        Send(Touches("share", 2, "a"));
        Assert.Equal((.9, 2), Emv("overview"));
        Rate("s", "instagram", "share", 0);
        Assert.Equal((.9, 0), Emv("overview"));
    }

    [Fact]
    public void Of_two_rates_for_one_thing_the_greatest_id_counts_and_an_entry_replaces_itself()
    {
        Send(Touches("like", 1, "a"));
        Rate("b", "instagram", "like", 2);
        Rate("a", "instagram", "like", 1);
        Assert.Equal(2, Emv("overview").Emv);
        Rate("b", "tiktok", "like", 5);
        Assert.Equal(1, Emv("overview").Emv);
    }

    [Fact]
    public void What_the_catalog_says_of_a_platform_goes_before_what_events_say_and_restates_the_past()
    {
        Rate("i", "instagram", "like", 1);
        Rate("t", "tiktok", "like", 10);
        Send(Touches("like", 2, "a", platform: "tiktok"));
        Assert.Equal(2, Emv("overview").Emv);
        merged.State.Apply(new ContentEntry("default", "a", Campaign, "ana", "tiktok", null, null));
        Assert.Equal(20, Emv("overview").Emv);
        Assert.Equal(20, Emv("creators", "ana").Emv);
        merged.State.Apply(new ContentEntry("default", "a", Campaign, "ben", null, null, null));
        Assert.Equal(20, Emv("content", "a").Emv);
        Assert.Equal(20, Emv("creators", "ben").Emv);
        Assert.DoesNotContain(View("creators")["rows"]!.AsArray(), row => (string)row!["creator"]! == "ana");
        merged.State.Apply(new ContentEntry("default", "a", Campaign, "ben", "youtube", null, null));
        Assert.Equal((null, 2), Emv("overview"));
    }

    [Fact]
    public void A_view_says_what_it_is_made_of_and_parts_add_up()
    {
        merged.State.Apply(new ContentEntry("default", "b", Campaign, "ben", "tiktok", null, null));
        Rate("i", "instagram", "like", 0.3);
        Rate("t", "tiktok", "impression", 6.5, per: 1_000);
        Send([.. Touches("like", 5, "a"), .. Touches("impression", 40, "b"), .. Touches("save", 7, "b")]);
        Assert.Equal((1.76, 7), Emv("overview"));
        JsonObject view = View("emv");
        Assert.Equal((1.76, 7), ((double?)view["emv"], (int)view["unrated"]!));
        Assert.Equal(
            ["instagram 5 0 1.5", "tiktok 47 7 0.26"],
            view["platforms"]!.AsArray().Select(of => $"{of!["platform"]} {of["count"]} {of["unrated"]} {of["emv"]}")
        );
        Assert.Equal(
            ["impression/tiktok 40 6.5 1000 0.26", "like/instagram 5 0.3 1 1.5", "save/tiktok 7  1 "],
            view["rows"]!.AsArray().Select(of => $"{of!["id"]} {of["count"]} {of["rate"]} {of["per"]} {of["emv"]}")
        );
    }

    [Fact]
    public void Each_day_has_its_own_exchange_rate_and_while_one_is_missing_it_is_said()
    {
        string[] days = [Day(0), Day(1)];
        Rate("i", "instagram", "like", 1, currency: "USD");
        Send([.. Touches("like", 1, "a"), .. Touches("like", 2, "a", daysAgo: 1)]);
        merged.State.Apply(new RateEntry("default", "0", "USD", days[0], 500_000));
        Assert.Equal((null, 0), Emv("overview"));
        string badge = Badges().Single();
        Assert.Contains(days[1], badge, StringComparison.Ordinal);
        merged.State.Apply(new RateEntry("default", "1", "USD", days[1], 2_000_000));
        Assert.Equal(4.5, Emv("overview").Emv);
        Assert.Empty(Badges());
    }

    [Fact]
    public void Inauthentic_actors_earn_nothing()
    {
        Rate("i", "instagram", "like", 1);
        string[] lines = Touches("like", 60, "a", visitor: "flood");
        Send([.. lines, .. Touches("like", 2, "a")]);
        Assert.Equal(2, Emv("overview").Emv);
    }

    [Fact]
    public void Case_of_a_platform_makes_no_difference()
    {
        Rate("i", "Instagram", "like", 1);
        Send(Touches("like", 2, "a"));
        Assert.Equal((2, 0), Emv("overview"));
        // The same entry again, in another case: it is still one.
        Rate("i", "INSTAGRAM", "like", 3);
        Assert.Equal((6, 0), Emv("overview"));
    }

    private static string Day(int ago) => Rfc3339.Format(Facts.NowMicros - (ago * 86_400_000_000L))[..10];

    private static string[] Touches(
        string type,
        int count,
        string content,
        string platform = "",
        int daysAgo = 0,
        string? visitor = null
    ) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(n =>
                    $$"""{"id":"{{type}}-{{content}}-{{daysAgo}}-{{n}}","type":"{{type}}","time":"{{Rfc3339.Format(
                        Facts.NowMicros - (daysAgo * 86_400_000_000L) - (n * 100_000L)
                    )}}","visitor":"{{visitor ?? $"v{n}"}}","content":"{{content}}","platform":"{{platform}}"}"""
                ),
        ];

    private void Send(string[] lines)
    {
        foreach (ContentEntry content in merged.State.Catalog.Content.Values)
        {
            flow.Apply(content);
        }
        flow.Place(int.MaxValue);
        Facts.Feed(flow, lines, 50);
        List<Verdict> verdicts = [.. merged.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)))];
        foreach (Verdict verdict in verdicts)
        {
            flow.Apply(verdict);
        }
        merged.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
    }

    private void Rate(string id, string platform, string of, double rate, int per = 1, string? currency = null) =>
        merged.State.Apply(
            new EmvRateEntry(
                "default",
                id,
                platform,
                EventTypes.All.First(kind => kind.Name == of).Type,
                (long)Math.Round(rate * Micros.PerUnit),
                per,
                currency
            )
        );

    private (double? Emv, int Unrated) Emv(string view, string? row = null)
    {
        JsonNode of = View(view);
        if (row != null)
        {
            string key = view == "creators" ? "creator" : "content";
            of = of["rows"]!.AsArray().First(one => (string)one![key]! == row)!;
        }
        return ((double?)of["emv"], (int)of["emvUnrated"]!);
    }

    private IEnumerable<string> Badges() =>
        Published("overview")["state"]!["badges"]!
            .AsArray()
            .Where(badge => (string)badge!["code"]! == "missing-rate")
            .Select(badge => (string)badge!["text"]!);

    private JsonObject View(string name) => Published(name)["figures"]!.AsObject();

    private JsonObject Published(string name)
    {
        publisher.Settle(() => false);
        Assert.True(publisher.PublishWatched(() => false));
        Assert.True(publisher.PublishAll(() => false));
        ViewDocument document = views.Get(new ViewKey("default", Campaign, name))!;
        IEnumerable<string> members = document
            .Fields.Select(of => $"\"{of.Key}\":{Encoding.UTF8.GetString(of.Value)}")
            .Concat(
                document.Tables.Select(of =>
                    $"\"{of.Key}\":[{string.Join(',', of.Value.Rows.Select(row => Encoding.UTF8.GetString(row.Json)))}]"
                )
            );
        string state = Encoding.UTF8.GetString(document.State);
        return PublishedViews.Read(name, $"{{\"figures\":{{{string.Join(',', members)}}},\"state\":{state}}}");
    }
}
