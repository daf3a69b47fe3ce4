using System.Text;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>However many subjects, actors and texts there are, a turn writes down no more of them than a turn may, and only what is new.</summary>
public sealed class SnapshotBlocksTests : IDisposable
{
    private const string Crawler = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    private const int BlockSize = 8;

    private static readonly string[] Lists = ["actors", "comments", "subjects", "texts", "visitors"];

    private readonly Random random;
    private readonly StateMemory memory = new();
    private readonly SteppedTime time = new();
    private readonly NewestSnapshot store = new();
    private readonly VisitorState state;
    private readonly VisitorFlow flow;
    private readonly VisitorSnapshots snapshots;
    private readonly List<string> lines = [];

    public SnapshotBlocksTests(ITestOutputHelper output)
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        random = new Random(seed);
        (state, flow) = New();
        snapshots = Of(state, flow);
        Feed(100);
        time.Advance(TimeSpan.FromMinutes(2));
    }

    public void Dispose()
    {
        snapshots.Dispose();
        memory.Dispose();
    }

    [Fact]
    public void A_turn_writes_a_block_and_all_is_of_the_moment_when_it_was_begun()
    {
        string[] before = [.. lines];
        int turns = 0;
        for (; store.Manifest == null; turns++)
        {
            int puts = store.Puts;
            snapshots.SaveIfDue(new ReaderAt(10));
            // With the first come counters and what contributions save.
            Assert.InRange(store.LastPut.Count, turns == 0 ? 2 : 0, turns == 0 ? 6 : 1);
            Assert.InRange(store.Puts - puts, 0, 1);
            // New ones, and new things about those that are known.
            Feed(3);
            time.Advance(TimeSpan.FromSeconds(1));
        }
        foreach (string list in Lists)
        {
            Assert.InRange(Blocks(list).Count(), 3, turns);
        }
        IsStateOf(before, 10);
        snapshots.Save(new ReaderAt(20));
        IsStateOf([.. lines], 20);
    }

    [Fact]
    public void Of_lists_that_only_grow_what_was_written_is_not_written_again()
    {
        snapshots.Save(new ReaderAt(10));
        var was = new Dictionary<string, string>(store.Manifest!.Segments);
        Feed(20);
        time.Advance(TimeSpan.FromMinutes(2));
        int turns = 0;
        for (int saves = store.Saves; store.Saves == saves; turns++)
        {
            snapshots.SaveIfDue(new ReaderAt(20));
            time.Advance(TimeSpan.FromSeconds(1));
        }
        int changed = store.Manifest.Segments.Count(of => was.GetValueOrDefault(of.Key) != of.Value);
        // Each turn writes down a block that is another one, but for the last.
        Assert.InRange(turns, 1, changed + 1);
        foreach (string list in Lists[..3])
        {
            string[] same = [.. was.Keys.Where(part => IsOf(part, list) && store.Manifest.Segments[part] == was[part])];
            // All but the last, which was not full.
            Assert.InRange(same.Length, was.Keys.Count(part => IsOf(part, list)) - 1, was.Count);
            Assert.True(Blocks(list).Count() > same.Length);
        }
        IsStateOf([.. lines], 20);
        // Also where they were restored.
        (VisitorState restored, VisitorFlow again) = New();
        using VisitorSnapshots of = Of(restored, again);
        of.Restore(new ReaderAt(0));
        (int puts, int savesBefore) = (store.Puts, store.Saves);
        time.Advance(TimeSpan.FromMinutes(2));
        // In one turn: full blocks are passed over.
        of.SaveIfDue(new ReaderAt(30));
        Assert.Equal((puts, savesBefore + 1), (store.Puts, store.Saves));
        IsStateOf([.. lines], 30);
    }

    [Fact]
    public void Who_is_erased_while_it_is_written_is_in_the_next_without_name()
    {
        snapshots.SaveIfDue(new ReaderAt(10));
        int[] named = [.. Enumerable.Range(0, state.Journeys.Count).Where(of => state.Actors.NameOf(of).Length > 0)];
        Assert.NotEmpty(named);
        while (store.Manifest == null)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            snapshots.SaveIfDue(new ReaderAt(10));
            foreach (int visitor in named.Where(_ => random.Next(10) == 0))
            {
                flow.Erase(state.Journeys.HashOf(visitor));
                snapshots.Forget();
            }
        }
        foreach (int visitor in named)
        {
            flow.Erase(state.Journeys.HashOf(visitor));
            snapshots.Forget();
        }
        snapshots.Save(new ReaderAt(10));
        (VisitorState restored, VisitorFlow again) = New();
        Of(restored, again).Restore(new ReaderAt(0));
        Assert.All(named, visitor => Assert.True(restored.Actors.IsNoted(visitor)));
        Assert.All(named, visitor => Assert.Equal("", restored.Actors.NameOf(visitor)));
        Assert.All(
            Blocks("actors"),
            part =>
                Assert.DoesNotMatch(
                    "v[0-9]",
                    Encoding.Latin1.GetString(store.Segment("", store.Manifest!.Segments[part])!)
                )
        );
    }

    private IEnumerable<string> Blocks(string list) => store.Manifest!.Segments.Keys.Where(part => IsOf(part, list));

    private static bool IsOf(string part, string list) =>
        part.StartsWith($"{list}/{BlockSize}/", StringComparison.Ordinal);

    /// <summary>Visitors and content that are new or known, of whom some are crawlers, or rush, or write long comments.</summary>
    private void Feed(int count)
    {
        string[] fed =
        [
            .. Enumerable
                .Range(lines.Count, count)
                .Select(n =>
                    random.Next(2) == 0
                        ? Comment(n, random.Next(n + 1), random.Next(4))
                        : Click(n, random.Next(n + 1), random.Next(n + 1))
                ),
        ];
        lines.AddRange(fed);
        Facts.Feed(flow, fed, 10);
    }

    private string Click(int n, int visitor, int content) =>
        $$"""{"id":"e{{n}}","type":"click","time":"{{Time(n)}}","visitor":"v{{visitor}}","content":"post-{{content}}","agent":"{{(random.Next(3) == 0 ? Crawler : "")}}"}""";

    private static string Comment(int n, int visitor, int text) =>
        $$"""{"id":"e{{n}}","type":"comment","time":"{{Time(n)}}","visitor":"v{{visitor}}","content":"post-{{n}}","text":"I have never used anything as good as this lovely serum number {{text}}"}""";

    private static string Time(int n) => Rfc3339.Format(Facts.NowMicros - (n * 1_000_000L));

    private void IsStateOf(string[] expectedLines, long offset)
    {
        (VisitorState expected, VisitorFlow by) = New();
        Facts.Feed(by, expectedLines, 10);
        (VisitorState restored, VisitorFlow again) = New();
        Assert.Equal(offset, Of(restored, again).Restore(new ReaderAt(0))["events"]);
        Assert.Equal(expected.Subjects.Subjects, restored.Subjects.Subjects);
        // Not how many notes there are: what one batch says of somebody is one.
        Assert.Equal(Known(expected), Known(restored));
        Assert.Equal(expected.Texts.Count, restored.Texts.Count);
        Assert.Equal(Facts.Rows(expected, by), Facts.Rows(restored, again));
    }

    private static IEnumerable<(bool, string, Signs)> Known(VisitorState of) =>
        Enumerable
            .Range(0, of.Journeys.Count)
            .Select(visitor => (of.Actors.IsNoted(visitor), of.Actors.NameOf(visitor), of.Actors.SaidOf(visitor)));

    private VisitorSnapshots Of(VisitorState of, VisitorFlow by) =>
        new("visitors-0", of, by, store, new EngineOptions { SnapshotBytesPerTurn = 1 }, time, NullLogger.Instance);

    private (VisitorState, VisitorFlow) New()
    {
        var of = new VisitorState(memory.Open(), retention: null, BlockSize);
        return (of, new VisitorFlow(of, Families.Composed));
    }
}
