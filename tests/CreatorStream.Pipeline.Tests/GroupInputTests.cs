using System.Runtime.InteropServices;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Groups;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Figures;
using CreatorStream.Pipeline.Workspaces.Groups;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Evidence of groups is copied in turns, between which everything may change.</summary>
public sealed class GroupInputTests : IDisposable
{
    private const int Partitions = 2;
    private const int Visitors = 20_000;
    private const int Posts = 6;
    private const int FirstMinute = 14_000_000;

    private readonly StateMemory memory = new();
    private readonly Dictionary<int, PartitionNumbers> numbers = [];
    private readonly WorkspaceState workspace;

    public GroupInputTests() => workspace = new WorkspaceState("default", numbers, memory.Open(), Facts.Secret);

    public void Dispose() => memory.Dispose();

    [Fact]
    public void A_partition_that_begins_anew_amid_a_copy_is_copied_as_it_is_then()
    {
        for (int partition = 0; partition < Partitions; partition++)
        {
            Begin(partition, firstPost: 0);
            Fill(partition);
        }
        GroupInput input = workspace.TakeGroupInput()!;
        Assert.False(input.GoOn());
        Begin(1, firstPost: 3);
        Fill(1);
        Assert.Equal(Ids(workspace.TakeGroupInput()!), Ids(input));
        Assert.Equal(Visitors * Partitions, input.Size.Count);

        // Nobody is left of one who owned nothing yet.
        workspace.Engagers.Note();
        input = workspace.TakeGroupInput()!;
        Assert.False(input.GoOn());
        Begin(1, firstPost: 0);
        Assert.NotEmpty(Ids(input));
        Assert.Equal(Visitors, input.Size.Count);
    }

    /// <summary>Such as follows and mentions: with them in it, who meets by chance at the little that there is would look agreed.</summary>
    [Fact]
    public void Engagement_that_names_no_content_says_nothing_of_what_is_usual()
    {
        const int Meetings = 3;
        Begin(0, firstPost: 0);
        var subject = new Numbered<Subject>(Posts, new Subject("default", "", "spring", "creator-0", "instagram", ""));
        numbers[0].Subjects.Add(subject);
        workspace.Subjects.Add(0, subject);
        for (ulong visitor = 1; visitor <= 5; visitor++)
        {
            EngagerAct[] acts =
            [
                .. Enumerable
                    .Range(0, Meetings)
                    .Select(of => new EngagerAct(of, FirstMinute + (60 * of) + 27, 1, false, default)),
            ];
            workspace.Engagers.Put(
                0,
                new EngagerRow("default", visitor, MemoryMarshal.AsBytes(acts.AsSpan()).ToArray())
            );
        }
        int[] hoursOld = [6, 20, 75];
        for (int meeting = 0; meeting < Meetings; meeting++)
        {
            // Habits don't explain it: each was published another time before.
            long published = FirstMinute + (60L * (meeting - hoursOld[meeting]));
            string at = Rfc3339.Format(Rfc3339.EarliestMicros + (published * 60_000_000));
            workspace.Apply(
                new ContentEntry("default", $"post-{meeting}", "spring", $"creator-{meeting}", "instagram", null, at)
            );
            workspace.Engagers.Put(0, new EngagedHourRow(meeting, (FirstMinute / 60) + meeting, 60));
        }
        workspace.Engagers.Put(0, new EngagedHourRow(Posts, FirstMinute / 60, 1_000_000));
        Assert.Empty(Ids(workspace.TakeGroupInput()!));
    }

    [Fact]
    public void They_are_looked_for_again_where_content_is_on_another_platform()
    {
        Begin(0, firstPost: 0);
        Fill(0);
        Assert.NotEmpty(Ids(workspace.TakeGroupInput()!));
        Assert.Null(workspace.TakeGroupInput());
        workspace.Apply(new ContentEntry("default", "post-0", "spring", "creator-0", "youtube", null, null));
        Assert.NotNull(workspace.TakeGroupInput());
    }

    [Fact]
    public void They_are_looked_for_again_where_too_many_clicks_state_no_country()
    {
        const int Stated = 10;
        var merged = new MergedWorkspace(memory.Open());
        var flow = new VisitorFlow(new VisitorState(memory.Open(), retention: null), Families.Composed);
        int events = 0;
        Count(500, "impression", ""","country":"DE" """);
        Count(Stated, "click", ""","country":"DE" """);
        Count(1, "like", "");
        GroupInput input = merged.State.TakeGroupInput()!;
        while (!input.GoOn()) { }
        // Of 19 clicks 10 say one, and of 21 no half.
        Count(Stated - 1, "click", "");
        Assert.Null(merged.State.TakeGroupInput());
        Count(2, "click", "");
        Assert.NotNull(merged.State.TakeGroupInput());

        void Count(int count, string type, string more)
        {
            string time = Rfc3339.Format(Facts.NowMicros);
            string[] lines =
            [
                .. Enumerable
                    .Range(0, count)
                    .Select(_ =>
                        $$"""{"id":"{{++events}}","type":"{{type}}","via":"import","time":"{{time}}","visitor":"v{{events}}","content":"post","campaign":"spring"{{more}}}"""
                    ),
            ];
            Facts.Feed(flow, lines, 100, takesOut: false);
            merged.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default)));
            merged.State.TakeChanged(timeMoved: false, out bool _);
        }
    }

    /// <param name="firstPost">Numbers of an owner are its own: of this post comes first.</param>
    private void Begin(int partition, int firstPost)
    {
        if (numbers.ContainsKey(partition))
        {
            workspace.VoidAll(partition);
        }
        numbers[partition] = new PartitionNumbers();
        for (int post = 0; post < Posts; post++)
        {
            int of = (firstPost + post) % Posts;
            var subject = new Numbered<Subject>(
                post,
                new Subject("default", $"post-{of}", "spring", $"creator-{of}", "instagram", "")
            );
            numbers[partition].Subjects.Add(subject);
            workspace.Subjects.Add(partition, subject);
        }
    }

    /// <summary>Whatever the owner calls it, most engage with the first post, which most of them never met.</summary>
    private void Fill(int partition)
    {
        int first = Enumerable.Range(0, Posts).Single(of => numbers[partition].Subjects[of].Content == "post-0");
        for (int visitor = 0; visitor < Visitors; visitor++)
        {
            bool isBought = visitor % 3 == 0;
            int subject = isBought ? first : (first + 1 + (visitor % (Posts - 1))) % Posts;
            EngagerAct[] acts = [new EngagerAct(subject, FirstMinute + (visitor % 300), 1, isBought, default)];
            workspace.Engagers.Put(
                partition,
                new EngagerRow(
                    "default",
                    Hash64.Combine((ulong)visitor, (ulong)partition),
                    MemoryMarshal.AsBytes(acts.AsSpan()).ToArray()
                )
            );
        }
        for (int hour = 0; hour < 5; hour++)
        {
            for (int subject = 0; subject < Posts; subject++)
            {
                workspace.Engagers.Put(partition, new EngagedHourRow(subject, (FirstMinute / 60) + hour, 1_000));
            }
        }
    }

    private static string[] Ids(GroupInput input)
    {
        while (!input.GoOn()) { }
        return [.. input.Find().Select(of => $"{of.Ids[0]} {of.Members.Count} {of.Expected:R}")];
    }
}
