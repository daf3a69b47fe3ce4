using CreatorStream.Analytics.Authenticity;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Authenticity;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Signs that rest on all of an actor's journey, and that more of it may lift.</summary>
public sealed class JourneySignsTests : IDisposable
{
    private const long Second = 1_000_000;
    private const long Hour = 3600 * Second;

    private readonly int seed = Random.Shared.Next();
    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    [Theory]
    [InlineData(19, "", Signs.None)]
    [InlineData(21, "", Signs.LikelyClickFlood)]
    [InlineData(70, "", Signs.ClickFlood)]
    [InlineData(70, "pixel", Signs.LikelyClickFlood)]
    public void Clicks_whose_pages_are_all_left_at_once_are_a_flood(int clicks, string via, Signs signs) =>
        Assert.Equal(signs, SignsOf([.. Flood(clicks, via)]).GetValueOrDefault("farm"));

    [Theory]
    [InlineData("product_page", 0)]
    [InlineData("cart", 0)]
    [InlineData("purchase", 0)]
    [InlineData("stay", 4)]
    [InlineData("visit", 4)]
    public void One_sign_of_interest_lifts_it(string type, int seconds)
    {
        // More time of a page is told with the time of its visit; any other page comes by no click.
        long time = Landing(60) + (type == "stay" ? 0 : Hour / 60);
        string[] lines = [.. Flood(70, ""), Line("x", type, time, "", seconds)];
        Assert.Equal(Signs.None, SignsOf(lines).GetValueOrDefault("farm"));
    }

    /// <summary>Some clicks get lost, or come late: a page without one says little, several do.</summary>
    [Theory]
    [InlineData(3, Signs.ClickFlood)]
    [InlineData(4, Signs.None)]
    public void Of_pages_without_a_click_one_in_twenty_may_be(int lost, Signs signs)
    {
        string[] clicks =
        [
            .. Flood(70, "").Where(line => line.Contains("\"click\"", StringComparison.Ordinal)).Skip(20).Take(lost),
        ];
        Assert.Equal(lost, clicks.Length);
        Assert.Equal(signs, SignsOf([.. Flood(70, "").Except(clicks)]).GetValueOrDefault("farm"));
    }

    /// <summary>No event comes any more that would tell the name.</summary>
    [Fact]
    public void Who_shows_it_once_a_burst_is_taken_out_has_a_name()
    {
        string[] lines =
        [
            .. Flood(70, ""),
            .. Enumerable.Range(0, 50).Select(n => Line($"b{n}", "visit", Landing(3) + (n * Second), "pixel", 30)),
        ];
        Assert.Equal(Signs.ClickFlood | Signs.InhumanRate, SignsOf(lines, batchSize: 500).GetValueOrDefault("farm"));
    }

    [Fact]
    public void Clicks_that_overlap_are_matched_with_as_many_pages()
    {
        string[] lines =
        [
            .. Flood(70, ""),
            Line("a", "click", Landing(60) + 10 * Second, "", 0),
            Line("b", "click", Landing(60) + 11 * Second, "", 0),
            Line("c", "visit", Landing(60) + 12 * Second, "", 1),
            Line("d", "visit", Landing(60) + 13 * Second, "", 1),
        ];
        Assert.Equal(Signs.ClickFlood, SignsOf(lines).GetValueOrDefault("farm"));
    }

    [Fact]
    public void Pages_that_do_not_tell_how_long_they_were_looked_at_accuse_nobody() =>
        Assert.Empty(
            SignsOf([
                .. Flood(70, "")
                    .Select(line => line.Replace("\"seconds\":1", "\"seconds\":0", StringComparison.Ordinal)),
            ])
        );

    [Fact]
    public void Who_acts_round_the_clock_for_days_at_even_times_is_a_program_and_who_sleeps_is_none()
    {
        string[] lines =
        [
            // Every half an hour, for 11 days.
            .. Enumerable.Range(0, 530).Select(n => Line($"r{n}", "like", -n * Hour / 2, "", 0, "robot")),
            .. Enumerable
                .Range(0, 530)
                .Where(n => n % 48 is > 8 and < 40)
                .Select(n => Line($"s{n}", "like", -n * Hour / 2, "", 0, "sleeper")),
            // The same in whole minutes, as of an import: even times say nothing then.
            .. Enumerable
                .Range(0, 530)
                .Select(n =>
                    Line($"m{n}", "like", (-n * Hour / 2) - (Facts.NowMicros % (60 * Second)), "", 0, "rounded")
                ),
            // A night awake, and 200 likes in it.
            .. Enumerable.Range(0, 200).Select(n => Line($"n{n}", "like", -n * Hour / 8, "", 0, "awake")),
            // In somebody's name.
            .. Enumerable.Range(0, 530).Select(n => Line($"p{n}", "like", -n * Hour / 2, "pixel", 0, "victim")),
        ];
        Dictionary<string, Signs> signs = SignsOf(lines);
        Assert.Equal(["robot", "rounded"], signs.Keys.Order());
        Assert.Equal(Signs.OddRhythm, signs["rounded"]);
        Assert.Equal(Signs.InhumanRhythm, signs["robot"]);
    }

    [Fact]
    public void They_are_the_same_in_every_order_and_after_a_restart()
    {
        var random = new Random(seed);
        for (int round = 0; round < 30; round++)
        {
            string[] lines =
            [
                .. Flood(random.Next(25, 300), random.Next(3) == 0 ? "pixel" : ""),
                .. random.Next(2) == 0
                    ? [Line("x", "cart", random.Next(-300, 0) * Hour / 30, "", 0)]
                    : Array.Empty<string>(),
                .. Enumerable
                    .Range(0, random.Next(100, 600))
                    .Select(n => Line($"r{n}", "like", -n * Hour / 2, random.Next(50) == 0 ? "pixel" : "", 0, "robot")),
                .. Facts.Random(random, 300),
                .. Facts.Bursts(random),
            ];
            Dictionary<string, Signs> expected = SignsOf(lines);
            random.Shuffle(lines);
            Assert.True(
                expected.OrderBy(of => of.Key).SequenceEqual(SignsOf(lines, random.Next(1, 200)).OrderBy(of => of.Key)),
                $"seed {seed}"
            );

            var state = new VisitorState(memory.Open(), retention: null);
            var first = new VisitorFlow(state, Families.Composed);
            Facts.Feed(first, lines, 100);
            var again = new VisitorFlow(state, Families.Composed);
            again.Rebuild(_ => false);
            Assert.True(ByVisitor(first).SequenceEqual(ByVisitor(again)), $"seed {seed}");
        }
    }

    /// <summary>A click every two minutes, and a second of its page.</summary>
    private static IEnumerable<string> Flood(int clicks, string via) =>
        Enumerable
            .Range(0, clicks)
            .SelectMany(n =>
                (string[])
                    [Line($"c{n}", "click", Landing(n) - Second, via, 0), Line($"v{n}", "visit", Landing(n), via, 1)]
            );

    private static long Landing(int n) => -n * Hour / 30;

    private static string Line(string id, string type, long time, string via, int seconds, string visitor = "farm") =>
        $$"""{"id":"{{visitor}}-{{id}}","type":"{{type}}","via":"{{via}}","time":"{{Rfc3339.Format(
            Facts.NowMicros + time
        )}}","visitor":"{{visitor}}","content":"post-0","campaign":"campaign-0","seconds":{{seconds}}}""";

    private Dictionary<string, Signs> SignsOf(string[] lines, int batchSize = 50)
    {
        var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        Facts.Feed(flow, lines, batchSize);
        // A burst in somebody's name has the name, too.
        return Evidence(flow)
            .GroupBy(of => of.Actor)
            .ToDictionary(of => of.Key, of => of.Aggregate(Signs.None, (all, one) => all | one.Signs));
    }

    private static IEnumerable<(ulong, Signs)> ByVisitor(VisitorFlow flow) =>
        Evidence(flow).Select(of => (of.Visitor, of.Signs)).Order();

    private static IEnumerable<EvidenceRow> Evidence(VisitorFlow flow) =>
        flow.Tick(0, new TaskProgress(0, 0, 0, default)).Of(EvidenceSection.Rows);
}
