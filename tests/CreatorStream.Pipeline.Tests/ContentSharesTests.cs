using System.Text.Json.Nodes;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces.Views;
using Xunit.Abstractions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>How fast content is shared, beside others at its age.</summary>
public sealed class ContentSharesTests(ITestOutputHelper output) : IDisposable
{
    private const long Hour = 3_600_000_000;

    /// <summary>The hour of event time that is under way.</summary>
    private static readonly long ThisHour = Facts.NowMicros - (Facts.NowMicros % Hour);

    private readonly StateMemory memory = new();
    private readonly List<string> events = [];
    private MergedWorkspace? workspace;

    private MergedWorkspace Merged => workspace ??= new MergedWorkspace(memory.Open());

    public void Dispose() => memory.Dispose();

    [Fact]
    public void Shares_an_hour_stand_beside_those_of_others_at_the_same_age()
    {
        Publish("a", "tiktok", hoursAgo: 50, 4, 2, 1);
        Publish("b", "tiktok", hoursAgo: 70, 8, 4, 2);
        Publish("c", "tiktok", hoursAgo: 60, 0, 0, 0);
        events.Add(Touch("impression", "c", ThisHour, 0));
        // Of another platform, not out as long, or not tracked.
        Publish("d", "youtube", hoursAgo: 60, 90, 90, 90);
        Publish("e", "tiktok", hoursAgo: 1, 7);
        Publish("f", "tiktok", hoursAgo: 60);
        Publish("new", "tiktok", hoursAgo: 2, 5, 9);
        Dictionary<string, JsonNode> rows = Rows();
        double hours = 2 + ((double)(Pane.Of(Facts.NowMicros) + 1 - Pane.Of(ThisHour)) / Pane.PerHour);
        Assert.Equal(14 / hours, (double)rows["new"]["sharesPerHour"]!, 1e-9);
        // In its first hour e was out, too; in the third the others had 1 a whole hour.
        double usual = ((4 + 8 + 0 + 7) / 4d) + 2 + (hours - 2);
        Assert.Equal(usual / hours, (double)rows["new"]["usualSharesPerHour"]!, 1e-9);
    }

    [Fact]
    public void Shares_older_than_a_day_are_not_in_it_and_less_than_an_hour_is_one()
    {
        Publish("old", null, hoursAgo: 30, 5);
        Publish("fresh", null, hoursAgo: 0, 3);
        Publish("later", null, hoursAgo: -1);
        events.Add(Share("nobody", Facts.NowMicros, 0));
        Dictionary<string, JsonNode> rows = Rows();
        Assert.Equal(0, (double)rows["old"]["sharesPerHour"]!);
        Assert.Equal(3, (double)rows["fresh"]["sharesPerHour"]!);
        Assert.Equal(1 / 24d, (double)rows["nobody"]["sharesPerHour"]!, 1e-9);
        Assert.All(rows.Values, row => Assert.Null(row["usualSharesPerHour"]));
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(2, false)]
    public void Of_fewer_than_three_others_nothing_is_usual(int others, bool isKnown)
    {
        for (int n = 0; n < others; n++)
        {
            Publish($"other-{n}", "tiktok", hoursAgo: 20 + n, 6);
        }
        Publish("one", "tiktok", hoursAgo: 1, 1);
        Assert.Equal(isKnown, Rows()["one"]["usualSharesPerHour"] != null);
    }

    /// <summary>What is kept from view to view is as if it was counted anew, also where late events come and content moves.</summary>
    [Fact]
    public void Views_after_each_other_are_as_those_of_a_start()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        foreach (string id in (string[])["a", "b", "c", "d"])
        {
            Publish(id, "tiktok", hoursAgo: random.Next(5, 60));
        }
        var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        for (int step = 1; step <= 12; step++)
        {
            string[] news =
            [
                .. Enumerable
                    .Range(0, 6)
                    .Select(n =>
                        Share(
                            $"{(char)('a' + random.Next(4))}",
                            ThisHour - (random.Next(70) * Hour) + (step * 60_000_000L),
                            (step * 10) + n
                        )
                    ),
            ];
            events.AddRange(news);
            Facts.Feed(flow, news, 3);
            Merged.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
            if (step == 6)
            {
                Publish("b", "tiktok", hoursAgo: 30);
            }
            var fresh = new MergedWorkspace(memory.Open());
            foreach (ContentEntry entry in Merged.State.Catalog.Content.Values)
            {
                fresh.State.Apply(entry);
            }
            var again = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
            Facts.Feed(again, [.. events], 50);
            fresh.Put(again.Tick(0, new TaskProgress(0, 0, 0, default)));
            Assert.Equal(Told(fresh), Told(Merged));
        }

        static string[] Told(MergedWorkspace of) =>
            [
                .. Rows(of)
                    .OrderBy(row => row.Key, StringComparer.Ordinal)
                    .Select(row => $"{row.Key} {row.Value["sharesPerHour"]} {row.Value["usualSharesPerHour"]}"),
            ];
    }

    /// <param name="shares">By hour since the publication.</param>
    private void Publish(string id, string? platform, int hoursAgo, params int[] shares)
    {
        long micros = ThisHour - (hoursAgo * Hour);
        // Within its hour, whenever that is.
        string published = Rfc3339.Format(hoursAgo == 0 ? micros : micros + (Hour / 3));
        Merged.State.Apply(new ContentEntry("default", id, "spring", "ana", platform, null, published));
        for (int hour = 0; hour < shares.Length; hour++)
        {
            events.AddRange(Enumerable.Range(0, shares[hour]).Select(n => Share(id, micros + (hour * Hour), n)));
        }
    }

    private static string Share(string content, long micros, int number) => Touch("share", content, micros, number);

    private static string Touch(string type, string content, long micros, int number) =>
        $$"""{"id":"{{content}}-{{micros}}-{{number}}","type":"{{type}}","time":"{{Rfc3339.Format(
            micros
        )}}","visitor":"{{content}}-{{number}}","campaign":"spring","content":"{{content}}"}""";

    private Dictionary<string, JsonNode> Rows()
    {
        events.Add(Share("last", Facts.NowMicros, 0));
        var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        Facts.Feed(flow, [.. events], 50);
        Merged.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
        return Rows(Merged);
    }

    private static Dictionary<string, JsonNode> Rows(MergedWorkspace of)
    {
        (_, Dictionary<string, ViewTable> tables) = ViewRegistry
            .Find("content")!
            .Write(new ViewSources(of.State), "spring");
        return tables["rows"].Rows.ToDictionary(row => row.Key.Trim('"'), row => JsonNode.Parse(row.Json)!);
    }
}
