using System.Text.Json;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Analytics.Reach;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Overlap;
using CreatorStream.Pipeline.Workspaces.Overlap;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Overlap is that of the sets of whom people met, however many there are and however it came.</summary>
public sealed class OverlapTests : IDisposable
{
    private const string Campaign = "c";

    private readonly int seed = Random.Shared.Next();
    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    /// <summary>Journeys that are looked through and long ones, with verdicts, in two partitions and batches of any size.</summary>
    [Fact]
    public void People_are_those_of_the_sets_of_whom_they_met()
    {
        var random = new Random(seed);
        var met = new List<(string Visitor, string Creator)>();
        for (int n = 0; n < 4_000; n++)
        {
            // One meets them again and again, and some of them late.
            string visitor = n % 4 == 0 ? "long" : $"v{random.Next(40)}";
            met.Add((visitor, visitor == "long" && n < 2_000 ? "k0" : $"k{random.Next(12)}"));
        }
        var stages = new Stages(memory, partitions: 2);
        foreach ((string Visitor, string Creator)[] some in met.Chunk(random.Next(20, 900)))
        {
            stages.Feed(some, random.Next(1, 200));
        }
        HashSet<string> bots = ["v3", "long"];
        stages.Hold(bots);
        AssertSame(met, bots, stages);
    }

    [Fact]
    public void Whoever_meets_more_than_stand_in_pairs_leaves_all_of_them_and_comes_back_with_their_content()
    {
        string[] creators = [.. Enumerable.Range(0, AudienceOverlap.MostInPairs + 1).Select(n => $"k{n}")];
        List<(string, string)> met =
        [
            .. creators.Select(creator => ("keen", creator)),
            ("other", "k0"),
            ("other", "k1"),
        ];
        var stages = new Stages(memory, partitions: 1);
        stages.Feed(met, 7);
        AudienceGroup group = stages.Group;
        Assert.Equal(1, group.Any.Of(MetColumns.Many, authentic: true));
        Assert.Equal(("k0", "k1", 1), Assert.Single(stages.Pairs()));
        Assert.Equal(2, group.Of("k0").Of(MetColumns.People, authentic: true));

        // Two creators become one: as many as stand in pairs are left.
        stages.Apply(new ContentEntry("default", "of k2", Campaign, "k3", null, null, null));
        group = stages.Group;
        Assert.Equal(0, group.Any.Of(MetColumns.Many, authentic: true));
        int pairs = AudienceOverlap.MostInPairs * (AudienceOverlap.MostInPairs - 1) / 2;
        Assert.Equal(pairs, stages.Pairs().Count);
        Assert.Contains(("k0", "k1", 2), stages.Pairs());
    }

    /// <summary>Everybody meets three: far more creators than stand in pairs, in any order, over partitions.</summary>
    [Fact]
    public void Of_more_creators_than_stand_in_pairs_those_of_the_catalog_come_first_and_then_those_with_the_smallest_hash()
    {
        var random = new Random(seed);
        const int Creators = PairRank.Most + 300;
        List<(string Visitor, string Creator)> met = [];
        for (int n = 0; n < 3_000; n++)
        {
            string visitor = $"v{n / 3}";
            met.Add((visitor, $"k{random.Next(Creators)}"));
        }
        ContentEntry[] entries =
        [
            .. Enumerable
                .Range(0, 40)
                .Select(n => new ContentEntry("default", $"of k{n}", Campaign, $"k{n}", null, null, null)),
        ];
        var stages = new Stages(memory, partitions: 2);
        foreach ((string Visitor, string Creator)[] some in met.Chunk(500))
        {
            stages.Feed(some, random.Next(1, 100));
        }
        Check([]);
        foreach (ContentEntry entry in entries)
        {
            stages.Apply(entry);
        }
        Check([.. Enumerable.Range(0, 40).Select(n => $"k{n}")]);

        // Many of those that came first are nobody's any more: others take their places.
        var moved = new HashSet<string>();
        foreach (string creator in First([.. Enumerable.Range(0, 40).Select(n => $"k{n}")]).Take(200))
        {
            moved.Add(creator);
            stages.Apply(new ContentEntry("default", $"of {creator}", "another", null, null, null, null));
        }
        met.RemoveAll(of => moved.Contains(of.Creator));
        Check([.. Enumerable.Range(0, 40).Select(n => $"k{n}").Where(of => !moved.Contains(of))]);

        IEnumerable<string> First(HashSet<string> known) =>
            met.Select(of => of.Creator)
                .Distinct()
                .OrderBy(of => !known.Contains(of))
                .ThenBy(of => Hash64.Compute(of, 0))
                .Take(PairRank.Most);

        void Check(HashSet<string> known)
        {
            HashSet<string> first = [.. First(known)];
            Assert.True(known.IsSubsetOf(first) || !known.IsSubsetOf(met.Select(of => of.Creator)));
            (string, string, int)[] expected =
            [
                .. Naive(met).Where(of => first.Contains(of.One) && first.Contains(of.Other)).Order(),
            ];
            Assert.Equal(expected, stages.Shown());
        }
    }

    private static void AssertSame(List<(string Visitor, string Creator)> met, HashSet<string> bots, Stages stages)
    {
        AudienceGroup group = stages.Group;
        ILookup<string, string> sets = met.Distinct().ToLookup(of => of.Visitor, of => of.Creator);
        foreach (bool authentic in (bool[])[false, true])
        {
            string[][] people = [.. sets.Where(of => !authentic || !bots.Contains(of.Key)).Select(of => of.ToArray())];
            Assert.Equal(people.Length, group.Any.Of(MetColumns.People, authentic));
            Assert.Equal(people.Count(of => of.Length == 1), group.Any.Of(MetColumns.Alone, authentic));
            foreach ((string name, MetCounts of) in group.All)
            {
                Assert.Equal(people.Count(set => set.Contains(name)), of.Of(MetColumns.People, authentic));
            }
        }
        Assert.Equal(Naive(met).Order(), stages.Pairs().Order());
        Assert.Equal(
            Naive([.. met.Where(of => !bots.Contains(of.Visitor))]).Order(),
            group
                .Pairs()
                .Select(of => new Pair(of.One, of.Other, of.People))
                .Where(of => of.Of(authentic: true) > 0)
                .Select(of => Ordered(of.One, of.Other, (int)of.Of(authentic: true)))
                .Order()
        );
    }

    private static (string One, string Other, int) Ordered(string one, string other, int people) =>
        string.CompareOrdinal(one, other) < 0 ? (one, other, people) : (other, one, people);

    private static IEnumerable<(string One, string Other, int)> Naive(List<(string Visitor, string Creator)> met) =>
        met.Distinct()
            .GroupBy(of => of.Visitor, of => of.Creator)
            .SelectMany(of => of.SelectMany(one => of.Select(other => (one, other))))
            .Where(of => string.CompareOrdinal(of.one, of.other) < 0)
            .CountBy(of => of)
            .Select(of => (of.Key.one, of.Key.other, of.Value));

    /// <summary>Visitor tasks, and the workspace that merges what they publish.</summary>
    private sealed class Stages
    {
        private readonly List<(VisitorState State, VisitorFlow Flow)> tasks = [];
        private readonly MergedWorkspace workspace;
        private int events;

        public Stages(StateMemory memory, int partitions)
        {
            workspace = new MergedWorkspace(memory.Open());
            for (int partition = 0; partition < partitions; partition++)
            {
                var state = new VisitorState(memory.Open(), retention: null);
                tasks.Add((state, new VisitorFlow(state, Families.Composed)));
            }
        }

        public AudienceGroup Group => workspace.State.Overlap.Of(Campaign, EntityLevel.Creator)!;

        public List<(string, string, int)> Pairs() =>
            [.. Group.Pairs().Select(of => Ordered(of.One, of.Other, of.People.All))];

        /// <summary>Of those that are shown: names of any length, so all of them.</summary>
        public IEnumerable<(string, string, int)> Shown()
        {
            var shown = ShownPairs.Of(
                Group,
                workspace.State.Catalog,
                Campaign,
                EntityLevel.Creator,
                most: int.MaxValue
            );
            return shown.Shown.Select(of => (of.One, of.Other, of.People.All)).Order();
        }

        public void Feed(IEnumerable<(string Visitor, string Creator)> met, int batchSize)
        {
            foreach (
                IGrouping<int, (string Visitor, string Creator)> of in met.GroupBy(of =>
                    (int)(Hash64.Compute(of.Visitor, 1) % (ulong)tasks.Count)
                )
            )
            {
                Facts.Feed(tasks[of.Key].Flow, of.Select(Line), batchSize);
            }
            Turn();
        }

        public void Apply(ContentEntry entry)
        {
            workspace.State.Apply(entry);
            foreach ((_, VisitorFlow flow) in tasks)
            {
                flow.Apply(entry);
                flow.Place(int.MaxValue);
            }
            Turn();
        }

        public void Hold(HashSet<string> inauthentic)
        {
            foreach ((VisitorState state, VisitorFlow flow) in tasks)
            {
                for (int visitor = 0; visitor < state.Journeys.Count; visitor++)
                {
                    if (inauthentic.Any(name => state.Journeys.HashOf(visitor) == IdentityOf(name)))
                    {
                        flow.Apply(new Verdict("default", state.Journeys.HashOf(visitor), VerdictLevel.Inauthentic));
                    }
                }
            }
            Turn();
        }

        private static ulong IdentityOf(string visitor)
        {
            var batch = new FactBatch(Facts.Secret);
            Facts.Fill(batch, [Line("x", 0, visitor, "k")]);
            batch.Start();
            return batch.Identity.Visitors[0];
        }

        private void Turn()
        {
            for (int partition = 0; partition < tasks.Count; partition++)
            {
                workspace.Put(tasks[partition].Flow.Tick(partition, new TaskProgress(0, 0, 0, default)));
            }
        }

        private string Line((string Visitor, string Creator) of) =>
            Line($"e{events}", events++, of.Visitor, of.Creator);

        private static string Line(string id, int number, string visitor, string creator) =>
            JsonSerializer.Serialize(
                new Dictionary<string, string>
                {
                    ["id"] = id,
                    ["type"] = "impression",
                    // In no order of time.
                    ["time"] = Rfc3339.Format(Facts.NowMicros - (number * 7_919L % 5_000 * 60_000_000)),
                    ["visitor"] = visitor,
                    ["content"] = $"of {creator}",
                    ["campaign"] = Campaign,
                    ["creator"] = creator,
                }
            );
    }
}
