using System.Text;
using System.Text.Json;

namespace CreatorStream.Import.Tests;

public sealed class ImportTests
{
    [Fact]
    public async Task The_products_own_json_passes_through_and_refusals_keep_their_lines()
    {
        using var scratch = new Scratch();
        await using FakeService service = await FakeService.Start();
        service.Refuse = line => line.Contains("bad", StringComparison.Ordinal) ? ("type", "=unknown") : null;
        var lines = Enumerable
            .Range(1, 12_345)
            .Select(i => i % 5000 == 0 ? "{\"bad\":1}" : $"{{\"id\":\"{i}\"}}")
            .ToList();
        lines.Insert(3, "");
        string path = scratch.Write("events.ndjson", string.Join("\r\n", lines));
        string report = scratch.Path("report.csv");
        int exit = await Run(path, "--to", service.Address.AbsoluteUri, "--report", report);
        Assert.Equal(0, exit);
        Assert.Equal(lines.Where(l => l.Length > 0).Order(), service.Lines("/v1/events").Order());
        Assert.All(service.Requests, request => Assert.InRange(request.Lines.Length, 1, SinkLimits.Events));
        Assert.Equal(
            ["file,line,field,reason", "events.ndjson,10001,type,'=unknown", "events.ndjson,5001,type,'=unknown"],
            (await File.ReadAllLinesAsync(report))
                .OrderByDescending(l => l.StartsWith("file", StringComparison.Ordinal))
                .ThenBy(l => l, StringComparer.Ordinal)
        );
    }

    /// <summary>A service takes events of one workspace a request, and refuses the others.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rows_of_alternating_workspaces_go_in_requests_of_one(bool isMapped)
    {
        const string Map = """
            events:
              - id: { column: id }
                type: click
                time: 2026-01-02T03:04:05Z
                visitor: v
                workspace: { column: workspace }
            """;
        using var scratch = new Scratch();
        await using FakeService service = await FakeService.Start();
        IEnumerable<string> lines = Enumerable
            .Range(0, 6_000)
            .Select(i => $"{{\"id\":\"{i}\",\"workspace\":\"w{i % 3}\"}}");
        string path = scratch.Write("rows.ndjson", string.Join('\n', lines));
        string[] map = isMapped ? ["--map", scratch.Write("map.yaml", Map)] : [];
        Assert.Equal(0, await Run([path, .. map, "--to", service.Address.AbsoluteUri]));
        Assert.Equal([2_000, 2_000, 2_000], service.Requests.Select(request => request.Lines.Length));
        Assert.All(service.Requests, request => Assert.Single(request.Lines.Select(WorkspaceOf).Distinct()));
    }

    [Fact]
    public async Task A_second_import_sends_the_same_ids_and_a_clean_one_leaves_no_report()
    {
        using var scratch = new Scratch();
        await using FakeService service = await FakeService.Start();
        string path = scratch.Write("clicks.csv", Sample.Clicks);
        scratch.Write("clicks.csv.rejected.csv", "of another import");
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(0, await Run(path, "--map", "talkingdata", "--to", service.Address.AbsoluteUri));
        }

        string[][] sent = service.Requests.Select(r => r.Lines).ToArray();
        Assert.Equal(sent[0], sent[1]);
        Assert.False(File.Exists(path + ".rejected.csv"));
    }

    [Fact]
    public async Task The_shipped_sample_imports_without_a_refusal()
    {
        var sink = new MemorySink();
        using var scratch = new Scratch();
        string sample = FindUp("samples/talkingdata-sample.csv");
        using var report = new RejectedReport(scratch.Path("report.csv"));
        await Meter.Run(
            CommandErrors.Console,
            TimeProvider.System,
            "sample",
            async meter =>
            {
                using var run = new ImportRun(sink, MappingFile.Load("talkingdata"), report, meter);
                await run.Import(sample, CancellationToken.None);
                Assert.Equal(0, run.Counts.Rejected);
                Assert.Equal(sink.Lines.Count, run.Counts.Accepted);
                return 0;
            }
        );
        Assert.Equal(File.ReadAllLines(sample).Length - 1 + 2, sink.Lines.Count);
    }

    /// <summary>The display looks when it likes: also after the file was closed.</summary>
    [Fact]
    public async Task Progress_is_shown_also_when_the_file_is_closed()
    {
        using var scratch = new Scratch();
        using var report = new RejectedReport(scratch.Path("report.csv"));
        string sample = FindUp("samples/talkingdata-sample.csv");
        await Meter.Run(
            CommandErrors.Console,
            TimeProvider.System,
            "sample",
            async meter =>
            {
                using var run = new ImportRun(new MemorySink(), MappingFile.Load("talkingdata"), report, meter);
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                    run.Import(sample, new CancellationToken(canceled: true))
                );
                Assert.Contains("0 %", meter.ToString(), StringComparison.Ordinal);
                await run.Import(sample, CancellationToken.None);
                Assert.Contains("100 %", meter.ToString(), StringComparison.Ordinal);
                return 0;
            }
        );
    }

    [Theory]
    [InlineData("[{\"id\":1}]", null, 1)]
    [InlineData("id,x\n1,2\n", null, 1)]
    [InlineData("id,x\n1,2\n", "nonsense", 2)]
    [InlineData("id,x\n1,2\n", "talkingdata", 1)]
    [InlineData("", "talkingdata", 1)]
    [InlineData("ip,app,device,os,channel,click_time,attributed_time,is_attributed\n", "talkingdata", 1)]
    [InlineData("", null, 1)]
    [InlineData("\n", null, 1)]
    public async Task What_cannot_be_imported_has_an_exit_code(string text, string? map, int expected)
    {
        using var scratch = new Scratch();
        await using FakeService service = await FakeService.Start();
        string[] mapping = map is null ? [] : ["--map", map];
        string path = scratch.Write("rows", text);
        Assert.Equal(expected, await Run([path, .. mapping, "--to", service.Address.AbsoluteUri]));
        Assert.Equal(2, await Run(scratch.Path("missing"), "--to", service.Address.AbsoluteUri));
    }

    [Fact]
    public async Task Batches_keep_within_the_limit_of_bytes()
    {
        var sink = new MemorySink();
        var refused = new List<long>();
        await using var sender = new BatchSender(
            sink,
            _ => { },
            (line, _) => refused.Add(line),
            CancellationToken.None
        );
        for (int i = 0; i < 9; i++)
        {
            Encoding.ASCII.GetBytes(new string('x', 1_500_000), sender.Event);
            await sender.Commit(i);
        }
        Encoding.ASCII.GetBytes(new string('x', SinkLimits.Bytes), sender.Event);
        await sender.Commit(10);
        await sender.Complete();
        Assert.Equal([3, 3, 3], sink.Batches);
        Assert.Equal([10], refused);
    }

    [Fact]
    public async Task A_catalog_goes_first_and_a_bad_one_stops_it()
    {
        using var scratch = new Scratch();
        await using FakeService service = await FakeService.Start();
        string good = scratch.Write("good.yaml", "creators:\n  - { id: c1, name: Zoë }\n");
        string bad = scratch.Write("bad.yaml", "creators:\n  - { id: c1, name: A }\n  - { id: c1, name: B }\n");
        Assert.Equal(0, await Run("--catalog", good, "--to", service.Address.AbsoluteUri));
        Assert.Equal(["{\"id\":\"c1\",\"name\":\"Zo\\u00EB\",\"kind\":\"creator\"}"], service.Lines("/api/catalog"));
        Assert.Equal(1, await Run("--catalog", bad, "--to", service.Address.AbsoluteUri));
        Assert.Single(service.Requests);
    }

    private static string? WorkspaceOf(string line) =>
        JsonDocument.Parse(line).RootElement.GetProperty("workspace").GetString();

    private static Task<int> Run(params string[] arguments) =>
        ImportCommand.Create(_ => new MemorySink(), TimeProvider.System).Parse(arguments).InvokeAsync();

    private static string FindUp(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, path)))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, path);
    }
}

internal static class Sample
{
    public const string Clicks =
        "ip,app,device,os,channel,click_time,attributed_time,is_attributed\n"
        + "100,7,1,12,301,2017-11-07 08:00:00,,0\n"
        + "100,7,1,12,301,2017-11-07 08:00:00,,0\n"
        + "101,9,2,13,302,2017-11-07 08:00:05,2017-11-07 09:30:00,1\n";
}
