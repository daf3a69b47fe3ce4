using System.Text.Json;
using System.Text.Json.Nodes;
using CreatorStream.Pipeline.Views;
using Xunit.Abstractions;

namespace CreatorStream.Serve.Tests;

public class ViewJsonTests(ITestOutputHelper output)
{
    [Fact]
    public void Deltas_in_order_make_of_the_snapshot_the_newest_view()
    {
        Random random = Seed.Next(output);
        for (int round = 0; round < 50; round++)
        {
            ViewDocument sent = Documents.First(Documents.Key("c"));
            var screen = new Screen();
            screen.Snapshot(ViewJson.Snapshot(sent, 1));
            ViewDocument newest = sent;
            for (int version = 0; version < 60; version++)
            {
                newest = Documents.Next(newest, random);
                if (random.Next(3) == 0)
                {
                    // A slow client: this version is never sent.
                    continue;
                }
                if (ViewJson.Delta(sent, newest, screen.Seq + 1) is { } delta)
                {
                    screen.Delta(delta);
                }
                sent = newest;
                Assert.True(
                    JsonNode.DeepEquals(Documents.Whole(newest), screen.Whole()),
                    $"round {round}, version {version}"
                );
            }
        }
    }

    [Fact]
    public void Where_nothing_changed_there_is_no_delta()
    {
        ViewDocument before = Documents.Next(Documents.First(Documents.Key("c")), new Random(1));
        Assert.Null(ViewJson.Delta(before, before with { Version = 9, State = [.. before.State] }, 2));
        Assert.NotNull(ViewJson.Delta(before, before with { State = "{\"asOf\":77}"u8.ToArray() }, 2));
    }

    [Fact]
    public void A_delta_holds_what_changed_and_no_more()
    {
        ViewDocument before = Documents.First(Documents.Key("c"));
        JsonElement delta = ViewJson.Delta(before, Documents.WithField(before, "{\"clicks\":5}"), 7)!.Value;
        Assert.Equal(
            """{"scope":"campaign","of":"c","view":"overview","seq":7,"fields":{"totals":{"clicks":5}},"tables":{},"state":{"asOf":1}}""",
            delta.GetRawText()
        );
    }
}
