using CreatorStream.Analytics.Authenticity;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Engagement;
using CreatorStream.Pipeline.Visitors.Sessions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Content that the catalog moves, while events and verdicts go on, leaves no trace of where it was.</summary>
public sealed class ContentMovesTests
{
    private const int Rounds = 5;

    private readonly int seed = Random.Shared.Next();

    [Fact]
    public void Reach_and_sessions_are_those_of_the_last_placements_however_the_work_was_cut()
    {
        var random = new Random(seed);
        for (int round = 0; round < Rounds; round++)
        {
            // In the last round many touch each subject, and there are new visitors all the time.
            bool isDense = round == Rounds - 1;
            string[] lines = Facts.Random(random, isDense ? 9_000 : 800);
            lines = isDense
                ?
                [
                    .. lines.Select(
                        (line, i) =>
                            line.Replace("\"visitor\":\"", $"\"visitor\":\"late-{i / 450}-", StringComparison.Ordinal)
                    ),
                ]
                : lines;
            var last = new Dictionary<string, ContentEntry>();
            var state = new VisitorState(new StateMemory().Open(), retention: null);
            var flow = new VisitorFlow(state, Families.Composed);
            var published = new Published();
            foreach (string[] some in lines.Chunk(random.Next(lines.Length / 75, lines.Length / 8)))
            {
                for (int entries = random.Next(4); entries > 0; entries--)
                {
                    // Now and then of content that has no events.
                    string content = $"post-{random.Next(10)}";
                    last[content] = Entry(content, random.Next(3), random.Next(3));
                    flow.Apply(last[content]);
                }
                flow.Place(random.Next(1, 2_000));
                Facts.Feed(flow, some, random.Next(1, 50));
                if (random.Next(3) == 0 && state.Journeys.Count > 0)
                {
                    ulong actor = state.Journeys.HashOf(random.Next(Math.Min(5, state.Journeys.Count)));
                    flow.Apply(new Verdict("default", actor, VerdictLevel.Inauthentic));
                }
                if (random.Next(2) == 0)
                {
                    published.Take(state, flow);
                }
            }
            flow.Place(int.MaxValue);
            Assert.True(flow.IsPlaced, $"seed {seed}");
            published.Take(state, flow);

            var known = new VisitorState(new StateMemory().Open(), retention: null);
            var once = new VisitorFlow(known, Families.Composed);
            foreach (ContentEntry entry in last.Values)
            {
                once.Apply(entry);
            }
            Facts.Feed(once, lines, 300);
            foreach (
                ulong actor in Enumerable
                    .Range(0, state.Journeys.Count)
                    .Where(state.Journeys.IsInauthentic)
                    .Select(state.Journeys.HashOf)
            )
            {
                once.Apply(new Verdict("default", actor, VerdictLevel.Inauthentic));
            }
            AssertSame(known, once, published.Sums(), $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void Who_comes_from_a_new_country_while_the_content_waits_to_be_moved_counts_where_the_others_do()
    {
        string now = Rfc3339.Format(Facts.NowMicros);
        string Touch(string visitor, string country) =>
            $$"""{"id":"{{visitor}}-{{country}}","type":"click","time":"{{now}}","visitor":"{{visitor}}","campaign":"c","content":"post","country":"{{country}}"}""";
        string[] before = [Touch("first", ""), Touch("second", "DE")];
        string[] meanwhile = [Touch("first", "FR"), Touch("second", "")];
        var state = new VisitorState(new StateMemory().Open(), retention: null);
        var flow = new VisitorFlow(state, Families.Composed);
        var published = new Published();
        Facts.Feed(flow, before, 10);
        published.Take(state, flow);
        flow.Apply(Entry("post", 1, 1));
        Facts.Feed(flow, meanwhile, 10);
        Assert.False(flow.IsPlaced);
        // Nothing has moved yet, and now it stays where it was: so must what came meanwhile.
        flow.Apply(Entry("post", 0, 0));
        flow.Place(int.MaxValue);
        published.Take(state, flow);

        var known = new VisitorState(new StateMemory().Open(), retention: null);
        var once = new VisitorFlow(known, Families.Composed);
        once.Apply(Entry("post", 0, 0));
        Facts.Feed(once, [.. before, .. meanwhile], 10);
        AssertSame(known, once, published.Sums(), "came while it waited");
    }

    [Fact]
    public void Content_that_nobody_has_touched_costs_nothing_and_changes_no_row()
    {
        var state = new VisitorState(new StateMemory().Open(), retention: null);
        var flow = new VisitorFlow(state, Families.Composed);
        Facts.Feed(flow, Facts.Random(new Random(seed), 1_000), 100);
        flow.Tick(0, new TaskProgress(0, 0, 0, default));
        flow.Apply(Entry("never-seen", 1, 1));
        flow.Place(1);
        Assert.True(flow.IsPlaced, $"seed {seed}");
        PartialRows rows = flow.Tick(0, new TaskProgress(0, 0, 0, default));
        Assert.True(rows.Of(ReachSection.Rows).Count + rows.Of(SessionSection.Rows).Count == 0, $"seed {seed}");
    }

    [Fact]
    public void Only_those_who_touched_it_are_looked_at()
    {
        var state = new VisitorState(new StateMemory().Open(), retention: null);
        var flow = new VisitorFlow(state, Families.Composed);
        string now = Rfc3339.Format(Facts.NowMicros);
        string Touch(int visitor, string content) =>
            $$"""{"id":"{{visitor}}","type":"click","time":"{{now}}","visitor":"v{{visitor}}","campaign":"c","content":"{{content}}"}""";
        Facts.Feed(flow, Enumerable.Range(0, 20_000).Select(n => Touch(n, n % 5_000 == 0 ? "rare" : "popular")), 1_000);
        flow.Apply(Entry("rare", 1, 1));
        // Four visitors of one touch: in few steps.
        flow.Place(200);
        Assert.True(flow.IsPlaced);
        flow.Apply(Entry("popular", 1, 1));
        flow.Place(200);
        Assert.False(flow.IsPlaced);
    }

    private static void AssertSame(
        VisitorState known,
        VisitorFlow once,
        SortedDictionary<string, string> sums,
        string where
    )
    {
        var expected = new Published();
        expected.Take(known, once);
        SortedDictionary<string, string> right = expected.Sums();
        Assert.True(right.Count > 0, where);
        Assert.True(
            right.SequenceEqual(sums),
            $"{where}: {string.Join("; ", right.Except(sums).Take(3))} is not "
                + string.Join("; ", sums.Except(right).Take(3))
        );
    }

    private static ContentEntry Entry(string content, int campaign, int creator) =>
        new(
            "default",
            content,
            campaign == 0 ? null : $"moved-{campaign}",
            creator == 0 ? null : $"somebody-{creator}",
            null,
            null,
            null
        );

    /// <summary>What a reader knows of the rows, with panes added up as it does that are kept together.</summary>
    private sealed class Published
    {
        private readonly Dictionary<(Entity, int, int), string> reach = [];
        private readonly Dictionary<(Entity, int), long[]> sessions = [];
        private int greatest;

        public SortedDictionary<string, string> Sums()
        {
            var sums = new Dictionary<string, long[]>();
            foreach (((Entity entity, int window, int pane), string row) in reach)
            {
                Add(sums, $"reach {entity} {window} {Kept(pane)}", [.. row.Split(' ').Select(long.Parse)]);
            }
            foreach (((Entity entity, int pane), long[] row) in sessions)
            {
                Add(sums, $"sessions {entity} {Kept(pane)}", row);
            }
            return new SortedDictionary<string, string>(
                sums.Where(of => of.Value.Any(count => count != 0))
                    .ToDictionary(of => of.Key, of => string.Join(' ', of.Value)),
                StringComparer.Ordinal
            );
        }

        public void Take(VisitorState state, VisitorFlow flow)
        {
            PartialRows rows = flow.Tick(0, new TaskProgress(0, 0, 0, default));
            greatest = Pane.Of(state.GreatestMicros(0));
            foreach (ReachRow row in rows.Of(ReachSection.Rows))
            {
                reach[(state.Subjects.Entities[row.Entity], row.Window, row.Pane)] = $"{row.All} {row.Excluded}";
            }
            foreach (SessionRow row in rows.Of(SessionSection.Rows))
            {
                sessions[(state.Subjects.Entities[row.Entity], row.Pane)] = [.. row.Counts];
            }
        }

        private int Kept(int pane) => Pane.Keep(pane, greatest);

        private static void Add(Dictionary<string, long[]> sums, string name, long[] row)
        {
            long[] before = sums.GetValueOrDefault(name) ?? new long[row.Length];
            sums[name] = [.. before.Zip(row, (a, b) => a + b)];
        }
    }
}
