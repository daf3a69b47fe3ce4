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

    /// <summary>The reference has three.</summary>
    private const int OtherPartitions = 8;

    private readonly string scratch = ServiceProcess.Scratch();
    private readonly Random random = Seeded(output);

    public void Dispose() => Directory.Delete(scratch, recursive: true);

    [SkippableFact]
    public async Task Figures_equal_what_another_program_counts()
    {
        TalkingData.SkipUnlessThere();
        JsonObject counted = await TalkingData.CountedByNode();
        JsonObject figures = JsonNode.Parse(await reference.Figures())!.AsObject();
        foreach (string? period in new[] { "totals", "raw" })
        {
            JsonNode totals = figures["overview"]![period]!;
            foreach ((string? name, JsonNode? count) in counted["total"]!.AsObject())
            {
                Assert.Equal((name, (long)count!), (name, (long)totals[name]!));
            }
        }

        JsonObject posts = counted["posts"]!.AsObject();
        JsonArray rows = figures["content"]!["rows"]!.AsArray();
        Assert.Equal(
            posts.Select(post => post.Key).Order(StringComparer.Ordinal),
            rows.Select(row => (string)row!["content"]!)
        );
        foreach (JsonNode? row in rows)
        {
            string id = (string)row!["content"]!;
            Assert.Equal((id, (long)posts[id]!["clicks"]!), (id, (long)row["raw"]!["clicks"]!));
            Assert.Equal((id, (long)posts[id]!["reach"]!), (id, (long)row["raw"]!["reach"]!));
        }

        JsonArray hours = figures["timeline"]!["1h"]!.AsArray();
        Assert.Equal((long)counted["total"]!["clicks"]!, hours.Sum(hour => (long)hour![ClicksOfPane]!));
    }

    [SkippableFact]
    public async Task Order_batches_repeats_and_partitions_change_nothing()
    {
        string expected = await reference.Figures();
        IReadOnlyList<string> events = await reference.Events();
        await using ServiceProcess service = await ServiceProcess.Start(OtherPartitions, "--memory", "256MB");

        await Import(service, "shuffled", TalkingData.Shuffled(random, scratch));
        await AllFigures.Become(service, "shuffled", TalkingData.Campaign, expected, "shuffled rows");

        await Import(service, "doubled", TalkingData.File);
        await Import(service, "doubled", TalkingData.File);
        await AllFigures.Become(service, "doubled", TalkingData.Campaign, expected, "imported twice");
        Assert.Equal(events.Count, await AllFigures.Counter(service, "events_duplicate_total"));

        string[] shuffled = events.ToArray();
        random.Shuffle(shuffled);
        await Post(service, "batches", shuffled);
        string[] firstHour = events
            .Where(line => string.CompareOrdinal(TimeOf(line), EndOfFirstHour(events)) < 0)
            .ToArray();
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
        string expected = await reference.Figures();
        await using ServiceProcess service = await ServiceProcess.Start(3, "--snapshot-interval", "1s");
        string map = TalkingData.MapInto("crashes", scratch);
        using var kill = new CancellationTokenSource();
        Task<Ended> import = TalkingData.Import(TalkingData.File, map, service.Address.ToString(), scratch, kill.Token);
        try
        {
            for (int crash = 0; crash < 3; crash++)
            {
                await AcceptedOrEnded(service, random.Next(15_000), import);
                await service.CrashAndRestart();
            }
        }
        catch
        {
            await kill.CancelAsync();
            throw;
        }

        // It tries again while the service is away, and the service was never away for long.
        Ended ended = await import;
        Assert.True(ended.Code == 0, ended.Output + ended.Errors);
        await Import(service, "crashes", TalkingData.File);
        await AllFigures.Become(service, "crashes", TalkingData.Campaign, expected, "after three crashes");
        await service.CrashAndRestart();
        await AllFigures.Become(service, "crashes", TalkingData.Campaign, expected, "after one more crash");
    }

    [SkippableFact]
    public async Task A_crash_of_the_importer_changes_nothing()
    {
        string expected = await reference.Figures();
        await using ServiceProcess service = await ServiceProcess.Start(3);
        string map = TalkingData.MapInto("importer", scratch);
        using var kill = new CancellationTokenSource();
        Task<Ended> import = TalkingData.Import(TalkingData.File, map, service.Address.ToString(), scratch, kill.Token);
        await AcceptedOrEnded(service, random.Next(60_000), import);
        await kill.CancelAsync();
        // On a fast machine it may have been over just before.
        await ((Task)import).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        await Import(service, "importer", TalkingData.File);
        await AllFigures.Become(service, "importer", TalkingData.Campaign, expected, "after a crash of the importer");
    }

    [SkippableFact]
    public async Task An_import_into_a_folder_gives_the_same()
    {
        string expected = await reference.Figures();
        string folder = Path.Combine(scratch, "made");
        Ended ended = await TalkingData.Import(TalkingData.File, TalkingData.Map, folder, scratch);
        Assert.True(ended.Code == 0, ended.Errors);
        await using ServiceProcess service = await ServiceProcess.StartOn(folder);
        await AllFigures.Become(service, "default", TalkingData.Campaign, expected, "imported into a folder");
    }

    /// <summary>Where a pane of the timeline has its raw clicks.</summary>
    private const int ClicksOfPane = 7;

    private static Random Seeded(ITestOutputHelper output)
    {
        int seed = Random.Shared.Next();
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
        string map = TalkingData.MapInto(workspace, scratch);
        Ended ended = await TalkingData.Import(file, map, service.Address.ToString(), scratch);
        Assert.True(ended.Code == 0, ended.Output + ended.Errors);
        Assert.False(File.Exists(Path.Combine(scratch, "rejected")), "rows were rejected");
    }

    /// <summary>In batches of any size up to the greatest that is allowed.</summary>
    private async Task Post(ServiceProcess service, string workspace, ReadOnlyMemory<string> lines)
    {
        while (lines.Length > 0)
        {
            int size = Math.Min(lines.Length, (int)Math.Pow(MostInBatch, random.NextDouble()));
            IEnumerable<string> moved = lines[..size]
                .ToArray()
                .Select(line => $"{{\"workspace\":\"{workspace}\",{line[1..]}\n");
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
