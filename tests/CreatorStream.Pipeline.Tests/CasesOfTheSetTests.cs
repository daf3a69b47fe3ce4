using System.Text;
using System.Text.Json;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;
using Xunit.Abstractions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>
/// What is found, and who is left out by it, is the same in whatever order and however often events come, however many partitions there
/// are, and whenever is looked.
/// </summary>
public sealed class CasesOfTheSetTests(ITestOutputHelper output)
{
    [Fact]
    public void Cases_follow_from_the_set_of_events()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        (string Visitor, string Line)[] events = [.. new World(random).Make()];
        using var memory = new StateMemory();
        var whole = new Tasks(memory, partitions: 1);
        whole.Feed(events);
        while (whole.Find()) { }
        string[] expected = whole.Describe();
        output.WriteLine(string.Join("\n", expected.Select(of => of[..Math.Min(of.Length, 300)])));
        foreach (
            string code in (string[])
                ["bought-burst/", "slow-drip/", "pod/", "inhuman-rate", "click-flood", "click-injection/"]
        )
        {
            Assert.Contains(expected, of => of.Contains($"\"Id\":\"{code}", StringComparison.Ordinal));
        }

        var pieces = new Tasks(memory, partitions: 4);
        (string Visitor, string Line)[] shuffled = [.. events, .. events.Where(_ => random.Next(5) == 0)];
        random.Shuffle(shuffled);
        foreach ((string, string)[] part in shuffled.Chunk(shuffled.Length / 6))
        {
            pieces.Feed(part);
            _ = random.Next(2) == 0 && pieces.Find();
        }
        while (pieces.Find()) { }
        Assert.Equal(expected, pieces.Describe());
    }

    /// <summary>A visitor task for each partition, and the workspace.</summary>
    private sealed class Tasks
    {
        private readonly VisitorFlow[] flows;
        private readonly PartialsMerge merge = new(Families.Composed);
        private readonly WorkspaceState workspace;

        public Tasks(StateMemory memory, int partitions)
        {
            flows =
            [
                .. Enumerable
                    .Range(0, partitions)
                    .Select(_ => new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed)),
            ];
            workspace = new WorkspaceState("default", merge.Numbers, memory.Open(), Facts.Secret);
            for (int post = 0; post < 2 * World.Creators; post++)
            {
                (string creator, string platform) = World.Of(post);
                workspace.Apply(
                    new ContentEntry(
                        "default",
                        $"post-{post}",
                        "spring",
                        creator,
                        platform,
                        Format: null,
                        Published: Rfc3339.Format(Facts.NowMicros - ((40_000 + (post * 13_337)) * 1_000_000L))
                    )
                );
            }
        }

        public void Feed(IEnumerable<(string Visitor, string Line)> events)
        {
            foreach (
                IGrouping<int, string> of in events.GroupBy(
                    of => Partitioner.PartitionOf(Encoding.UTF8.GetBytes(of.Visitor), flows.Length),
                    of => of.Line
                )
            )
            {
                Facts.Feed(flows[of.Key], of, 700);
            }
            Publish();
        }

        /// <summary>Looks for groups once.</summary>
        /// <returns>Whether there was anything else to look through.</returns>
        public bool Find()
        {
            if (workspace.TakeGroupInput() is not { } input)
            {
                return false;
            }
            while (!input.GoOn()) { }
            workspace.Put(input.Find());
            Publish();
            return true;
        }

        /// <summary>Everything that is shown of cases, with whom each names and what counts of them.</summary>
        public string[] Describe() =>
            [.. workspace.Cases.Of("spring").Select(of => JsonSerializer.Serialize(of) + " " + LevelsOf(of.Id))];

        private string LevelsOf(string id) =>
            string.Join(
                ", ",
                (workspace.Cases.EvidenceOf("default", "spring", id)!.Partitions ?? new Dictionary<ulong, int>())
                    .Keys.Order()
                    .Select(visitor => $"{visitor:x} {workspace.Authenticity.LevelOf(visitor)}")
            );

        /// <summary>Publishes what changed, until no more verdicts follow.</summary>
        private void Publish()
        {
            do
            {
                for (int partition = 0; partition < flows.Length; partition++)
                {
                    PartialRows tick = flows[partition].Tick(partition, new TaskProgress(0, 0, 0, default));
                    merge.Put(tick, _ => workspace, [workspace.Name]);
                }
                workspace.Settle(() => false);
            } while (workspace.Authenticity.Tell((partition, verdict) => flows[partition].Apply(verdict)));
        }
    }

    /// <summary>Ten posts of five creators on two platforms, their fans, and whoever is none.</summary>
    private sealed class World(Random random)
    {
        public const int Creators = 5;
        private const int Seconds = 7 * 3_600;

        private readonly List<(string Visitor, string Line)> events = [];

        public static (string Creator, string Platform) Of(int post) =>
            ($"creator-{post % Creators}", post < Creators ? "instagram" : "youtube");

        public List<(string Visitor, string Line)> Make()
        {
            for (int second = 0; second < Seconds; second += 20)
            {
                for (int post = 0; post < 2 * Creators; post++)
                {
                    string fan = $"fan-{second}-{post}";
                    Add(random.Next(30) == 0 ? "view" : "impression", fan, post, second, "DE");
                    Add("like", fan, post, second + 3, "DE");
                    if (random.Next(4) == 0)
                    {
                        Buy(fan, post, second + 4, clicked: 0, bought: random.Next(60, 900));
                    }
                }
            }
            // Bought: all at once, and hour after hour.
            Many(80, of => Add("like", $"bought-{of}", 1, 9_000 + random.Next(1_200), "VN"));
            Many(1_500, of => Add("like", $"drip-{of}", 2, random.Next(Seconds), random.Next(3) == 0 ? "VN" : "DE"));
            for (int meeting = 0; meeting < 12; meeting++)
            {
                int at = 1_000 + (meeting * 1_800);
                Many(8, of => Add("comment", $"pod-{of}", 5 + (meeting % 5), at + random.Next(200), "DE"));
            }
            Many(3, of => Many(45, n => Add("like", $"bot-{of}", 3, 5_000 + n, "DE")));
            Many(3, of => Many(70, n => Land($"farm-{of}", 4, n * 300)));
            // Who was in the shop, and is said to have come by a click just before he bought.
            Many(60, of => Buy($"buyer-{of}", 8, 3_000 + (of * 100), clicked: 290, bought: 300, looked: true));
            return events;
        }

        private static void Many(int count, Action<int> make)
        {
            for (int n = 0; n < count; n++)
            {
                make(n);
            }
        }

        private void Land(string visitor, int post, int second)
        {
            Add("click", visitor, post, second, "");
            Add("visit", visitor, post, second + 1, "", seconds: 1);
        }

        private void Buy(string visitor, int post, int second, int clicked, int bought, bool looked = false)
        {
            if (looked)
            {
                Add("visit", visitor, -1, second, "", seconds: 20);
            }
            Add("click", visitor, post, second + clicked, "");
            Add("purchase", visitor, -1, second + bought, "", order: $"o-{visitor}");
        }

        private void Add(
            string type,
            string visitor,
            int post,
            int second,
            string country,
            int seconds = 0,
            string order = ""
        )
        {
            var json = new Dictionary<string, object>
            {
                ["id"] = $"e{events.Count}",
                ["type"] = type,
                ["time"] = Rfc3339.Format(Facts.NowMicros - ((Seconds + 1_000 - second) * 1_000_000L)),
                ["visitor"] = visitor,
                ["campaign"] = "spring",
                ["country"] = country,
                ["seconds"] = seconds,
                ["order"] = order,
                ["source"] = "api",
            };
            if (post >= 0)
            {
                json["content"] = $"post-{post}";
            }
            events.Add((visitor, JsonSerializer.Serialize(json)));
        }
    }
}
