using System.Text.RegularExpressions;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Audience;
using CreatorStream.Pipeline.Visitors.Authenticity;
using CreatorStream.Pipeline.Visitors.Engagement;
using CreatorStream.Pipeline.Visitors.Paths;
using CreatorStream.Pipeline.Visitors.Sessions;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Authenticity;

namespace CreatorStream.Pipeline.Tests;

/// <summary>One visitor may have any number of touches and orders: each costs what it would cost of anybody.</summary>
public sealed partial class LongJourneyTests : IDisposable
{
    private readonly int seed = Random.Shared.Next();
    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    [Theory]
    [InlineData(3_000, 0)] // As people act.
    [InlineData(50, 0)] // Faster: its actor is a suspect, too.
    [InlineData(3_000, 15_000_000)] // Late, into the middle.
    public void What_changed_of_a_journey_is_published_and_not_the_journey(int millis, int lateMillis)
    {
        const int Touches = 10_000;
        (_, VisitorFlow flow) = New();
        Feed(flow, [.. Enumerable.Range(0, Touches).Select(n => Click(n, n * (long)millis))]);
        Feed(flow, [.. Enumerable.Range(0, 1_000).Select(n => Purchase(n, n * (long)millis, ""))]);
        Assert.True(Bytes(Tick(flow)) > Touches * 10);
        Feed(flow, [Click(Touches, (Touches * (long)millis) - lateMillis)]);
        PartialRows rows = Tick(flow);
        JourneyRow journey = Assert.Single(rows.Of(JourneySection.Rows));
        Assert.Equal(1, journey.Touches.Length);
        Assert.Empty(journey.Conversions);
        Assert.All(rows.Of(EvidenceSection.Rows), row => Assert.Single(row.EventsBySubject));
        Assert.InRange(Bytes(rows), 1, 1_500);
        Feed(flow, [Purchase(1_000, Touches * (long)millis, "")]);
        journey = Assert.Single(Tick(flow).Of(JourneySection.Rows));
        Assert.Equal(0, journey.Touches.Length);
        Assert.Single(journey.Conversions);
        // Whoever begins anew is told everything.
        flow.PublishAll();
        journey = Assert.Single(Tick(flow).Of(JourneySection.Rows));
        Assert.Equal((Touches + 1, 1_001), (journey.Touches.Length, journey.Conversions.Count));
    }

    [Fact]
    public void Parts_that_came_in_any_order_come_to_what_the_whole_does()
    {
        var random = new Random(seed);
        string[] any = [.. Any(random, 3_000)];
        random.Shuffle(any);
        // One of the two who order stays a person.
        IEnumerable<string> bursts = Facts
            .Bursts(random)
            .Where(line => !line.Contains("\"v0\"", StringComparison.Ordinal));
        string[] lines = [.. any[300..], .. bursts];
        // One by one and in order of time, so that none has its orders restated by an earlier one behind it.
        string[] late = [.. any[..300].OrderBy(line => Time.Match(line).Value, StringComparer.Ordinal)];
        // Later than all orders: only the verdict that follows concerns them.
        string[] fast = [.. Enumerable.Range(0, 50).Select(n => Click(10_000 + n, 10_810_000 + (n * 1_000), "v1"))];
        var code = new CodeEntry("default", "BEN15", "creator-1", "campaign-1");
        ContentEntry moved = Entry("post-3", 0, 2);
        ContentEntry movedLast = Entry("post-5", 0, 2);
        Stages before = Whole([.. lines, .. late], code, moved);
        Stages whole = Whole([.. lines, .. late, .. fast], code, moved, movedLast);
        random.Shuffle(lines);
        var parts = new Stages(memory);
        parts.Apply(code);
        int turn = 0;
        foreach (string[] some in lines.Chunk(lines.Length / 40))
        {
            parts.Feed(some, random.Next(1, 60));
            parts.Turn(anew: turn == 20);
            if (turn++ == 30)
            {
                parts.Apply(moved);
            }
        }
        foreach (string line in late)
        {
            parts.Feed([line], 1);
            parts.Turn();
        }
        Assert.True(before.Figures() == parts.Figures(), $"seed {seed}\n{before.Figures()}\n\n{parts.Figures()}");
        parts.Feed(fast, 7);
        parts.Turn();
        parts.Turn();
        parts.Apply(movedLast);
        parts.Turn();
        Assert.True(whole.Figures() == parts.Figures(), $"seed {seed}\n{whole.Figures()}\n\n{parts.Figures()}");
        // Whoever begins anew is told everything.
        parts.Turn(anew: true);
        Assert.True(whole.Figures() == parts.Figures(), $"seed {seed}\n{whole.Figures()}\n\n{parts.Figures()}");
        Assert.InRange(whole.Orders(authentic: true), 50, whole.Orders(authentic: false) - 50);
    }

    [Fact]
    public void What_decides_of_a_path_is_found_wherever_it_lies()
    {
        Stages stages = Whole(
            [
                // Nothing but a view, among what is no click.
                Event("i", "impression", 0, About(1), "viewer"),
                Purchase(1, 10_000, "", "viewer"),
                // At the very moment of the order.
                Event("c", "click", 20_000, About(2), "clicker"),
                Purchase(2, 20_000, "", "clicker"),
                // The last of the code's creator, behind another's.
                Event("d", "click", 0, About(7), "buyer"),
                Event("e", "click", 1_000, About(3), "buyer"),
                Purchase(3, 30_000, "BEN15", "buyer"),
                // Nothing is known of who bought, and one alone claims it.
                Purchase(4, 30_000, "", "stranger"),
                Event("l", "click", 10_000, About(4), "lender"),
                Event("m", "purchase", 30_000, "\"order\":\"o4\",\"value\":5,\"via\":\"pixel\"", "lender"),
            ],
            new CodeEntry("default", "BEN15", "creator-1", "campaign-1")
        );
        Assert.Equal([0, 1, 1, 0, 1, 0, 0, 1], Enumerable.Range(0, 8).Select(stages.OrdersOf));
    }

    private Stages Whole(string[] lines, params CatalogEntry[] entries)
    {
        var whole = new Stages(memory);
        foreach (CatalogEntry entry in entries)
        {
            whole.Apply(entry);
        }
        whole.Feed(lines, lines.Length);
        whole.Turn();
        whole.Turn();
        return whole;
    }

    [Fact]
    public void What_lies_next_to_a_touch_is_found_in_long_journeys_too()
    {
        var random = new Random(seed);
        string[] lines = [.. Any(random, 4_000), .. Facts.Bursts(random)];
        random.Shuffle(lines);
        (VisitorState state, VisitorFlow flow) = New();
        foreach (string[] some in lines.Chunk(500))
        {
            Feed(flow, some);
            string content = $"post-{random.Next(12)}";
            flow.Apply(Entry(content, random.Next(2), random.Next(3)));
            flow.Place(random.Next(3_000));
        }
        flow.Place(int.MaxValue);
        for (int visitor = 0; visitor < state.Journeys.Count; visitor++)
        {
            flow.Apply(new Verdict("default", state.Journeys.HashOf(visitor), VerdictLevel.Inauthentic));
        }
        // What is left out is counted over whole journeys: it is all there is.
        PartialRows rows = Tick(flow);
        Assert.All(rows.Of(ReachSection.Rows), row => Assert.Equal(row.All, row.Excluded));
        Assert.NotEmpty(rows.Of(AudienceSection.Rows));
        Assert.All(rows.Of(AudienceSection.Rows), row => Assert.Equal(row.Engagers.All, row.Engagers.Excluded));
        Assert.All(
            rows.Of(SessionSection.Rows),
            row =>
            {
                long[] sums = [.. row.Counts];
                Assert.Equal(sums[..SessionColumns.Excluded], sums[SessionColumns.Excluded..]);
            }
        );
    }

    [Fact]
    public void What_is_added_twice_counts_once_and_what_is_added_to_something_else_is_refused()
    {
        (VisitorState state, VisitorFlow flow) = New();
        Feed(flow, [.. Enumerable.Range(0, 100).Select(n => Click(n, n * 3_000)), Purchase(0, 300_000, "")]);
        var stage2 = new Stage2(state, memory);
        stage2.Take(Tick(flow), anew: false);
        Feed(flow, [Click(100, 303_000)]);
        PartialRows added = Tick(flow);
        stage2.Take(added, anew: false);
        stage2.Take(added, anew: false);
        Feed(flow, [Click(101, 306_000)]);
        Tick(flow);
        Feed(flow, [Click(102, 309_000)]);
        PartialRows next = Tick(flow);
        Assert.Throws<InvalidDataException>(() => stage2.Take(next, anew: false));
    }

    /// <summary>Two visitors with hundreds of touches of three hours, orders between them.</summary>
    private static IEnumerable<string> Any(Random random, int count) =>
        Enumerable
            .Range(0, count)
            .Select(n =>
            {
                long millis = random.Next(10_800) * 1_000L;
                string visitor = $"v{random.Next(2)}";
                int content = random.Next(12);
                string code = random.Next(3) == 0 ? "BEN15" : "";
                return random.Next(9) switch
                {
                    0 => Purchase(n / 2, millis, code, visitor),
                    1 => Event(
                        $"d{n}",
                        "visit",
                        millis,
                        $"\"channel\":\"{(random.Next(2) == 0 ? "email" : "direct")}\"",
                        visitor
                    ),
                    < 4 => Event($"i{n}", "impression", millis, About(content), visitor),
                    < 6 => Event($"c{n}", "click", millis, About(content), visitor),
                    6 => Event($"g{n}", "engagement", millis, About(content) + ",\"action\":\"like\"", visitor),
                    _ => Event($"s{n}", "visit", millis, About(content) + $",\"seconds\":{random.Next(20)}", visitor),
                };
            });

    private static ContentEntry Entry(string content, int campaign, int creator) =>
        new("default", content, $"campaign-{campaign}", $"creator-{creator}", null, null, null);

    [GeneratedRegex("""(?<="time":")[^"]+""")]
    private static partial Regex Time { get; }

    private static string About(int content) =>
        $"\"content\":\"post-{content}\",\"campaign\":\"campaign-{content % 2}\",\"creator\":\"creator-{content % 3}\"";

    private static string Click(int n, long millis, string visitor = "one") =>
        Event(
            $"c{n}",
            "click",
            millis,
            $"\"content\":\"post-{n}\",\"campaign\":\"campaign-0\",\"creator\":\"ana\"",
            visitor
        );

    private static string Purchase(int n, long millis, string code, string visitor = "one") =>
        Event(
            $"p{n}-{visitor}",
            "purchase",
            millis,
            $"\"order\":\"o{n}\",\"value\":5,\"currency\":\"EUR\",\"code\":\"{code}\"",
            visitor
        );

    private static string Event(string id, string type, long millis, string more, string visitor = "one") =>
        $$"""{"id":"{{id}}","type":"{{type}}","time":"{{Rfc3339.Format(Facts.NowMicros - 40_000_000_000 + (millis * 1_000))}}","visitor":"{{visitor}}",{{more}}}""";

    private (VisitorState State, VisitorFlow Flow) New()
    {
        var state = new VisitorState(memory.Open(), retention: null);
        return (state, new VisitorFlow(state, Families.Composed));
    }

    private static void Feed(VisitorFlow flow, string[] lines) => Facts.Feed(flow, lines, 100);

    private static PartialRows Tick(VisitorFlow flow) => flow.Tick(0, new TaskProgress(0, 0, 0, default));

    private static long Bytes(PartialRows rows)
    {
        using var bytes = new MemoryStream();
        PartialRowsCodec.Write(rows, bytes);
        return bytes.Length;
    }

    /// <summary>Both stages of a task, with verdicts on their way back.</summary>
    private sealed class Stages
    {
        private readonly VisitorFlow flow;
        private readonly Stage2 stage2;

        public Stages(StateMemory memory)
        {
            var state = new VisitorState(memory.Open(), retention: null);
            flow = new VisitorFlow(state, Families.Composed);
            stage2 = new Stage2(state, memory);
        }

        public long Orders(bool authentic) => stage2.Orders(authentic);

        public void Apply(CatalogEntry entry)
        {
            flow.Apply(entry);
            flow.Place(int.MaxValue);
            stage2.Workspace.Apply(entry);
        }

        public void Feed(string[] lines, int batchSize) => Facts.Feed(flow, lines, batchSize);

        public void Turn(bool anew = false)
        {
            if (anew)
            {
                flow.PublishAll();
            }
            stage2.Take(Tick(flow), anew).ForEach(flow.Apply);
        }

        public long OrdersOf(int content) =>
            stage2
                .Workspace.Figures.Find(
                    new Entity("default", $"campaign-{content % 2}", EntityLevel.Content, $"post-{content}")
                )
                ?.AllTime.Conversions(authentic: false)
            ?? 0;

        public string Figures() => stage2.Figures();
    }

    /// <summary>What a workspace task does with rows, but for views.</summary>
    private sealed class Stage2(VisitorState state, StateMemory memory)
    {
        private readonly MergedWorkspace merged = new(memory.Open());

        public WorkspaceState Workspace => merged.State;

        /// <summary>How many are credited.</summary>
        public long Orders(bool authentic) =>
            state
                .Subjects.Entities.Where(of => of.Level == EntityLevel.Campaign)
                .Sum(of => Workspace.Figures.Find(of)?.AllTime.Conversions(authentic) ?? 0);

        public List<Verdict> Take(PartialRows written, bool anew)
        {
            using var bytes = new MemoryStream();
            PartialRowsCodec.Write(written, bytes);
            List<Verdict> verdicts = merged.Put(
                PartialRowsCodec.Read(bytes.ToArray(), Families.Composed) with
                {
                    ReplacesAll = anew,
                }
            );
            Workspace.TakeChanged(timeMoved: true, out _);
            return verdicts;
        }

        public string Figures()
        {
            var lines = new List<string>();
            foreach (Entity entity in state.Subjects.Entities)
            {
                if (Workspace.Figures.Find(entity) is { } figures)
                {
                    long[] counts =
                    [
                        .. Enumerable
                            .Range(0, figures.AllTime.Counts.Length)
                            .Select(of => (long)figures.AllTime.Counts[of]),
                    ];
                    string orders = string.Join(' ', figures.AllTime.Orders.ToArray());
                    string sessions = string.Join(' ', figures.AllTime.Sessions.ToArray());
                    if (counts.Any(count => count != 0))
                    {
                        lines.Add($"{entity}: {string.Join(' ', counts)}; {orders}; {sessions}");
                    }
                }
            }
            foreach (string campaign in (string[])["campaign-0", "campaign-1"])
            {
                foreach (ReasonSummary suspects in Workspace.Authenticity.Of(campaign))
                {
                    lines.Add(
                        $"{campaign} {suspects.Reason.Code}: {suspects.Actors} {suspects.Events} {string.Join(' ', suspects.Examples)}"
                    );
                }
            }
            return string.Join('\n', lines.Order(StringComparer.Ordinal));
        }
    }
}
