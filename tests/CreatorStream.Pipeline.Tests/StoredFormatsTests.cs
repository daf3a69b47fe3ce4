using System.Globalization;
using System.Text;
using System.Text.Json;
using CreatorStream.Analytics.Reach;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>
/// A folder of a log, snapshots of its first half and the figures of all of it, for every form in which versions of the
/// program have stored them. They stay as they are; a version that stores anything otherwise adds its own.
/// </summary>
public sealed class StoredFormatsTests : IDisposable
{
    /// <summary>Names a folder to which this version's sample is written, to be added to the others.</summary>
    private const string WriteTo = "CREATORSTREAM_WRITE_SAMPLE";

    private const string LogFile = "log.db";
    private const string SnapshotsFile = "snapshots.db";
    private const string FiguresFile = "figures.txt";
    private const int FirstRestored = 10;
    private const int Partitions = 2;
    private const string Crawler = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "StoredFormats");

    private readonly StateMemory memory = new();
    private readonly SteppedTime time = new();
    private readonly string copy = Directory.CreateTempSubdirectory("creatorstream-stored-").FullName;

    public StoredFormatsTests() =>
        time.Advance(DateTimeOffset.FromUnixTimeMilliseconds(Facts.NowMicros / 1000) - time.GetUtcNow());

    public static TheoryData<string> Samples =>
        [.. new DirectoryInfo(Folder).GetDirectories().Select(of => of.Name).Order()];

    public void Dispose()
    {
        memory.Dispose();
        Directory.Delete(copy, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void What_an_earlier_version_stored_is_read(string sample)
    {
        // Whoever opens them writes to them.
        foreach (string file in Directory.GetFiles(Path.Combine(Folder, sample)))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }
        // By countries repeats are told. Snapshots of form 1 don't know them, and those of form 2 have those of strangers, too;
        // those of form 3 don't know who is one person, those up to 5 what comments say, those up to 6, and 8 and 9, keep conclusions of rules
        // that changed, and 7 doesn't know who wrote a text again: the log is read instead.
        AssertRead(copy, restores: int.Parse(sample, CultureInfo.InvariantCulture) >= FirstRestored);
    }

    [Fact]
    public async Task What_this_version_stores_it_reads()
    {
        string folder = Environment.GetEnvironmentVariable(WriteTo) ?? copy;
        await WriteAsync(folder);
        AssertRead(folder, restores: true);
    }

    /// <summary>Figures that a later version has beside those of the sample are not asked for.</summary>
    /// <param name="restores">Whether its snapshots are used.</param>
    private void AssertRead(string folder, bool restores)
    {
        string[] figures = File.ReadAllLines(Path.Combine(folder, FiguresFile));
        string[] kinds = ["count", "reach", "sessions", "journey", "evidence"];
        foreach (
            string kind in restores ? [.. kinds, "split", "text", "copy", "person", "comments", "audience"] : kinds
        )
        {
            Assert.Contains(figures, line => line.StartsWith(kind, StringComparison.Ordinal));
        }
        using SqliteFactLog log = OpenLog(folder, null);
        using var snapshots = SqliteSnapshotStore.Open(Path.Combine(folder, SnapshotsFile), log.Secret);
        Assert.Empty(figures.Except(Figures(log, null, restores: false)));
        Assert.Empty(figures.Except(Figures(log, snapshots, restores)));
    }

    /// <summary>The same event, whatever country a stranger states.</summary>
    private static string Strangers(string country) =>
        $$"""{"id":"s","type":"click","time":"{{Rfc3339.Format(Facts.NowMicros)}}","visitor":"s","content":"post-1","via":"pixel","country":"{{country}}"}""";

    /// <summary>A comment whose author was erased.</summary>
    /// <param name="text">What is left of it.</param>
    private static string Erased(string id, string text) =>
        $$"""{"id":"{{id}}","type":"comment","time":"{{Rfc3339.Format(Facts.NowMicros)}}","erased_visitor":"0123456789abcdef01234567","content":"post-1","text":"{{text}}"}""";

    private static string Known(string id, string visitor, int login) =>
        $$"""{"id":"{{id}}","type":"click","time":"{{Rfc3339.Format(Facts.NowMicros)}}","visitor":"{{visitor}}","content":"post-1","person":"login:{{login}}"}""";

    private static string Lead(string id, string words) =>
        $$"""{"id":"{{id}}","type":"lead","time":"{{Rfc3339.Format(Facts.NowMicros)}}","visitor":"lead-{{id}}","order":"{{id}}","content":"post-1",{{words}}}""";

    private async Task WriteAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        using SqliteFactLog log = OpenLog(folder, Partitions);
        using var snapshots = SqliteSnapshotStore.Open(Path.Combine(folder, SnapshotsFile), log.Secret);
        byte[] moved = """{"kind":"content","id":"post-1","campaign":"campaign-1","creator":"creator-2"}"""u8.ToArray();
        await log.AppendAsync([new LogAppend(LogStream.Catalog, 0, moved, 1)], CancellationToken.None);
        string[] lines =
        [
            .. Facts.Random(new Random(1), 30),
            .. Facts.Clicks("clicked", 45),
            .. Enumerable.Range(0, 45).Select(n => Event($"r{n}", "runner", "like", n)),
            Event("crawled", "crawler", "impression", 0, Crawler),
            Event("ordered", "runner", "purchase", 50),
            .. Enumerable.Range(0, 6).Select(n => Facts.LongComment($"c{n}", $"writer-{n}", n)),
            Erased("e0", $"{0xfeed:x16}{9_000:x4}"),
            Erased("e1", $"{0:x16}{2:x4}"),
            Erased("e2", $"{0xfeed:x16}"),
            Strangers("DE"),
            Strangers("FR"),
            Strangers("FR"),
            Lead("l0", "\"completeness\":0.8,\"address\":\"corporate\""),
            Lead("l1", "\"address\":\"disposable\""),
            Lead("l2", "\"completeness\":0"),
            .. Enumerable.Range(0, 8).Select(n => Known($"k{n}", $"known-{n % 3}", n % 2)),
        ];
        new Random(1).Shuffle(lines);
        await AppendAsync(log, lines[..(lines.Length / 2)]);
        for (int partition = 0; partition < Partitions; partition++)
        {
            (VisitorState state, VisitorFlow flow) = New();
            using var reader = new RecordReader(log, partition, NullLogger.Instance);
            using VisitorSnapshots of = Of(partition, state, flow, snapshots);
            reader.Open(of.Restore(reader));
            Read(reader, log.Secret, flow);
            of.Save(reader);
        }
        await AppendAsync(log, lines[(lines.Length / 2)..]);
        await File.WriteAllLinesAsync(
            Path.Combine(folder, FiguresFile),
            Figures(log, null, restores: false).Where(IsShort)
        );
    }

    /// <summary>Of reach that since the beginning will do: the other windows are many lines.</summary>
    private static bool IsShort(string line) =>
        !line.StartsWith("reach", StringComparison.Ordinal) || line.Split(' ')[^5] == $"{RollingReach.WindowCount - 1}";

    /// <summary>All that stage 1 publishes of the log, a line each.</summary>
    /// <param name="snapshots">Where it begins; null: with nothing.</param>
    private List<string> Figures(SqliteFactLog log, ISnapshotStore? snapshots, bool restores)
    {
        var figures = new List<string>();
        for (int partition = 0; partition < Partitions; partition++)
        {
            (VisitorState state, VisitorFlow flow) = New();
            using var catalog = new EntryReader<CatalogEntry>(
                log.Read(LogStream.Catalog, 0, 0),
                CatalogParser.TryParse
            );
            while (catalog.TryRead(out CatalogEntry? entry))
            {
                flow.Apply(entry);
            }
            using var reader = new RecordReader(log, partition, NullLogger.Instance);
            IReadOnlyDictionary<string, long> behind = new Dictionary<string, long>();
            if (snapshots != null)
            {
                using VisitorSnapshots of = Of(partition, state, flow, snapshots);
                behind = of.Restore(reader);
                Assert.Equal(restores, behind.Count > 0);
            }
            reader.Open(behind);
            Assert.True(Read(reader, log.Secret, flow) > 0);
            Assert.Equal(0, reader.Unreadable);
            figures.AddRange(Facts.Rows(state, flow).Select(row => $"{row.Key} : {row.Value}"));
            figures.Add($"accepted by {partition} : {state.Acceptance.Count}");
        }
        return figures;
    }

    private static int Read(RecordReader reader, ulong secret, VisitorFlow flow)
    {
        var batch = new FactBatch(secret);
        int events = 0;
        for (; reader.TryRead(batch); events += batch.Events.Count)
        {
            flow.Next(batch);
        }
        flow.TakeOutAllBursts();
        return events;
    }

    private static async Task AppendAsync(SqliteFactLog log, IEnumerable<string> lines)
    {
        foreach (IGrouping<int, string> home in lines.GroupBy(HomeOf))
        {
            var batch = new FactBatch(log.Secret);
            Facts.Fill(batch, home);
            byte[] record = [];
            int length = EventBatchCodec.Encode(batch.Events, ref record);
            await log.AppendAsync(
                [new LogAppend(LogStream.Events, home.Key, record.AsMemory(0, length), batch.Events.Count)],
                CancellationToken.None
            );
        }
    }

    private static int HomeOf(string line)
    {
        using var json = JsonDocument.Parse(line);
        if (!json.RootElement.TryGetProperty("visitor", out JsonElement named))
        {
            // Nobody asks where somebody erased is at home.
            return 0;
        }
        byte[] visitor = Encoding.UTF8.GetBytes(named.GetString()!);
        return Partitioner.PartitionOf(Partitioner.Murmur2(visitor), Partitions);
    }

    private static string Event(string id, string visitor, string type, int second, string agent = "") =>
        $$"""{"id":"{{id}}","type":"{{type}}","time":"{{Rfc3339.Format(
            Facts.NowMicros - (second * 1_000_000L)
        )}}","visitor":"{{visitor}}","content":"post-1","campaign":"campaign-0","agent":"{{agent}}"}""";

    private SqliteFactLog OpenLog(string folder, int? partitions) =>
        SqliteFactLog.Open(Path.Combine(folder, LogFile), partitions, time, NullLogger<SqliteFactLog>.Instance);

    private VisitorSnapshots Of(int partition, VisitorState state, VisitorFlow flow, ISnapshotStore store) =>
        new($"visitors-{partition}", state, flow, store, new EngineOptions(), time, NullLogger.Instance);

    private (VisitorState, VisitorFlow) New()
    {
        var state = new VisitorState(memory.Open(), retention: null);
        return (state, new VisitorFlow(state, Families.Composed));
    }
}
