using System.Reactive.Disposables;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Pipeline.Tests;

public sealed class OpenAlertsTests
{
    [Fact]
    public async Task The_list_of_campaigns_says_how_many_alerts_are_open_and_the_alerts_which()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-alerts-");
        using IDisposable ending = Disposable.Create(() => folder.Delete(recursive: true));
        using var log = SqliteFactLog.Open(
            Path.Combine(folder.FullName, "log.db"),
            1,
            TimeProvider.System,
            NullLogger<SqliteFactLog>.Instance
        );
        using var memory = new StateMemory();
        using var views = new MemoryViewStore();
        var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        var rows = Channel.CreateUnbounded<PartialRows>();
        var time = new SteppedTime();
        using var stage2 = new WorkspaceTask(log, views, rows.Reader, _ => true, (_, _) => { }, memory, time);
        stage2.Open();
        // Lively for an hour, then silent for 20 minutes, as the other campaign's event tells.
        string[] lively = [.. Enumerable.Range(0, 300).Select(n => Event("spring", n, secondsAgo: 4_800 - (n * 12)))];
        Publish([.. lively, Event("autumn", 300, secondsAgo: 1)]);
        Assert.Equal((1, 0), (Open("spring"), Open("autumn")));
        Assert.Null(Alert()["closed"]);
        AlertName name = Name();
        await DecideAsync(new Acknowledgement("default", name, true, "key:office", Facts.NowMicros));
        Assert.Equal("key:office", (string?)Alert()["acknowledged"]!["by"]);
        Assert.Equal(1, Open("spring"));
        var mute = new Mute("default", name, Facts.NowMicros + 1, "key:office", Facts.NowMicros);
        await DecideAsync(mute);
        Assert.Equal(0, Open("spring"));
        Assert.Equal("key:office", (string?)Alert()["muted"]!["by"]);
        await DecideAsync(mute with { UntilMicros = null });
        Assert.Equal(1, Open("spring"));
        Assert.Null(Alert()["muted"]);
        await DecideAsync(
            new AlertComment("default", name, new string('a', 24), "Called.", "key:office", Facts.NowMicros)
        );
        Assert.Equal("Called.", (string?)Assert.Single(Alert()["lastComments"]!.AsArray())!["text"]);
        Publish([Event("spring", 301, secondsAgo: 0)]);
        Assert.Equal(0, Open("spring"));
        Assert.NotNull(Alert()["closed"]);

        AlertName Name() =>
            AlertName.TryParse("spring", (string)Alert()["id"]!, out AlertName? of)
                ? of
                : throw new InvalidOperationException();

        async Task DecideAsync(AlertDecision decision)
        {
            await log.AppendAsync(
                [new LogAppend(LogStream.Decisions, 0, decision.ToJson(), 1)],
                CancellationToken.None
            );
            PublishNow();
        }

        void Publish(string[] lines)
        {
            Facts.Feed(flow, lines, 100);
            Assert.True(rows.Writer.TryWrite(flow.Tick(0, new TaskProgress(0, 0, 0, default))));
            PublishNow();
        }

        void PublishNow()
        {
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
