using System.Text;
using System.Text.Json.Nodes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Probable;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Tests;

/// <summary>What publications probably brought that came by no link.</summary>
public sealed class ProbableTests : IDisposable
{
    private const long HourMicros = 3_600_000_000;
    private const int Days = 15;

    /// <summary>The first hour of the usual world; the last ends with the greatest event time.</summary>
    private static readonly long Start = (Facts.NowMicros / HourMicros * HourMicros) - ((Days + 1) * 24 * HourMicros);

    /// <summary>Fifteen days after it.</summary>
    private static readonly long Published = Start + (Days * 24 * HourMicros);

    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    [Fact]
    public void A_rise_of_direct_visits_is_told_and_shared_equally_and_nothing_else_is()
    {
        WorkspaceState state = Told(Shuffled(World(rise: 8), 1), Content("a", "ann"), Content("b", "ben", 2));
        JsonObject view = View(state);
        JsonObject direct = Row(view, "directVisits");
        Assert.Equal("effect", (string?)direct["state"]);
        Assert.Equal(2, (int?)direct["publications"]);
        Assert.Equal(24, (int?)direct["hours"]);
        Assert.Equal(Rfc3339.Format(Published), (string?)direct["from"]);
        Assert.InRange(24 * 8, (double)direct["low"]!, (double)direct["high"]!);
        Assert.Equal((double)direct["lift"]!, (double)direct["observed"]! - (double)direct["expected"]!, 0.1001);
        Assert.Equal((double)direct["lift"]!, (double)direct["credited"]!, 1e-9);

        JsonObject search = Row(view, "searchVisits");
        Assert.Equal("noEffect", (string?)search["state"]);
        Assert.Equal(0, (double?)search["credited"]);
        Assert.Equal("fewEvents", (string?)Row(view, "productPages")["state"]);
        Assert.Null(Row(view, "productPages")["lift"]);

        JsonNode[] creators = [.. view["creators"]!.AsArray().Select(of => of!)];
        Assert.Equal(["ann", "ben"], creators.Select(of => (string?)of["creator"]));
        Assert.All(
            creators,
            of => Assert.Equal((double)direct["lift"]! / 2, (double)of["directVisits"]!["lift"]!, 1e-9)
        );
        Assert.All(creators, of => Assert.Equal(0, (int?)of["searchVisits"]!["told"]));
    }

    [Fact]
    public void A_group_over_two_campaigns_is_shared_between_them()
    {
        WorkspaceState state = Told(
            World(rise: 8),
            Content("a", "ann"),
            Content("b", "ben", 1) with
            {
                Campaign = "autumn",
            },
            Content("c", "cid", 3)
        );
        JsonObject row = Row(View(state), "directVisits");
        Assert.Equal(["a", "c"], row["contents"]!.AsArray().Select(of => (string?)of));
        Assert.Equal((3, 2), ((int)row["publications"]!, (int)row["own"]!));
        Assert.Equal((double)row["lift"]! * 2 / 3, (double)row["credited"]!, 1e-9);
    }

    [Fact]
    public void However_events_and_entries_are_mixed_the_same_is_found()
    {
        string[] world = World(rise: 5);
        ContentEntry[] content = [Content("a", "ann"), Content("b", "ben", 7)];
        WorkspaceState once = Told(world, content);
        string expected = View(once).ToJsonString();
        for (int seed = 1; seed <= 3; seed++)
        {
            // The catalog's last word counts, and what was estimated on the way changes nothing.
            var merged = new MergedWorkspace(memory.Open());
            var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
            string[] lines = Shuffled(world, seed);
            merged.State.Apply(content[1] with { Published = Rfc3339.Format(Published - HourMicros) });
            foreach (string[] some in lines.Chunk(lines.Length / 3))
            {
                Facts.Feed(flow, some, 97);
                merged.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
                Find(merged.State);
            }
            merged.State.Apply(content[1]);
            merged.State.Apply(content[0]);
            Find(merged.State);
            Assert.Equal(expected, View(merged.State).ToJsonString());
        }
    }

    [Fact]
    public void What_can_not_be_told_says_why()
    {
        string[] world = World(rise: 0);
        Assert.Equal("shortHistory", StateOf(Told(world, Content("a", "ann", -2 * 24))));
        Assert.Equal("underWay", StateOf(Told(world, Content("a", "ann", 1))));
        // Of a publication a day nothing is left to know what is usual by.
        ContentEntry[] daily = [.. Enumerable.Range(-Days, Days + 1).Select(day => Content($"{day}", "ann", day * 24))];
        Assert.Equal("tooClose", StateOf(Told(world, daily)));
        // The future has had no effect, and entries without a time none that is known.
        Assert.Empty(View(Told(world, Content("a", "ann", 48)))["rows"]!.AsArray());
        Assert.Empty(View(Told(world, Content("a", "ann") with { Published = null }))["rows"]!.AsArray());

        string StateOf(WorkspaceState state) => (string)View(state)["rows"]!.AsArray()[^1]!["state"]!;
    }

    [Fact]
    public void Another_group_ends_the_hours_of_the_one_before()
    {
        JsonObject view = View(
            Told(World(rise: 0), Content("a", "ann"), Content("b", "ben", 6), Content("c", "cid", 5))
        );
        Assert.Equal(
            [(6, 2), (24, 1)],
            view["rows"]!
                .AsArray()
                .Where(row => (string?)row!["measure"] == "directVisits")
                .Select(row => ((int)row!["hours"]!, (int)row["publications"]!))
        );
    }

    /// <summary>The last publication of a group may come five hours after the first, and changes as many hours.</summary>
    [Fact]
    public void Hours_after_any_publication_of_a_group_say_nothing_of_what_is_usual()
    {
        const int First = 10_000;
        const int Group = 10 * 24;
        const int Later = 18 * 24;
        Publication[] published = [At(Group), At(Group + 5), At(Later)];
        ProbableLift usual = LaterLift(rise: 0);
        Assert.NotNull(usual.Estimate);
        Assert.Equal(usual, LaterLift(rise: 40));

        ProbableLift LaterLift(int rise)
        {
            var random = new Random(11);
            double[][] visits =
            [
                .. Enumerable
                    .Range(0, SiteMeasure.Columns)
                    .Select(_ => (double[])[.. Enumerable.Range(0, Later + 24).Select(_ => (double)random.Next(3, 9))]),
            ];
            // More than a day after the first, less than one after the second.
            for (int hour = Group + 24; hour < Group + 29; hour++)
            {
                visits[SiteMeasure.Direct][hour] += rise;
            }
            var input = new LiftInput(First, First + Later + 24, visits, published, LiftFit.None);
            return LiftFit.Of(input).Groups[1].Measures[SiteMeasure.Direct];
        }

        static Publication At(int hour) => new(SiteHours.StartMicros(First + hour), $"post-{hour}", "spring", "ann");
    }

    [Fact]
    public void Of_very_many_publications_the_newest_are_looked_at_and_it_is_said()
    {
        ContentEntry[] many =
        [
            .. Enumerable.Range(0, 10_500).Select(n => Content($"c{n}", $"k{n % 2_000}", -n / 60.0)),
        ];
        WorkspaceState state = Told(World(rise: 8), many);
        JsonObject view = View(state);
        // 10,000 of them, one a minute, are a week in groups of six hours.
        Assert.Equal(28, view["rows"]!.AsArray().Count / SiteMeasure.Count);
        Assert.All(view["rows"]!.AsArray(), row => Assert.InRange(row!["contents"]!.AsArray().Count, 1, 10));
        Assert.Equal(1_000, view["creators"]!.AsArray().Count);

        state = Told(World(rise: 8), [.. Enumerable.Range(0, 40).Select(n => Content($"c{n}", "ann", -n * 7))]);
        Assert.Equal(32 * SiteMeasure.Count, View(state)["rows"]!.AsArray().Count);
        Assert.Equal(8, (int?)View(state)["leftOut"]);
    }

    [Fact]
    public void Nothing_is_looked_for_anew_where_nothing_changed()
    {
        WorkspaceState state = Told(World(rise: 8), Content("a", "ann"));
        Assert.Null(state.Probable.TakeInput());
        LiftFit found = state.Probable.Fit!;
        // Another entry, of which the hours before know nothing.
        state.Apply(Content("z", "zoe", 24));
        Find(state);
        Assert.NotSame(found, state.Probable.Fit);
        Assert.Same(found.Groups[0].Measures[0], state.Probable.Fit!.Groups[0].Measures[0]);

        // What is published no more is in no ledger.
        state.Apply(Content("a", "ann") with { Published = null });
        state.Apply(Content("z", "zoe") with { Published = null });
        Find(state);
        Assert.Empty(state.Probable.Fit!.Groups);
    }

    private WorkspaceState Told(string[] lines, params ContentEntry[] content)
    {
        var merged = new MergedWorkspace(memory.Open());
        var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        foreach (ContentEntry entry in content)
        {
            merged.State.Apply(entry);
        }
        Facts.Feed(flow, lines, 500);
        merged.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
        Find(merged.State);
        return merged.State;
    }

    private static void Find(WorkspaceState state)
    {
        if (state.Probable.TakeInput() is { } input)
        {
            state.Probable.Put(LiftFit.Of(input));
        }
    }

    private static ContentEntry Content(string id, string creator, double hoursLater = 0) =>
        new(
            "default",
            id,
            "spring",
            creator,
            null,
            null,
            Rfc3339.Format(Published + (long)Math.Round(hoursLater * HourMicros))
        );

    /// <summary>Direct visits and searches that come as they please, and more direct ones after the publication.</summary>
    private static string[] World(int rise)
    {
        var random = new Random(11);
        var lines = new List<string>();
        for (int hour = 0; hour < (Days + 1) * 24; hour++)
        {
            long start = Start + (hour * HourMicros);
            Add(start, random.Next(3, 9) + (start >= Published ? rise : 0), "");
            Add(start, random.Next(2, 6), """ "channel":"search", """);
            // What came by a link is of the other ledger.
            Add(start, start >= Published ? 20 : 0, """ "content":"a", """);
        }
        // The last hour is over.
        Add(Start + ((Days + 1) * 24 * HourMicros), 1, "");
        return [.. lines];

        void Add(long start, int count, string fields)
        {
            for (int n = 0; n < count; n++)
            {
                long time = start + (n * 60_000_000L);
                lines.Add(
                    $$"""{"id":"e{{lines.Count}}","type":"visit",{{fields}}"time":"{{Rfc3339.Format(time)}}","visitor":"v{{lines.Count}}"}"""
                );
            }
        }
    }

    private static string[] Shuffled(string[] lines, int seed)
    {
        string[] all = [.. lines];
        new Random(seed).Shuffle(all);
        return all;
    }

    private static JsonObject Row(JsonObject view, string measure) =>
        view["rows"]!.AsArray().Select(row => row!.AsObject()).Single(row => (string?)row["measure"] == measure);

    /// <summary>Its figures, which are as the schema says.</summary>
    private static JsonObject View(WorkspaceState state)
    {
        var sources = new ViewSources(state);
        (Dictionary<string, byte[]> fields, Dictionary<string, Views.ViewTable> tables) = ViewRegistry
            .Find("probable")!
            .Write(sources, "spring");
        IEnumerable<string> members = fields
            .Select(of => $"\"{of.Key}\":{Encoding.UTF8.GetString(of.Value)}")
            .Concat(
                tables.Select(of =>
                    $"\"{of.Key}\":[{string.Join(',', of.Value.Rows.Select(row => Encoding.UTF8.GetString(row.Json)))}]"
                )
            );
        byte[] told = sources.Part.Write(ViewState.Shape, new ViewState(state, DateTimeOffset.UnixEpoch, 1));
        string body = $"{{\"figures\":{{{string.Join(',', members)}}},\"state\":{Encoding.UTF8.GetString(told)}}}";
        return PublishedViews.Read("probable", body)["figures"]!.AsObject();
    }
}
