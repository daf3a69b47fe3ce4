using System.Numerics;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Texts;
using CreatorStream.Pipeline.Workspaces.Authenticity;
using Xunit.Abstractions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Texts across visitors: what is held of them, and who shares one.</summary>
public sealed class TextTests(ITestOutputHelper output) : IDisposable
{
    private const int Most = 8;

    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    [Fact]
    public void A_flood_of_texts_takes_bounded_room_and_what_is_held_follows_from_the_set()
    {
        Random random = New();
        (ulong Text, int Actor, int Hour)[] said =
        [
            .. Enumerable.Range(0, 2_000).Select(n => ((ulong)random.NextInt64(), n % 50, random.Next(100))),
        ];
        string expected = Held(said);
        // Those whose hashes begin with so many zeros as make them few enough, and no more zeros than that.
        int level = Enumerable.Range(0, TextPostings.MostLevel).First(zeros => HeldAt(zeros) <= Most);
        Assert.Equal((level, HeldAt(level)), (Of(said).Level, Of(said).Count));
        random.Shuffle(said);
        Assert.Equal(expected, Held([.. said, .. said]));
        // Merged from two parts, each of which holds as few.
        var merged = new TextPostings(memory.Open(), Most);
        foreach ((ulong, int, int)[] part in said.Chunk(1_000))
        {
            TextPostings of = Of(part);
            merged.RaiseTo(of.Level);
            for (int number = 0; number < of.Count; number++)
            {
                foreach (ulong posting in of.Of(number))
                {
                    merged.Add(of.Text(number), TextPostings.Actor(posting), TextPostings.Hour(posting));
                }
            }
        }
        Assert.Equal(expected, Text(merged));

        int HeldAt(int zeros) =>
            said.Select(of => of.Text).Distinct().Count(text => BitOperations.LeadingZeroCount(text) >= zeros);
    }

    [Fact]
    public void Who_shares_a_text_doesnt_depend_on_the_order_in_which_it_came()
    {
        Random random = New();
        TextRow[] rows =
        [
            .. Enumerable
                .Range(0, 400)
                .Select(_ => Row((ulong)random.Next(1, 30), (ulong)random.Next(40), random.Next(200))),
        ];
        SortedSet<ulong> expected =
        [
            .. rows.Where(row => Sharers(row, rows) >= RepeatedText.LeastActors).SelectMany(row => Within(row, rows)),
        ];
        Assert.NotEmpty(expected);
        for (int round = 0; round < 5; round++)
        {
            random.Shuffle(rows);
            Assert.Equal(expected, Suspects([.. rows, .. rows[..100]]));
        }
    }

    [Fact]
    public void Five_within_a_day_are_suspect_and_four_or_a_day_later_nobody_is()
    {
        Assert.Equal(
            [1, 2, 3, 4, 5],
            Suspects([Row(9, 1, 0), Row(9, 2, 5), Row(9, 3, 5), Row(9, 4, 22), Row(9, 5, 23)])
        );
        Assert.Empty(Suspects([Row(9, 1, 0), Row(9, 2, 5), Row(9, 3, 5), Row(9, 4, 22), Row(9, 5, 24)]));
        Assert.Empty(Suspects([Row(9, 1, 0), Row(9, 2, 5), Row(9, 3, 5), Row(9, 4, 22), Row(9, 4, 23)]));
        Assert.Empty(Suspects([Row(9, 1, 0), Row(9, 2, 5), Row(9, 3, 5), Row(9, 4, 22), Row(8, 5, 23)]));
    }

    [Fact]
    public void Whose_text_is_held_no_more_is_cleared()
    {
        AuthenticityBook book = Book();
        TextRow[] shared = [.. Enumerable.Range(1, 5).Select(n => Row(ulong.MaxValue, (ulong)n, 1))];
        Assert.All(Tell(book, shared), verdict => Assert.Equal(VerdictLevel.Suspect, verdict.Level));
        IReadOnlyList<Verdict> cleared = Tell(book, [new TextRow("default", 1, 0, 0, 0)]);
        Assert.Equal(5, cleared.Count);
        Assert.All(cleared, verdict => Assert.Equal(VerdictLevel.Clear, verdict.Level));
    }

    private Random New()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return new Random(seed);
    }

    private static IEnumerable<ulong> Within(TextRow first, TextRow[] rows) =>
        rows.Where(row =>
                row.Text == first.Text && row.Hour >= first.Hour && row.Hour < first.Hour + RepeatedText.WindowHours
            )
            .Select(row => row.Visitor)
            .Distinct();

    private static int Sharers(TextRow first, TextRow[] rows) => Within(first, rows).Count();

    private SortedSet<ulong> Suspects(TextRow[] rows)
    {
        IReadOnlyList<Verdict> told = Tell(Book(), rows);
        Assert.All(told, verdict => Assert.Equal(VerdictLevel.Suspect, verdict.Level));
        return [.. told.Select(verdict => verdict.Visitor)];
    }

    private static List<Verdict> Tell(AuthenticityBook book, TextRow[] rows)
    {
        foreach (TextRow row in rows)
        {
            book.Put(0, row);
        }
        var told = new List<Verdict>();
        book.Tell((_, verdict) => told.Add(verdict));
        return told;
    }

    private AuthenticityBook Book() => new("default", (_, _) => "campaign", memory.Open());

    private static TextRow Row(ulong text, ulong visitor, int hour) => new("default", 0, visitor, text, 1_000 + hour);

    private TextPostings Of((ulong Text, int Actor, int Hour)[] said)
    {
        var postings = new TextPostings(memory.Open(), Most);
        foreach ((ulong text, int actor, int hour) in said)
        {
            postings.Add(text, actor, hour);
        }
        return postings;
    }

    private string Held((ulong Text, int Actor, int Hour)[] said) => Text(Of(said));

    private static string Text(TextPostings of) =>
        $"{of.Level}\n"
        + string.Join(
            '\n',
            Enumerable.Range(0, of.Count).Select(n => $"{of.Text(n)} {string.Join(' ', of.Of(n).ToArray())}").Order()
        );
}
