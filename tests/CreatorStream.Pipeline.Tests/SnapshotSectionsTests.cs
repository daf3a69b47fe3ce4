using CreatorStream.Analytics.Authenticity;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>
/// A snapshot of another version of the program: what a contribution hasn't got in it, it makes itself, and nothing is read
/// from the log again for that.
/// </summary>
public sealed class SnapshotSectionsTests : IDisposable
{
    private const string Crawler = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    private const string OfContribution = "authenticity";

    private readonly int seed = Random.Shared.Next();
    private readonly StateMemory memory = new();
    private readonly MemorySnapshots store = new();
    private readonly string[] before;
    private readonly string[] after;

    public SnapshotSectionsTests()
    {
        var random = new Random(seed);
        string[] lines =
        [
            .. Facts.Random(random, 1_000),
            .. Facts.Bursts(random),
            .. Rush("runner", ""),
            .. Rush("erased", ""),
            .. Enumerable.Range(0, 20).Select(i => Event($"k{i}", $"v{i}", i % 3 == 0 ? Crawler : "", i % 2 == 0)),
            .. Enumerable.Range(0, 20).Select(i => Facts.LongComment($"c{i}", $"v{i}", i * 1_000)),
        ];
        random.Shuffle(lines);
        int middle = lines.Length * 2 / 3;
        // Chance may put all other crawlers behind the middle.
        before = [Event("first", "crawler", Crawler, true), .. lines[..middle]];
        after = lines[middle..];
        (VisitorState state, VisitorFlow flow) = New();
        Facts.Feed(flow, before, 100);
        Assert.True(
            Enumerable.Range(0, state.Journeys.Count).Any(of => state.Actors.SaidOf(of) == Signs.KnownBot),
            $"seed {seed}"
        );
        Save(state, flow);
    }

    public void Dispose() => memory.Dispose();

    [Fact]
    public void What_contributions_saved_is_restored() => AssertSame(IsRestored());

    [Fact]
    public void A_contribution_that_saved_nothing_is_rebuilt_by_itself()
    {
        Assert.True(store.Parts.Remove(OfContribution));
        AssertSame(IsRestored());
    }

    [Fact]
    public void So_is_one_that_saved_in_another_form_or_whose_part_is_damaged()
    {
        store.Change(OfContribution, content => content[0]++);
        AssertSame(IsRestored());
        store.Segments.Remove(store.Parts[OfContribution]);
        AssertSame(IsRestored());
    }

    /// <summary>Nothing of what was read before it broke off stays.</summary>
    [Fact]
    public void So_is_one_whose_part_does_not_parse()
    {
        byte[] sound = store.Segments[store.Parts[OfContribution]];
        (VisitorState state, _) = IsRestored();
        byte[] everybody = Suspects(sound[0], state.Journeys.Count);
        byte[] nobody = [sound[0], 1, 0xFF, 0xFF, 0x7F, (byte)Signs.KnownBot];
        foreach (
            byte[] broken in (byte[][])
                [
                    everybody[..^1],
                    [.. everybody, 0],
                    nobody,
                    sound[..1],
                    [sound[0], 0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
                    [0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
                    [0x80],
                    [],
                ]
        )
        {
            store.Parts[OfContribution] = store.Put(broken);
            AssertSame(IsRestored());
        }
    }

    [Theory]
    [InlineData("later")]
    [InlineData("visitors")]
    [InlineData("visitors/names")]
    [InlineData("visitors/8/-1")]
    [InlineData("visitors/8/1/x")]
    public void What_a_later_version_saved_is_passed_over_and_not_kept(string part)
    {
        store.Parts[part] = store.Put("of a later version"u8.ToArray());
        (VisitorState state, VisitorFlow flow) = IsRestored();
        AssertSame((state, flow));
        Save(state, flow);
        Assert.DoesNotContain(part, store.Parts.Keys);
    }

    [Fact]
    public void Without_what_all_share_no_snapshot_is_used()
    {
        string[] needed = [.. store.Parts.Keys.Where(VisitorSegments.IsNeeded)];
        Assert.Equal(
            [
                "actors/4096/0",
                "comments",
                "comments/4096/0",
                "copies",
                "copies/4096/0",
                "counters",
                "persons",
                "persons/4096/0",
                "subjects/4096/0",
                "texts",
                "texts/4096/0",
                "visitors/4096/0",
            ],
            needed.Order(StringComparer.Ordinal)
        );
        foreach (string part in needed)
        {
            store.Change(part, content => content[0]++);
            (VisitorState state, VisitorFlow flow) = New();
            Assert.Empty(Of(state, flow).Restore(new ReaderAt(0)));
            Assert.Equal(0, state.Journeys.Count);
            store.Change(part, content => content[0]--);
        }
        AssertSame(IsRestored());
    }

    /// <summary>Blocks of one size are not taken for those of another, of which some would be left as they are.</summary>
    [Fact]
    public void Blocks_may_have_another_size_after_a_restart()
    {
        foreach (int size in (ReadOnlySpan<int>)[8, 2, 64, 1])
        {
            (VisitorState state, VisitorFlow flow) = IsRestored(size);
            Save(state, flow, offset: 10 + size);
            Assert.Equal(
                (state.Journeys.Count + size - 1) / size,
                store.Parts.Keys.Count(part => part.StartsWith($"visitors/{size}/", StringComparison.Ordinal))
            );
            AssertSame((state, flow));
        }
        AssertSame(IsRestored());
    }

    [Fact]
    public void Nobody_is_named_again_by_a_rebuild()
    {
        (VisitorState state, VisitorFlow flow) = IsRestored();
        int visitor = Noted(state).Single(of => state.Actors.NameOf(of) == "erased");
        flow.Erase(state.Journeys.HashOf(visitor));
        Save(state, flow, offset: 11);
        store.Parts.Remove(OfContribution);
        (state, flow) = IsRestored();
        Assert.DoesNotContain("erased", Noted(state).Select(state.Actors.NameOf));
        Assert.Contains("runner", Noted(state).Select(state.Actors.NameOf));
        Facts.Feed(flow, [Event("again", "erased", "", isProven: true)], 100);
        Assert.DoesNotContain("erased", Noted(state).Select(state.Actors.NameOf));
    }

    [Fact]
    public void Who_only_a_rebuild_suspects_is_named_by_the_next_event()
    {
        // Nobody is noted.
        foreach (string part in store.Parts.Keys.Where(part => part.StartsWith("actors/", StringComparison.Ordinal)))
        {
            store.Parts.Remove(part);
        }
        store.Parts.Remove(OfContribution);
        (VisitorState state, VisitorFlow flow) = IsRestored();
        Assert.Empty(Noted(state));
        Facts.Feed(flow, [Event("again", "runner", "", isProven: true)], 100);
        int visitor = Assert.Single(Noted(state));
        Assert.Equal("runner", state.Actors.NameOf(visitor));
        Assert.StartsWith(
            "runner ",
            Facts.Rows(state, flow)[$"evidence {state.Journeys.HashOf(visitor)}"],
            StringComparison.Ordinal
        );
    }

    private static IEnumerable<int> Noted(VisitorState state) =>
        Enumerable.Range(0, state.Journeys.Count).Where(state.Actors.IsNoted);

    /// <summary>Also what comes afterwards is counted like where nothing was restored.</summary>
    private void AssertSame((VisitorState State, VisitorFlow Flow) restored)
    {
        (VisitorState expected, VisitorFlow by) = New();
        Facts.Feed(by, before, 100);
        Assert.True(Facts.Rows(expected, by).SequenceEqual(Facts.Rows(restored.State, restored.Flow)), $"seed {seed}");
        Facts.Feed(by, after, 100);
        Facts.Feed(restored.Flow, after, 100);
        by.PublishAll();
        restored.Flow.PublishAll();
        Assert.True(Facts.Rows(expected, by).SequenceEqual(Facts.Rows(restored.State, restored.Flow)), $"seed {seed}");
    }

    private (VisitorState, VisitorFlow) IsRestored(int blockSize = EngineOptions.DefaultSnapshotBlockSize)
    {
        (VisitorState state, VisitorFlow flow) = New(blockSize);
        Assert.NotEmpty(Of(state, flow).Restore(new ReaderAt(0)));
        return (state, flow);
    }

    private void Save(VisitorState state, VisitorFlow flow, long offset = 10) =>
        Of(state, flow).Save(new ReaderAt(offset));

    private VisitorSnapshots Of(VisitorState state, VisitorFlow flow) =>
        new("visitors-0", state, flow, store, new EngineOptions(), new SteppedTime(), NullLogger.Instance);

    private (VisitorState, VisitorFlow) New(int blockSize = EngineOptions.DefaultSnapshotBlockSize)
    {
        var state = new VisitorState(memory.Open(), retention: null, blockSize);
        return (state, new VisitorFlow(state, Families.Composed));
    }

    /// <summary>A part by which everybody is a suspect.</summary>
    private static byte[] Suspects(byte version, int visitors)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        writer.Write7BitEncodedInt(version);
        writer.Write7BitEncodedInt(visitors);
        for (int visitor = 0; visitor < visitors; visitor++)
        {
            writer.Write7BitEncodedInt(visitor);
            writer.Write((byte)Signs.KnownBot);
        }
        return content.ToArray();
    }

    /// <summary>As many proven clicks in a minute as nobody makes.</summary>
    private static IEnumerable<string> Rush(string visitor, string agent) =>
        Enumerable.Range(0, 90).Select(n => Event($"{visitor}-{n}", visitor, agent, isProven: true, n));

    private static string Event(string id, string visitor, string agent, bool isProven, int second = 0) =>
        $$"""{"id":"{{id}}","type":"click","via":"{{(isProven ? "import" : "pixel")}}","time":"{{Rfc3339.Format(
            Facts.NowMicros - (second * 500_000L)
        )}}","visitor":"{{visitor}}","content":"post-1","campaign":"campaign-1","agent":"{{agent}}"}""";

    /// <summary>The newest snapshot, which a test may change, and the one before.</summary>
    private sealed class MemorySnapshots : ISnapshotStore
    {
        private SnapshotManifest? manifest;
        private SnapshotManifest? former;

        public Dictionary<string, string> Parts { get; private set; } = [];

        public Dictionary<string, byte[]> Segments { get; } = [];

        public string Put(byte[] content)
        {
            string name = SegmentName.Of(content);
            Segments[name] = content;
            return name;
        }

        public void Change(string part, Action<byte[]> change)
        {
            byte[] content = [.. Segments[Parts[part]]];
            change(content);
            Parts[part] = Put(content);
        }

        public Task PutAsync(string task, IReadOnlyList<SnapshotSegment> segments)
        {
            foreach (SnapshotSegment segment in segments)
            {
                Put(segment.Content.ToArray());
            }
            return Task.CompletedTask;
        }

        public Task SaveAsync(string task, SnapshotManifest saved)
        {
            former = manifest is { } last ? last with { Segments = Parts } : null;
            manifest = saved;
            Parts = new Dictionary<string, string>(saved.Segments);
            return Task.CompletedTask;
        }

        public IReadOnlyList<SnapshotManifest> Manifests(string task) =>
            former == null ? [manifest! with { Segments = Parts }] : [manifest! with { Segments = Parts }, former];

        public byte[]? Segment(string task, string name) => Segments.GetValueOrDefault(name);
    }
}
