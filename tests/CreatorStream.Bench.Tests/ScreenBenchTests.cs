using System.Text;
using System.Text.Json;
using CreatorStream.Bench.Screen;

namespace CreatorStream.Bench.Tests;

public sealed class ScreenBenchTests
{
    [Theory]
    [InlineData(
        """{"type":1,"target":"snapshot","arguments":[{"scope":"campaign","of":"marker-3","view":"overview","seq":1,"figures":{"name":{"totals":{"impressions":9}},"totals":{"impressions":4,"clicks":1},"raw":{"impressions":7}},"state":{}}]}""",
        4
    )]
    [InlineData(
        """{"type":1,"target":"delta","arguments":[{"scope":"campaign","of":"marker-3","view":"overview","seq":2,"fields":{"raw":{"impressions":7},"totals":{"clicks":{"impressions":1},"impressions":5}},"tables":{},"state":{}}]}""",
        5
    )]
    public void A_message_tells_the_impressions_of_all_time(string message, long impressions)
    {
        Assert.True(HubMessage.TryRead(Encoding.UTF8.GetBytes(message), out string? campaign, out long read));
        Assert.Equal(("marker-3", impressions), (campaign, read));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":6}""")]
    [InlineData(
        """{"type":1,"target":"delta","arguments":[{"scope":"campaign","of":"marker-3","seq":2,"fields":{"raw":{"impressions":7}}}]}"""
    )]
    public void Other_messages_tell_nothing(string message) =>
        Assert.False(HubMessage.TryRead(Encoding.UTF8.GetBytes(message), out _, out _));

    [Fact]
    public void What_the_hub_refuses_is_an_error() =>
        Assert.Contains(
            "no such campaign",
            Assert
                .Throws<IOException>(() =>
                    HubMessage.TryRead(
                        """{"type":3,"invocationId":"1","error":"There is no such campaign."}"""u8,
                        out _,
                        out _
                    )
                )
                .Message
        );

    [Fact]
    public void Quantiles_are_samples_that_so_many_do_not_exceed()
    {
        var samples = new ScreenSamples();
        for (int i = 1_000; i >= 1; i--)
        {
            samples.Add(i, i + 1, isMissing: i == 1_000);
        }

        Assert.Equal(new ScreenLatency(500, 990, 999), samples.SinceAccepted());
        Assert.Equal(new ScreenLatency(501, 991, 1_000), samples.SinceIntended());
        Assert.Equal((1_000, 1), (samples.Count, samples.Missing));
        Assert.True(double.IsNaN(new ScreenSamples().SinceAccepted().P50Ms));
    }

    [Fact]
    public void The_table_and_the_last_line_say_the_same()
    {
        using var output = new StringWriter();
        var latency = new ScreenLatency(90.1, 190.2, 250);
        new ScreenReport(output).Write(
            400_000,
            [
                new(.7, 279_000, 0, latency, latency with { P50Ms = 95 }, Samples: 1_200, Missing: 0),
                new(.9, 0, 1_395_000, new(double.NaN, double.NaN, double.NaN), latency, Samples: 0, Missing: 0),
            ],
            new ScreenBenchOptions(3, TimeSpan.FromSeconds(20), TimeSpan.Zero, null, Seed: 7, Backfill: 0)
        );
        string[] lines = output.ToString().TrimEnd().Split('\n');
        Assert.Equal("100 % are 400,000 events/s; 3 clients, 20 s at each load, seed 7", lines[0].TrimEnd());
        Assert.Contains(
            "| 70 % | 279,000 | 0 | 90.1 / 190.2 / 250.0 | 95.0 / 190.2 / 250.0 | 1,200 | 0 |",
            output.ToString()
        );
        JsonElement row = JsonDocument.Parse(lines[^1]).RootElement.GetProperty("rows")[0];
        Assert.Equal(.7, row.GetProperty("load").GetDouble());
        Assert.Equal(190.2, row.GetProperty("accepted").GetProperty("p99Ms").GetDouble());
    }
}
