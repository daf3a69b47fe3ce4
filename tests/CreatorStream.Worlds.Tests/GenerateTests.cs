using System.Text.Json;

namespace CreatorStream.Worlds.Tests;

public sealed class GenerateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_file_has_its_catalog_beside_it_and_is_the_same_whenever_it_is_made()
    {
        using var scratch = new Scratch();
        foreach (string name in (string[])["a", "b"])
        {
            var time = new ManualTime(name == "a" ? Now : Now.AddDays(1));
            Assert.Equal(0, await Run(time, "--events", "12345", "--seed", "8", "--out", scratch.Path(name)));
        }
        byte[] bytes = await File.ReadAllBytesAsync(scratch.Path("a"));
        Assert.Equal(12_345, bytes.Count(b => b == '\n'));
        Assert.Equal(bytes, await File.ReadAllBytesAsync(scratch.Path("b")));
        Assert.Equal(
            await File.ReadAllBytesAsync(scratch.Path("a.catalog.ndjson")),
            await File.ReadAllBytesAsync(scratch.Path("b.catalog.ndjson"))
        );
    }

    [Theory]
    [InlineData("x", "x")]
    [InlineData("x", "x.catalog.ndjson")]
    [InlineData("", "x")]
    [InlineData("x", " ")]
    public async Task What_is_written_is_of_different_files(string events, string labels)
    {
        using var scratch = new Scratch();
        string Path(string name) => string.IsNullOrWhiteSpace(name) ? name : scratch.Path(name);
        Assert.Equal(
            2,
            await Run(new ManualTime(Now), "--events", "10", "--out", Path(events), "--labels", Path(labels))
        );
        Assert.False(File.Exists(scratch.Path("x")));
    }

    [Fact]
    public async Task A_service_gets_the_catalog_first_and_events_of_the_past()
    {
        await using FakeService service = await FakeService.Start();
        Assert.Equal(
            0,
            await Run(new ManualTime(Now), "--events", "30000", "--rate", "2", "--out", service.Address.AbsoluteUri)
        );
        Assert.Equal("/api/catalog", service.Requests.First().Path);
        string[] lines = service.Lines("/v1/events").ToArray();
        Assert.Equal(30_000, lines.Length);
        DateTimeOffset last = lines.Max(l => JsonDocument.Parse(l).RootElement.GetProperty("time").GetDateTimeOffset());
        Assert.InRange(last, Now.AddHours(-4), Now);
    }

    [Theory]
    [InlineData("--events", "0")]
    [InlineData("--events", "10", "--rate", "0")]
    [InlineData("--events", "100000000", "--rate", "1")]
    public async Task What_makes_no_sense_is_refused(params string[] arguments)
    {
        Assert.Equal(2, await Run(new ManualTime(Now), arguments));
    }

    private static Task<int> Run(TimeProvider time, params string[] arguments) =>
        GenerateCommand.Create(time).Parse(arguments).InvokeAsync();
}
