using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using CreatorStream.Analytics.Kpis;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Figures;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Tests;

/// <summary>A campaign of which senders have made up more names than a view shows.</summary>
public sealed class ShownNamesTests
{
    private const int Clicks = 2;

    private readonly int seed = Random.Shared.Next();

    [Fact]
    public void All_are_shown_where_they_fit()
    {
        var shown = new ShownNames(
            EntityLevel.Content,
            new HashSet<string> { "post" },
            [Counted("a", 1), Counted("b", 2)]
        );
        Assert.Equal(["a", "b", "post"], shown.Names);
        Assert.Null(Others(shown));
    }

    [Fact]
    public void The_catalog_comes_first_then_the_most_events_and_the_rest_is_summed()
    {
        var figures = Enumerable.Range(0, 5_000).Select(n => Counted($"made-up-{n}", 1)).ToList();
        figures.AddRange(Enumerable.Range(0, 10).Select(n => Counted($"known-{n}", 5 + n)));
        figures.Add(Counted("catalogued", 1));
        // A creator's figures are no content's.
        figures.Add((new Entity("default", "spring", EntityLevel.Creator, "ana"), Counted("", 1_000).Figures));
        var shown = new ShownNames(EntityLevel.Content, new HashSet<string> { "catalogued", "silent" }, figures);
        Assert.Equal(ShownNames.Most, shown.Names.Count);
        Assert.All(["catalogued", "silent", "known-0", "known-9"], name => Assert.True(shown.Contains(name)));
        JsonObject others = Others(shown)!;
        int left = 5_012 - ShownNames.Most;
        Assert.Equal(
            (left, left, left),
            ((int)others["count"]!, (int)others["raw"]!["clicks"]!, (int)others["totals"]!["clicks"]!)
        );
    }

    [Fact]
    public void It_follows_from_the_figures_not_from_their_order()
    {
        var random = new Random(seed);
        (Entity, EntityFigures)[] figures =
        [
            .. Enumerable.Range(0, 4_000).Select(n => Counted($"made-up-{n}", random.Next(1, 4))),
        ];
        var before = new ShownNames(EntityLevel.Content, new HashSet<string>(), figures);
        random.Shuffle(figures);
        var after = new ShownNames(EntityLevel.Content, new HashSet<string>(), figures);
        Assert.True(before.Names.SequenceEqual(after.Names), $"seed {seed}");
        Assert.True(JsonNode.DeepEquals(Others(before), Others(after)), $"seed {seed}");
    }

    [Fact]
    public void Names_that_count_down_displace_hardly_any()
    {
        var figures = new List<(Entity, EntityFigures)>();
        var ever = new HashSet<string>();
        for (int n = 20_000; n > 0; n--)
        {
            figures.Add(Counted($"made-up-{n:d8}", 1));
            if (n % 1_000 == 0)
            {
                ever.UnionWith(new ShownNames(EntityLevel.Content, new HashSet<string>(), figures).Names);
            }
        }
        // By name every one of them would once have been the first: of 20,000 at random it is 1,000 × (1 + ln 20).
        Assert.InRange(ever.Count, 3_000, 5_000);
    }

    [Fact]
    public void More_of_the_catalog_than_fits_is_ranked_by_events()
    {
        HashSet<string> configured = [.. Enumerable.Range(0, 1_500).Select(n => $"post-{n}")];
        var shown = new ShownNames(
            EntityLevel.Content,
            configured,
            [.. Enumerable.Range(500, 1_000).Select(n => Counted($"post-{n}", 1)), Counted("made-up", 9)]
        );
        Assert.Equal(Enumerable.Range(500, 1_000).Select(n => $"post-{n}").ToHashSet(), shown.Names.ToHashSet());
        Assert.Equal((501, 9), ((int)Others(shown)!["count"]!, (int)Others(shown)!["raw"]!["clicks"]!));
    }

    private static (Entity Entity, EntityFigures Figures) Counted(string name, int clicks)
    {
        var figures = new EntityFigures();
        int[] counts = new int[KindColumns.Width];
        counts[Clicks] = clicks;
        figures.AddCounts(0, 1, counts);
        return (new Entity("default", "spring", EntityLevel.Content, name), figures);
    }

    private static JsonObject? Others(ShownNames shown)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            OtherNames.Shape.Write(json, shown.Others());
        }
        return JsonNode.Parse(buffer.WrittenSpan) as JsonObject;
    }
}
