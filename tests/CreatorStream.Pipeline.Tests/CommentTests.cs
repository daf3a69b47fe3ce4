using System.Text;
using System.Text.Json;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Analytics.Comments;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Authenticity;
using Xunit.Abstractions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>What comments say, from events to campaigns, creators and content.</summary>
public sealed class CommentTests(ITestOutputHelper output) : IDisposable
{
    private const string Praise = "I love how soft and light this lovely scarf is";
    private const string Blame = "the worst scarf ever, I hate it and it smells terrible";
    private const string German = "das ist wirklich nicht das Geld wert und ich habe es zurückgeschickt";

    private static readonly string[] Texts = [Praise, Blame, German, "nice", "🔥", "the box is brown", " ", ""];

    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    [Fact]
    public void Comments_are_read_and_those_of_inauthentic_actors_are_in_raw_only()
    {
        (_, VisitorFlow flow) = New();
        Facts.Feed(flow, [Comment("1", "ann", Praise), Comment("2", "ben", Blame), Comment("3", "cem", German)], 2);
        Facts.Feed(flow, [Comment("4", "dan", "🔥"), Comment("5", "eve", ""), Comment("6", "fay", Blame, "pixel")], 2);
        MergedWorkspace workspace = new(memory.Open());
        flow.Apply(new Verdict("default", HashOf("ben"), VerdictLevel.Inauthentic));
        workspace.Put(Tick(flow));
        // Emoji alone are scored by what they are called, here «fire», which VADER takes for a misfortune; and say nothing.
        Assert.Equal((4, 3, 3, 2), Counts(Of(workspace, authentic: false)));
        Assert.Equal((3, 2, 2, 1), Counts(Of(workspace, authentic: true)));
        // What comes when the verdict is known already.
        Facts.Feed(flow, [Comment("7", "ben", Blame)], 1);
        workspace.Put(Tick(flow));
        Assert.Equal((5, 4, 4, 3), Counts(Of(workspace, authentic: false)));
        Assert.Equal((3, 2, 2, 1), Counts(Of(workspace, authentic: true)));
        flow.Apply(new Verdict("default", HashOf("ben"), VerdictLevel.Clear));
        workspace.Put(Tick(flow));
        Assert.Equal(Of(workspace, authentic: false), Of(workspace, authentic: true));

        static (long Texts, long Saying, long Scored, long Negative) Counts(CommentSums of) =>
            (of.Texts, of.Saying, of.Scored, of.Negative);
    }

    [Fact]
    public void They_go_with_their_content_and_with_their_partition()
    {
        (_, VisitorFlow flow) = New();
        Facts.Feed(flow, [Comment("1", "ann", Praise), Comment("2", "ben", Blame)], 1);
        MergedWorkspace workspace = new(memory.Open());
        workspace.Put(Tick(flow));
        CommentSums all = Of(workspace, authentic: true);
        workspace.State.Apply(new ContentEntry("default", "post-1", "campaign-1", "creator-1", null, null, null));
        Assert.Equal(default, Of(workspace, authentic: true));
        Assert.Equal(all, Of(workspace, true, "campaign-1", EntityLevel.Campaign, ""));
        Assert.Equal(all, Of(workspace, true, "campaign-1", EntityLevel.Creator, "creator-1"));
        Assert.Equal(all, Of(workspace, true, "campaign-1", EntityLevel.Content, "post-1"));
        workspace.State.VoidAll(0);
        Assert.Equal(default, Of(workspace, true, "campaign-1", EntityLevel.Campaign, ""));
    }

    [Fact]
    public void Who_engages_with_a_creator_counts_once_and_goes_with_the_content()
    {
        (_, VisitorFlow flow) = New();
        MergedWorkspace workspace = new(memory.Open());
        flow.Apply(Content("post-1", "ann"));
        workspace.State.Apply(Content("post-1", "ann"));
        flow.Apply(Content("post-2", "ann"));
        workspace.State.Apply(Content("post-2", "ann"));
        string[] lines =
        [
            Comment("1", "v1", Praise),
            Comment("2", "v1", "", content: "post-2"),
            Comment("3", "v2", "", content: "post-2"),
            Comment("4", "v3", ""),
            // Anybody may say so.
            Comment("5", "v4", "", via: "pixel"),
            Comment("6", "v3", "", via: "pixel"),
        ];
        Facts.Feed(flow, [.. lines, .. lines], 3);
        flow.Apply(new Verdict("default", HashOf("v2"), VerdictLevel.Inauthentic));
        workspace.Put(Tick(flow));
        Assert.Equal((3, 1), EngagersOf("ann"));
        // The most often first.
        Assert.Equal([2, 1], Of("ann").Keys);
        flow.Apply(Content("post-2", "ben"));
        flow.Place(int.MaxValue);
        workspace.State.Apply(Content("post-2", "ben"));
        workspace.Put(Tick(flow));
        Assert.Equal(((2, 0), (2, 1)), (EngagersOf("ann"), EngagersOf("ben")));
        flow.Apply(new Verdict("default", HashOf("v2"), VerdictLevel.Clear));
        workspace.Put(Tick(flow));
        Assert.Equal((2, 0), EngagersOf("ben"));
        workspace.State.VoidAll(0);
        Assert.Equal((0, 0), EngagersOf("ben"));

        (int All, int Excluded) EngagersOf(string creator)
        {
            IReadOnlyDictionary<int, PeopleCounts> engagers = Of(creator);
            return (engagers.Values.Sum(of => of.All), engagers.Values.Sum(of => of.Excluded));
        }

        IReadOnlyDictionary<int, PeopleCounts> Of(string creator) =>
            workspace.State.Figures.Find(new Entity("default", "campaign-1", EntityLevel.Creator, creator))!.Engagers;

        static ContentEntry Content(string id, string creator) =>
            new("default", id, "campaign-1", creator, null, null, null);
    }

    [Fact]
    public void Order_repeats_and_erasures_change_nothing()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        // Some events several times, with other texts.
        string[] lines =
        [
            .. Enumerable
                .Range(0, 150)
                .Select(_ => random.Next(60))
                .Select(id => Comment($"{id}", $"v{id % 7}", Texts[random.Next(Texts.Length)])),
        ];
        string expected = Read(lines, []);
        Assert.Contains("comments", expected);
        for (int round = 0; round < 5; round++)
        {
            random.Shuffle(lines);
            ulong[] erased = [.. Enumerable.Range(0, 7).Where(_ => random.Next(2) == 0).Select(n => HashOf($"v{n}"))];
            Assert.Equal(expected, Read([.. lines, .. lines[..random.Next(lines.Length)]], erased));
        }

        string Read(string[] lines, ulong[] erased)
        {
            (VisitorState state, VisitorFlow flow) = New();
            var batch = new FactBatch(Facts.Secret);
            foreach (string[] chunk in lines.Chunk(random.Next(1, 40)))
            {
                Facts.Fill(batch, chunk);
                Erase(batch, erased);
                flow.Next(batch);
            }
            return string.Join(
                '\n',
                Facts.Rows(state, flow).Where(row => row.Key.StartsWith("comments", StringComparison.Ordinal))
            );
        }
    }

    [Fact]
    public void Who_wrote_spam_did_so_when_the_words_are_erased()
    {
        string[] lines =
        [
            Comment("1", "v1", "check out my channel http://spam.example/x and subscribe"),
            Comment("2", "v1", "please subscribe to my channel https://spam.example/y thanks", content: "post-2"),
            Comment("3", "v2", "check out my channel http://spam.example/x and subscribe"),
            Comment("4", "v2", "Check out my channel http://spam.example/x and subscribe!", content: "post-2"),
            Comment("5", "v3", "check out my channel http://spam.example/x and subscribe"),
            Comment("5", "v3", "please subscribe to my channel https://spam.example/y thanks"),
        ];
        (_, VisitorFlow flow) = New();
        var batch = new FactBatch(Facts.Secret);
        Facts.Fill(batch, lines);
        Erase(batch, [HashOf("v1"), HashOf("v2"), HashOf("v3")]);
        flow.Next(batch);
        EvidenceRow row = Assert.Single(flow.Tick(0, new TaskProgress(0, 0, 0, default)).Of(EvidenceSection.Rows));
        Assert.Equal((HashOf("v1"), Signs.SpamText, ""), (row.Visitor, row.Signs, row.Actor));
    }

    /// <summary>As an erasure leaves events in the log.</summary>
    private static void Erase(FactBatch batch, IReadOnlyCollection<ulong> visitors)
    {
        using var erased = new ErasedVisitors(new EmptyLog { Secret = Facts.Secret });
        erased.Know(visitors);
        EventBatch left = new EventEraser(erased).Erase(batch.Events);
        var events = new EventBatch();
        for (int row = 0; row < left.Count; row++)
        {
            events.Append(left, row);
        }
        long[] appended = [.. batch.AppendedAtMicros];
        batch.Exchange(ref events, ref appended);
    }

    private static ulong HashOf(string visitor) =>
        new EventIdentity(Facts.Secret).VisitorOf([], ErasedPerson.Of(Encoding.UTF8.GetBytes(visitor), Facts.Secret));

    private static CommentSums Of(
        MergedWorkspace of,
        bool authentic,
        string campaign = "campaign-0",
        EntityLevel level = EntityLevel.Campaign,
        string name = ""
    ) => (of.State.Figures.Find(new Entity("default", campaign, level, name))?.Comments ?? default).Sums(authentic);

    private static string Comment(
        string id,
        string visitor,
        string text,
        string via = "import",
        string content = "post-1"
    ) =>
        JsonSerializer.Serialize(
            new Dictionary<string, string>
            {
                ["id"] = id,
                ["type"] = "comment",
                ["time"] = Rfc3339.Format(Facts.NowMicros),
                ["visitor"] = visitor,
                ["content"] = content,
                ["campaign"] = "campaign-0",
                ["via"] = via,
                ["text"] = text,
            }
        );

    private (VisitorState, VisitorFlow) New()
    {
        var state = new VisitorState(memory.Open(), retention: null);
        return (state, new VisitorFlow(state, Families.Composed));
    }

    private static PartialRows Tick(VisitorFlow flow) => flow.Tick(0, new TaskProgress(0, 0, 0, default));
}
