using System.Text.Json.Nodes;
using System.Threading.Channels;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;

namespace CreatorStream.Pipeline.Tests;

public sealed class OpenAlertsTests
{
    [Fact]
    public void The_list_of_campaigns_says_how_many_alerts_are_open_and_the_alerts_which()
    {
        using var memory = new StateMemory();
        using var views = new MemoryViewStore();
        var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        var rows = Channel.CreateUnbounded<PartialRows>();
        var time = new SteppedTime();
        using var stage2 = new WorkspaceTask(
            new EmptyLog(),
            views,
            rows.Reader,
            _ => true,
            (_, _) => { },
            memory,
            time
        );
        stage2.Open();
        // Lively for an hour, then silent for 20 minutes, as the other campaign's event tells.
        string[] lively = [.. Enumerable.Range(0, 300).Select(n => Event("spring", n, secondsAgo: 4_800 - (n * 12)))];
        Publish([.. lively, Event("autumn", 300, secondsAgo: 1)]);
        Assert.Equal((1, 0), (Open("spring"), Open("autumn")));
        Assert.Null(Alert()["closed"]);
        Publish([Event("spring", 301, secondsAgo: 0)]);
        Assert.Equal(0, Open("spring"));
        Assert.NotNull(Alert()["closed"]);

        void Publish(string[] lines)
        {
            Facts.Feed(flow, lines, 100);
            Assert.True(rows.Writer.TryWrite(flow.Tick(0, new TaskProgress(0, 0, 0, default))));
            time.Advance(TimeSpan.FromSeconds(10));
            stage2.TakeIn();
            Assert.True(stage2.PublishIfDue());
        }

        int Open(string campaign) =>
            (int)
                Rows(ViewKey.OfWorkspace("default", "campaigns")).Single(row => (string)row["id"]! == campaign)[
                    "openAlerts"
                ]!;

        JsonNode Alert() => Assert.Single(Rows(new ViewKey("default", "spring", "alerts")));

        IEnumerable<JsonNode> Rows(ViewKey key) =>
            views.Get(key)!.Tables["rows"].Rows.Select(row => JsonNode.Parse(row.Json)!);
    }

    private static string Event(string campaign, int n, int secondsAgo) =>
        $$"""{"id":"{{n}}","type":"click","time":"{{Rfc3339.Format(Facts.NowMicros - (secondsAgo * 1_000_000L))}}","visitor":"v-{{n}}","campaign":"{{campaign}}","content":"post"}""";
}
