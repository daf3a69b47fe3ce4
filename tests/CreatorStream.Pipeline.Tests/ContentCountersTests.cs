using System.Text.Json.Nodes;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Whose counters stand beside a content item, where several platforms, or spellings of one, report it.</summary>
public sealed class ContentCountersTests : IDisposable
{
    private const long Day = 86_400_000_000;

    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    [Theory]
    [InlineData("instagram", 300)]
    [InlineData("tiktok", 5)]
    // Of nobody: the first by name.
    [InlineData(null, 7)]
    public void The_catalogs_platform_is_shown_and_of_its_spellings_the_newest(string? platform, long likes)
    {
        var workspace = new MergedWorkspace(memory.Open());
        workspace.State.Apply(new ContentEntry("default", "post", "spring", "ana", platform, null, null));
        var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        Facts.Feed(
            flow,
            [
                """{"id":"1","type":"like","time":"2026-03-01T12:00:00Z","visitor":"v","campaign":"spring","content":"post"}""",
            ],
            1
        );
        workspace.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
        Read("instagram", Facts.NowMicros, 300);
        Read("Instagram", Facts.NowMicros - (6 * Day), 7);
        Read("tiktok", Facts.NowMicros - Day, 5);
        (_, Dictionary<string, ViewTable> tables) = ViewRegistry
            .Find("content")!
            .Write(new ViewSources(workspace.State), "spring");
        JsonNode row = JsonNode.Parse(Assert.Single(tables["rows"].Rows).Json)!;
        Assert.Equal(likes, (long)row["counters"]!["likes"]!["value"]!);

        void Read(string of, long micros, long value) =>
            workspace.State.Put(
                new CounterReading(
                    new CounterSubject("default", "post", "", of, "", ""),
                    micros,
                    new Dictionary<string, long> { ["likes"] = value }
                )
            );
    }
}
