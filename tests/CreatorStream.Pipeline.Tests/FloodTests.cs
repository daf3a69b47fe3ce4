using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Somebody makes up names, or times, in any number: the figures of others stay, and views stay small.</summary>
public sealed class FloodTests : IDisposable
{
    private const int Flood = 12_000;

    private readonly StateMemory memory = new();
    private readonly Channel<PartialRows> rows = Channel.CreateUnbounded<PartialRows>();
    private readonly MemoryViewStore views = new();
    private readonly SteppedTime time = new();
    private readonly VisitorFlow flow;
    private readonly WorkspaceTask stage2;

    public FloodTests()
    {
        flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        stage2 = new WorkspaceTask(new EmptyLog(), views, rows.Reader, _ => true, (_, _) => { }, memory, time);
        stage2.Open();
    }

    public void Dispose()
    {
        views.Dispose();
        memory.Dispose();
    }

    [Theory]
    [InlineData("content")]
    [InlineData("creator")]
    [InlineData("campaign")]
    [InlineData("visitor")]
    [InlineData("time")]
    public void It_changes_no_figure_of_others_and_no_view_grows_with_it(string field)
    {
        Feed([.. Enumerable.Range(0, 300).Select(n => Event(n, campaign: "spring", content: $"post-{n % 7}"))]);
        Publish();
        string before = Figures("spring");
        string[] flood =
        [
            .. Enumerable
                .Range(0, Flood)
                .Select(n =>
                    field switch
                    {
                        "content" => Event(n, "flooded", $"made-up-{n}"),
                        "creator" => Event(n, "flooded", $"made-up-{n}", creator: $"creator-{n}"),
                        "campaign" => Event(n, $"flooded-{n}", "post"),
                        "visitor" => Event(n, "flooded", "post", visitor: $"made-up-{n}"),
                        _ => Event(n, "flooded", "post", ago: 86_400 + (n * 3_600L)),
                    }
                ),
        ];
        Feed(flood);
        Publish();
        Assert.Equal(before, Figures("spring"));
        IReadOnlyList<string> campaigns = PublishedViews.Campaigns(views, "default");
        Assert.Contains("spring", campaigns);
        Assert.InRange(campaigns.Count, 2, ShownNames.Most);
        if (field is "content" or "creator")
        {
            ViewDocument view = views.Get(
                new ViewKey("default", "flooded", field == "content" ? "content" : "creators")
            )!;
            Assert.Equal(ShownNames.Most, view.Tables["rows"].Rows.Count);
            using var others = JsonDocument.Parse(view.Fields["others"]);
            Assert.Equal(Flood - ShownNames.Most, others.RootElement.GetProperty("count").GetInt32());
            Assert.Equal(
                Flood - ShownNames.Most,
                others.RootElement.GetProperty("raw").GetProperty("clicks").GetInt32()
            );
        }
        if (field is not "campaign")
        {
            // Nothing of the flood itself is lost either.
            ViewDocument overview = views.Get(new ViewKey("default", "flooded", "overview"))!;
            using var totals = JsonDocument.Parse(overview.Fields["raw"]);
            Assert.Equal(Flood, totals.RootElement.GetProperty("clicks").GetInt32());
        }
    }

    private static string Event(
        int n,
        string campaign,
        string content,
        string creator = "ana",
        string? visitor = null,
        long ago = 0
    ) =>
        JsonSerializer.Serialize(
            new Dictionary<string, string>
            {
                ["id"] = n.ToString(CultureInfo.InvariantCulture),
                ["type"] = "click",
                ["time"] = Rfc3339.Format(Facts.NowMicros - (ago * 1_000_000)),
                ["visitor"] = visitor ?? $"{campaign}-{n % 50}",
                ["campaign"] = campaign,
                ["creator"] = creator,
                ["content"] = content,
            }
        );

    private void Feed(string[] lines) => Facts.Feed(flow, lines, 1_000);

    /// <summary>Everything that has come, with the list of campaigns.</summary>
    private void Publish()
    {
        Assert.True(rows.Writer.TryWrite(flow.Tick(0, new TaskProgress(0, 0, 0, default))));
        // Longer than any view may wait.
        time.Advance(TimeSpan.FromSeconds(10));
        stage2.TakeIn();
        Assert.True(stage2.PublishIfDue());
    }

    private string Figures(string campaign) =>
        string.Join(
            '\n',
            from name in ViewRegistry.NamesOf(ViewScope.Campaign)
            let view = views.Get(new ViewKey("default", campaign, name))!
            from part in view
                .Fields.Select(of => (of.Key, of.Value))
                .Concat(view.Tables.SelectMany(of => of.Value.Rows.Select(row => (row.Key, row.Json))))
            select $"{name} {part.Key} {Encoding.UTF8.GetString(part.Item2)}"
        );
}
