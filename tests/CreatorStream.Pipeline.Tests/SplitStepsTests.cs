using System.Runtime.InteropServices;
using System.Text.Json;
using CreatorStream.Analytics.Alerts.Learned;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces.Figures;
using Xunit.Abstractions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Touches by country and step are the same however they came, and as counting them one by one has it.</summary>
public sealed class SplitStepsTests(ITestOutputHelper output) : IDisposable
{
    private const string Crawler = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    private const int Days = 4;
    private const int Bots = 5;
    private const int People = 40;

    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void They_are_the_same_in_any_order_and_partitions_with_new_owners_verdicts_and_moves(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        List<Touch> touches = [.. Enumerable.Range(0, 3_000).Select(n => Made(random, n))];
        Entity[] entities = [.. touches.SelectMany(EntitiesOf).Distinct()];
        Touch[] sent = [.. touches, .. touches.Where(_ => random.Next(5) == 0)];
        random.Shuffle(sent);
        var merged = new MergedWorkspace(memory.Open());
        var tasks = new Task[1 + (seed % 3)];
        for (int partition = 0; partition < tasks.Length; partition++)
        {
            tasks[partition] = new Task(memory, partition);
        }
        int last = Step.Of(Pane.Of(Facts.NowMicros));
        var verdicts = new Dictionary<ulong, Verdict>();
        CatalogEntry entry = Moved();
        Touch[][] chunks = [.. sent.Chunk(150)];
        foreach ((int at, Touch[] chunk) in chunks.Index())
        {
            if (at == chunks.Length / 2)
            {
                merged.State.Apply(entry);
            }
            foreach (IGrouping<int, Touch> of in chunk.GroupBy(touch => touch.Visitor % tasks.Length))
            {
                tasks[of.Key].Feed(of.Select(touch => touch.Line));
                if (random.Next(8) == 0)
                {
                    // As it reads the log, it numbers things otherwise.
                    tasks[of.Key].Begin(random);
                    foreach (Verdict verdict in verdicts.Values)
                    {
                        tasks[of.Key].Apply(verdict);
                    }
                }
            }
            Exchange();
            // What is asked for is kept, until it changes.
            Array.ForEach(
                entities,
                entity => merged.State.Figures.Splits.Steps.ByCountry(entity, last - (3 * Step.PerDay), last + 1)
            );
        }
        while (Exchange()) { }

        int known = Step.Of(SplitSteps.KnownFrom(merged.State.Figures.GreatestPane));
        int end = Step.Of(merged.State.Figures.GreatestPane) + 1;
        Assert.InRange(end - known, 2 * Step.PerDay, (2 * Step.PerDay) + Step.PerHour);
        int compared = 0;
        foreach (Entity entity in entities)
        {
            int from = random.Next(known, end);
            foreach ((int first, int after) in new[] { (known, end), (from, Math.Min(end, from + 30)) })
            {
                SortedDictionary<string, string> expected = Expected(touches, entity, first, after);
                Assert.Equal(expected, Found(merged.State.Figures.Splits.Steps.ByCountry(entity, first, after)));
                compared += expected.Count;
            }
        }
        Assert.True(compared > 50, $"{compared}");
        // What is older is not kept.
        Entity whole = EntitiesOf(touches[0]).First();
        Assert.Empty(merged.State.Figures.Splits.Steps.ByCountry(whole, 0, known));

        bool Exchange()
        {
            bool told = false;
            foreach (Task task in tasks)
            {
                foreach (Verdict verdict in merged.Put(task.Tick()))
                {
                    verdicts[verdict.Visitor] = verdict;
                    Array.ForEach(tasks, of => of.Apply(verdict));
                    told = true;
                }
            }
            // As a round does.
            merged.State.TakeChanged(timeMoved: true, out _);
            return told;
        }
    }

    private static SortedDictionary<string, string> Expected(List<Touch> touches, Entity entity, int first, int after)
    {
        var sums = new Dictionary<string, long[]>();
        foreach (Touch touch in touches.Where(of => of.Country.Length > 0 && of.Step >= first && of.Step < after))
        {
            if (!EntitiesOf(touch).Contains(entity))
            {
                continue;
            }
            string country = touch.Country == "ZZ" ? "other" : touch.Country;
            long[] of = sums.TryGetValue(country, out long[]? known) ? known : sums[country] = new long[6];
            of[4]++;
            of[5] += touch.IsBot ? 1 : 0;
            int column = touch.Kind switch
            {
                "impression" or "view" => 0,
                "click" => 1,
                "like" or "comment" or "share" or "save" => 2,
                "mention" => 3,
                _ => -1,
            };
            if (column >= 0 && !touch.IsBot)
            {
                of[column]++;
            }
        }
        return Found(sums);
    }

    private static SortedDictionary<string, string> Found(Dictionary<string, long[]> sums) =>
        new(
            sums.Where(of => of.Value.Any(count => count != 0))
                .ToDictionary(of => of.Key, of => string.Join(',', of.Value)),
            StringComparer.Ordinal
        );

    private static IEnumerable<Entity> EntitiesOf(Touch touch)
    {
        bool isMoved = touch.Post == 1;
        string campaign = isMoved ? "campaign-1" : $"campaign-{touch.Post % 2}";
        yield return new Entity("default", campaign, EntityLevel.Campaign, "");
        yield return new Entity(
            "default",
            campaign,
            EntityLevel.Creator,
            isMoved ? "mover" : $"creator-{touch.Post % 3}"
        );
        yield return new Entity("default", campaign, EntityLevel.Content, $"post-{touch.Post}");
    }

    /// <summary>The catalog has one post elsewhere than events say: with another creator.</summary>
    private static CatalogEntry Moved()
    {
        using var json = JsonDocument.Parse(
            """{"kind":"content","id":"post-1","campaign":"campaign-1","creator":"mover"}"""
        );
        return CatalogParser.TryParse(json.RootElement, out string field, out string reason)
            ?? throw new InvalidOperationException($"{field} {reason}");
    }

    private static Touch Made(Random random, int n)
    {
        string[] kinds = [.. EventTypes.All.Where(kind => kind.Type.IsTouch()).Select(kind => kind.Name)];
        long time = Facts.NowMicros - random.NextInt64(Days * 86_400_000_000L);
        return new Touch(
            n,
            random.Next(People + Bots),
            random.Next(6),
            kinds[random.Next(kinds.Length)],
            time,
            random.Next(4) switch
            {
                0 => "",
                1 => "DE",
                2 => "AT",
                _ => "ZZ",
            }
        );
    }

    private sealed record Touch(int Number, int Visitor, int Post, string Kind, long Time, string Country)
    {
        public bool IsBot => Visitor >= People;

        public int Step => Analytics.Alerts.Learned.Step.Of(Pane.Of(Time));

        public string Line =>
            JsonSerializer.Serialize(
                new Dictionary<string, string>
                {
                    ["id"] = $"e{Number}",
                    ["type"] = Kind,
                    ["time"] = Rfc3339.Format(Time),
                    ["visitor"] = $"v{Visitor}",
                    ["content"] = $"post-{Post}",
                    ["campaign"] = $"campaign-{Post % 2}",
                    ["creator"] = $"creator-{Post % 3}",
                    ["country"] = Country,
                    ["seconds"] = Kind == "stay" ? "1" : "0",
                    ["agent"] = IsBot ? Crawler : "",
                }
            );
    }

    /// <summary>A partition with its owner.</summary>
    private sealed class Task(StateMemory memory, int partition)
    {
        private readonly List<string> fed = [];
        private VisitorState state = null!;
        private VisitorFlow? flow;
        private bool isNew = true;

        public void Feed(IEnumerable<string> lines)
        {
            string[] more = [.. lines];
            fed.AddRange(more);
            if (flow == null)
            {
                Begin();
                return;
            }
            Facts.Feed(flow, more, 100);
        }

        /// <summary>Another owner, who reads all of the log.</summary>
        public void Begin(Random? random = null)
        {
            random?.Shuffle(CollectionsMarshal.AsSpan(fed));
            state = new VisitorState(memory.Open(), retention: null);
            flow = new VisitorFlow(state, Families.Composed);
            Facts.Feed(flow, fed, 100);
            isNew = true;
        }

        public void Apply(Verdict verdict)
        {
            if (flow != null && state.Journeys.Find(verdict.Visitor) >= 0)
            {
                flow.Apply(verdict);
            }
        }

        public PartialRows Tick()
        {
            if (flow == null)
            {
                Begin();
            }
            PartialRows rows = flow!.Tick(partition, new TaskProgress(0, 0, 0, default)) with { ReplacesAll = isNew };
            isNew = false;
            return rows;
        }
    }
}
