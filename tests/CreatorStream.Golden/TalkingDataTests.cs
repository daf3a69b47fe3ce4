using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace CreatorStream.Golden;

/// <summary>
/// The real clicks through the built importer: the figures are what another program counts, and neither order, batches,
/// repeats, partitions, crashes nor the way in change one of them.
/// </summary>
public sealed class TalkingDataTests(ClicksReference reference, ITestOutputHelper output)
    : IClassFixture<ClicksReference>,
        IDisposable
{
    private const int MostInBatch = 10_000;

    private readonly string _scratch = ServiceProcess.Scratch();
    private readonly Random _random = Seeded(output);

    public void Dispose() => Directory.Delete(_scratch, recursive: true);

    [SkippableFact]
    public async Task Figures_equal_what_another_program_counts()
    {
        TalkingData.SkipUnlessThere();
        var counted = await TalkingData.CountedByNode();
        var figures = JsonNode.Parse(await reference.Figures())!.AsObject();
        foreach (var period in new[] { "totals", "raw" })
        {
            var totals = figures["overview"]![period]!;
            foreach (var (name, count) in counted["total"]!.AsObject())
            {
                Assert.Equal((name, (long)count!), (name, (long)totals[name]!));
            }
        }

        var posts = counted["posts"]!.AsObject();
        var rows = figures["content"]!["rows"]!.AsArray();
        Assert.Equal(
            posts.Select(post => post.Key).Order(StringComparer.Ordinal),
            rows.Select(row => (string)row!["content"]!)
        );
        foreach (var row in rows)
        {
            var id = (string)row!["content"]!;
            Assert.Equal((id, (long)posts[id]!["clicks"]!), (id, (long)row["raw"]!["clicks"]!));
            Assert.Equal((id, (long)posts[id]!["reach"]!), (id, (long)row["raw"]!["reach"]!));
        }

        var hours = figures["timeline"]!["1h"]!.AsArray();
        Assert.Equal((long)counted["total"]!["clicks"]!, hours.Sum(hour => (long)hour![ClicksOfPane]!));
    }

    /// <summary>The reference has three.</summary>
    [SkippableTheory]
    [InlineData(1)]
    [InlineData(8)]
    public async Task Order_batches_repeats_and_partitions_change_nothing(int partitions)
    {
        var expected = await reference.Figures();
        var events = await reference.Events();
        await using var service = await ServiceProcess.Start(partitions, "--memory", "256MB");

        await Import(service, "shuffled", TalkingData.Shuffled(_random, _scratch));
        await AllFigures.Become(service, "shuffled", TalkingData.Campaign, expected, "shuffled rows");

        await Import(service, "doubled", TalkingData.File);
        await Import(service, "doubled", TalkingData.File);
        await AllFigures.Become(service, "doubled", TalkingData.Campaign, expected, "imported twice");
        Assert.Equal(events.Count, await AllFigures.Counter(service, "events_duplicate_total"));

        var shuffled = events.ToArray();
        _random.Shuffle(shuffled);
        await Post(service, "batches", shuffled);
        var firstHour = events.Where(line => string.CompareOrdinal(TimeOf(line), EndOfFirstHour(events)) < 0).ToArray();
        Assert.NotEmpty(firstHour);
        await Post(service, "batches", firstHour);
        await AllFigures.Become(
            service,
            "batches",
            TalkingData.Campaign,
            expected,
            "shuffled batches, the first hour twice"
        );
        Assert.Equal(events.Count + firstHour.Length, await AllFigures.Counter(service, "events_duplicate_total"));
    }

    [SkippableFact]
    public async Task Crashes_of_the_service_change_nothing()
    {
        var expected = await reference.Figures();
        await using var service = await ServiceProcess.Start(3, "--snapshot-interval", "1s");
        var map = TalkingData.MapInto("crashes", _scratch);
        var import = TalkingData.Import(TalkingData.File, map, service.Address.ToString(), _scratch);
        for (var crash = 0; crash < 3; crash++)
        {
            await AcceptedOrEnded(service, _random.Next(15_000), import);
            await service.CrashAndRestart();
        }

        // It tries again while the service is away, so it may have come through; whether or not, a second run mends it.
        output.WriteLine($"the importer ended with {(await import).Code}");
        await Import(service, "crashes", TalkingData.File);
        await AllFigures.Become(service, "crashes", TalkingData.Campaign, expected, "after three crashes");
        await service.CrashAndRestart();
        await AllFigures.Become(service, "crashes", TalkingData.Campaign, expected, "after one more crash");
    }

    [SkippableFact]
    public async Task A_crash_of_the_importer_changes_nothing()
    {
        var expected = await reference.Figures();
        await using var service = await ServiceProcess.Start(3);
        var map = TalkingData.MapInto("importer", _scratch);
        using var kill = new CancellationTokenSource();
        var import = TalkingData.Import(TalkingData.File, map, service.Address.ToString(), _scratch, kill.Token);
        await AcceptedOrEnded(service, _random.Next(60_000), import);
        await kill.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => import);

        await Import(service, "importer", TalkingData.File);
        await AllFigures.Become(service, "importer", TalkingData.Campaign, expected, "after a crash of the importer");
    }

    [SkippableFact]
    public async Task An_import_into_a_folder_gives_the_same()
    {
        var expected = await reference.Figures();
        var folder = Path.Combine(_scratch, "made");
        var ended = await TalkingData.Import(TalkingData.File, TalkingData.Map, folder, _scratch);
        Assert.True(ended.Code == 0, ended.Errors);
        await using var service = await ServiceProcess.StartOn(folder);
        await AllFigures.Become(service, "default", TalkingData.Campaign, expected, "imported into a folder");
    }

    /// <summary>Where a pane of the timeline has its raw clicks.</summary>
    private const int ClicksOfPane = 7;

    private static Random Seeded(ITestOutputHelper output)
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return new Random(seed);
    }

    private static Task AcceptedOrEnded(ServiceProcess service, int events, Task import) =>
        Eventually.Holds(
            $"{events} events accepted",
            async () =>
                import.IsCompleted || await AllFigures.Counter(service, "events_accepted_total") > events
                    ? null
                    : "fewer"
        );

    private async Task Import(ServiceProcess service, string workspace, string file)
    {
        var map = TalkingData.MapInto(workspace, _scratch);
        var ended = await TalkingData.Import(file, map, service.Address.ToString(), _scratch);
        Assert.True(ended.Code == 0, ended.Output + ended.Errors);
        Assert.False(File.Exists(Path.Combine(_scratch, "rejected")), "rows were rejected");
    }

    /// <summary>In batches of any size up to the greatest that is allowed.</summary>
    private async Task Post(ServiceProcess service, string workspace, ReadOnlyMemory<string> lines)
    {
        while (lines.Length > 0)
        {
            var size = Math.Min(lines.Length, (int)Math.Pow(MostInBatch, _random.NextDouble()));
            var moved = lines[..size].ToArray().Select(line => $"{{\"workspace\":\"{workspace}\",{line[1..]}\n");
            await service.Post("/v1/events", "application/x-ndjson", string.Concat(moved));
            lines = lines[size..];
        }
    }

    private static string TimeOf(string line) => (string)JsonNode.Parse(line)!["time"]!;

    private static string EndOfFirstHour(IReadOnlyList<string> lines)
    {
        var first = DateTimeOffset.Parse(TimeOf(lines[0]), System.Globalization.CultureInfo.InvariantCulture);
        return first.AddHours(1).UtcDateTime.ToString("o");
    }
}
