using System.Text.Json.Nodes;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces.Probable;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Visits that nobody's link brought, by the hour.</summary>
public sealed class SiteHoursTests : IDisposable
{
    private static readonly string[] Channels =
    [
        "",
        "direct",
        "search",
        "organic",
        "email",
        "push",
        "referral",
        "paid",
    ];

    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Hours_are_those_of_the_events_in_whatever_order_they_come(int seed)
    {
        var random = new Random(seed);
        // Over 70 days: the first of them have gone by the end.
        JsonObject[] events = [.. Enumerable.Range(0, 4_000).Select(n => Event(random, n))];
        double[][] expected = Counted(events);
        Assert.All(expected, of => Assert.NotEqual(0, of.Sum()));
        for (int round = 0; round < 3; round++)
        {
            random.Shuffle(events);
            var merged = new MergedWorkspace(memory.Open());
            // Two partitions, one of which begins anew in between.
            VisitorFlow[] flows = [Flow(), Flow()];
            foreach (JsonObject[] some in events.Chunk(700))
            {
                for (int partition = 0; partition < 2; partition++)
                {
                    int own = partition;
                    string[] lines =
                    [
                        .. some.Where(of => ((string)of["visitor"]!)[1] % 2 == own).Select(of => of.ToJsonString()),
                    ];
                    Facts.Feed(flows[partition], lines, 50);
                    merged.Put(flows[partition].Tick(partition, new TaskProgress(0, 0, 0, default)));
                }
            }
            SiteHours hours = merged.State.Figures.Hours;
            Assert.Equal(SiteHours.Of(Facts.NowMicros), hours.Newest);
            Assert.Equal(expected, hours.Copy(hours.Newest - SiteHours.Most + 1, hours.Newest + 1));
            // A new owner tells all of it again; what nobody tells any more is as if it had never been.
            merged.State.VoidAll(0);
            merged.State.VoidAll(1);
            Assert.Null(hours.First);
        }
    }

    [Fact]
    public void Visits_of_inauthentic_actors_are_none()
    {
        VisitorFlow flow = Flow();
        var merged = new MergedWorkspace(memory.Open());
        string visit =
            $$"""{"id":"1","type":"visit","agent":"Googlebot/2.1","time":"{{Rfc3339.Format(
                Facts.NowMicros
            )}}","visitor":"bot"}""";
        Facts.Feed(flow, [visit], 1);
        foreach (Verdict verdict in merged.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default))).ToArray())
        {
            flow.Apply(verdict);
        }
        merged.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
        Assert.Equal(1, merged.State.Figures.Site.All.AllTime(authentic: false));
        Assert.Null(merged.State.Figures.Hours.First);
    }

    private VisitorFlow Flow() => new(new VisitorState(memory.Open(), retention: null), Families.Composed);

    private static JsonObject Event(Random random, int number)
    {
        long age = number == 0 ? 0 : random.NextInt64(70 * 86_400) * 1_000_000;
        var made = new JsonObject
        {
            ["id"] = $"e{number}",
            ["type"] = random.Next(5) switch
            {
                0 => "product_page",
                1 => "search",
                _ => "visit",
            },
            ["time"] = Rfc3339.Format(Facts.NowMicros - age),
            ["visitor"] = $"v{random.Next(500)}-{number}",
            ["channel"] = Channels[random.Next(Channels.Length)],
        };
        string? names = random.Next(8) switch
        {
            0 => "content",
            1 => "campaign",
            2 => "creator",
            _ => null,
        };
        if (names != null)
        {
            made[names] = "x";
        }
        return made;
    }

    private static double[][] Counted(JsonObject[] events)
    {
        double[][] counted = [.. Enumerable.Range(0, SiteMeasure.Columns).Select(_ => new double[SiteHours.Most])];
        int first = SiteHours.Of(Facts.NowMicros) - SiteHours.Most + 1;
        foreach (JsonObject of in events)
        {
            Assert.True(Rfc3339.TryParse(System.Text.Encoding.UTF8.GetBytes((string)of["time"]!), out long time));
            int hour = SiteHours.Of(time) - first;
            bool isNamed = of.ContainsKey("content") || of.ContainsKey("campaign") || of.ContainsKey("creator");
            if (hour < 0 || isNamed || (string)of["type"]! == "search")
            {
                continue;
            }
            int? way = (string)of["channel"]! switch
            {
                "" or "direct" => SiteMeasure.Direct,
                "search" or "organic" => SiteMeasure.Search,
                "email" or "push" => SiteMeasure.Mailings,
                _ => null,
            };
            if (way is { } column)
            {
                counted[column][hour]++;
                counted[SiteMeasure.Products][hour] +=
                    column != SiteMeasure.Mailings && (string)of["type"]! == "product_page" ? 1 : 0;
            }
        }
        return counted;
    }
}
