using System.Text.Json.Nodes;
using CreatorStream.Golden.Oracle;
using Xunit.Abstractions;

namespace CreatorStream.Golden;

/// <summary>Random worlds are worth their time only while they hold the awkward cases.</summary>
public sealed class WorldTests(ITestOutputHelper output)
{
    [Fact]
    public void A_seed_gives_one_world()
    {
        Assert.Equal(Text(World.Generate(7)), Text(World.Generate(7)));
    }

    [Fact]
    public void The_oracle_does_not_care_for_order_or_repetition()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var world = World.Generate(seed);
        JsonObject[] shuffled = world.Events.Concat(world.Events).ToArray();
        new Random(seed).Shuffle(shuffled);
        foreach (string? workspace in new[] { "default", "other" })
        {
            Dictionary<string, Dictionary<string, double?>> expected = BatchOracle.Figures(
                world.Catalog,
                world.Events,
                workspace
            );
            Dictionary<string, Dictionary<string, double?>> actual = BatchOracle.Figures(
                world.Catalog,
                shuffled,
                workspace
            );
            Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
            foreach ((string? campaign, Dictionary<string, double?>? figures) in expected)
            {
                Assert.Equal("", FigureDiff.Describe(figures, actual[campaign]));
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void A_world_tells_raw_from_authentic_and_fills_every_window(int seed)
    {
        var world = World.Generate(seed);
        Dictionary<string, Dictionary<string, double?>> campaigns = BatchOracle.Figures(
            world.Catalog,
            world.Events,
            "default"
        );
        Dictionary<string, double?> figures = campaigns["spring"];
        Assert.True(figures["overview/raw/engagements"] > figures["overview/totals/engagements"]);
        Assert.True(figures["overview/windows/15m/raw/clicks"] > figures["overview/windows/15m/totals/clicks"]);
        Assert.True(figures["overview/windows/24h/previousRaw/reach"] > 0);
        Assert.True(figures["overview/raw/cost"] > figures["overview/windows/24h/raw/cost"]);
        Assert.True(figures["overview/raw/conversions"] > 0);
        Assert.True(figures["overview/raw/sessions"] > figures["overview/totals/sessions"]);
        Assert.True(figures["overview/windows/1h/raw/sessions"] > 0);
        Assert.InRange(figures["overview/raw/bounceRate"]!.Value, .01, .99);
        Assert.True(figures["overview/raw/pagesPerSession"] > 1.1);
    }

    [Fact]
    public void A_world_has_comments_of_every_kind_and_enough_people_to_tell_shares_of()
    {
        var world = World.Generate(1);
        ILookup<string, double> all = BatchOracle
            .Figures(world.Catalog, world.Events, "default")
            .SelectMany(campaign => campaign.Value)
            .ToLookup(figure => figure.Key, figure => figure.Value ?? 0);
        foreach (string figure in (string[])["unscored", "positive", "negative", "quality"])
        {
            Assert.Contains(all[$"comments/overview/totals/{figure}"], value => value > 0);
        }

        Assert.True(all["comments/overview/raw/texts"].Sum() > all["comments/overview/totals/texts"].Sum());
        Assert.Contains(World.Creators, creator => all[$"audience/creators/{creator}/totals/score"].Sum() > 0);
        Assert.Contains(
            World.Creators,
            creator => all[$"audience/creators/{creator}/totals/certainty"].Contains(5 / 6d)
        );
    }

    [Fact]
    public void The_inhuman_rate_is_more_than_forty_in_less_than_a_minute()
    {
        var facts = World.Generate(3).Events.Select(Fact.Read).Where(f => f.Workspace == "default").ToList();
        Assert.Equal(
            ["crawler", "flood"],
            Authenticity.Inauthentic(facts.Distinct(), new CatalogBook([], "default"), new HashSet<string>()).Order()
        );
    }

    private static string Text(World world) =>
        string.Join('\n', world.Catalog.Concat(world.Events).Select(o => o.ToJsonString()));
}
