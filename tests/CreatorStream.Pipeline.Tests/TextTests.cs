using System.Numerics;
using System.Threading.Channels;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Embedded;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Authenticity;
using CreatorStream.Pipeline.Visitors.Texts;
using CreatorStream.Pipeline.Workspaces;
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
        (ulong Text, int Author, int Hour)[] said =
        [
            .. Enumerable.Range(0, 2_000).Select(n => ((ulong)random.NextInt64(), n % 50, random.Next(100))),
        ];
        // Those whose hashes begin with so many zeros as make them few enough, and no more zeros than that.
        int level = Enumerable.Range(0, HeldTexts.MostLevel).First(zeros => HeldAt(zeros) <= Most);
        Assert.Equal((level, HeldAt(level)), (Of(said).Level, Of(said).Count));
        string expected = Held(Of(said), said);
        random.Shuffle(said);
        Assert.Equal(expected, Held(Of([.. said, .. said]), said));
        // Merged from two parts, each of which holds as few.
        var merged = new HeldTexts(memory.Open(), Most);
        foreach ((ulong Text, int Author, int Hour)[] part in said.Chunk(1_000))
        {
            HeldTexts of = Of(part);
            merged.RaiseTo(of.Level);
            foreach ((ulong text, int author, int hour) in part.Where(one => of.IsHeld(one.Text)))
            {
                merged.Add(text, author, hour);
            }
        }
        Assert.Equal(expected, Held(merged, said));

        int HeldAt(int zeros) =>
            said.Select(of => of.Text).Distinct().Count(text => BitOperations.LeadingZeroCount(text) >= zeros);
    }

    /// <summary>Counted, not timed: whatever is done for a posting is of what is held.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_a_text_by_very_many_a_few_authors_an_hour_are_held_and_each_is_told_once(bool isNewestFirst)
    {
        const int Authors = 200_000;
        const int Hours = 1_000;
        var postings = new TextPostings(memory.Open());
        var told = new List<ulong>();
        var shared = new SharedTexts(memory.Open(), areCopies: false, (visitor, _, _) => told.Add(visitor));
        for (int n = 0; n < Authors; n++)
        {
            int hour = (isNewestFirst ? Authors - n : n) * Hours / Authors;
            // Each of them says it again, in the next hour too.
            foreach (int again in (ReadOnlySpan<int>)[hour, hour, hour + 1])
            {
                postings.Add(0, n, 9, again);
                shared.Put(0, Row(9, (ulong)n, again));
            }
        }
        Assert.Equal(Enumerable.Range(0, Authors).Select(n => (ulong)n), told.Order());
        Assert.InRange(postings.Count, Authors, Authors + ((Hours + 2) * RepeatedText.LeastActors));
        var held = new HeldTexts(memory.Open());
        long before = memory.Bytes(StatePart.Visitors);
        for (int n = 0; n < Authors; n++)
        {
            held.Add(9, n, n % Hours);
        }
        Assert.Equal(Hours * RepeatedText.LeastActors, held.Find(9).Count);
        Assert.InRange(memory.Bytes(StatePart.Visitors) - before, 1, Hours * 100);
    }

    /// <summary>What a task tells of its texts is as good as all that was said.</summary>
    [Fact]
    public void Who_shares_a_text_is_known_of_what_tasks_keep()
    {
        Random random = New();
        (ulong Text, int Author, int Hour)[] said =
        [
            .. Enumerable
                .Range(0, 3_000)
                .Select(_ => (Text(random.Next(40)), random.Next(300), random.Next(4) * random.Next(80))),
        ];
        SortedSet<ulong>[] expected = [.. Enumerable.Range(0, 8).Select(level => Suspects(Rows(said, level)))];
        Assert.True(expected.Select(of => of.Count).Distinct().Count() > 3);
        for (int round = 0; round < 5; round++)
        {
            random.Shuffle(said);
            TextPostings[] tasks = [.. Enumerable.Range(0, 3).Select(_ => new TextPostings(memory.Open()))];
            foreach ((ulong text, int author, int hour) in said)
            {
                tasks[author % 3].Add(0, author, text, hour);
            }
            TextPosting[] kept = [.. tasks.SelectMany(of => of.Changed(_ => 0))];
            Assert.True(kept.Length < said.Distinct().Count());
            for (int level = 0; level < expected.Length; level++)
            {
                Assert.Equal(expected[level], Suspects(Rows(kept.Select(of => (of.Text, of.Visitor, of.Time)), level)));
            }
        }

        // Half of them begin with no zero, a quarter with one, …
        static ulong Text(int number) =>
            (ulong)(number + 1) << (63 - (number % 8) - BitOperations.Log2((uint)number + 1));

        static TextRow[] Rows(IEnumerable<(ulong Text, int Author, int Hour)> of, int level) =>
            [.. of.Select(one => Row(one.Text, (ulong)one.Author, one.Hour) with { Level = level })];
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    public void Who_shares_a_text_that_is_held_longer_is_cleared_with_that_one(int first, int second)
    {
        AuthenticityBook book = Book();
        TextRow[] shared =
        [
            .. new[] { first, second }.SelectMany(zeros =>
                Enumerable.Range(1, 5).Select(n => Row(ulong.MaxValue >> zeros, (ulong)n, 1))
            ),
        ];
        Assert.Equal(5, Tell(book, shared).Count);
        Assert.Empty(Tell(book, [new TextRow("default", 3, 0, 0, 0)]));
        Assert.Equal(5, Tell(book, [new TextRow("default", 4, 0, 0, 0)]).Count);
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

    /// <summary>From events to the verdict; what comes twice is one, and who writes it four times is one of many.</summary>
    [Fact]
    public void Who_writes_the_same_again_and_again_is_suspect()
    {
        using StateScope scope = memory.Open();
        var flow = new VisitorFlow(new VisitorState(scope, retention: null), Families.Composed);
        string[] lines =
        [
            .. Enumerable.Range(0, 5).Select(n => Facts.LongComment($"a{n}", "again", n * 600)),
            .. Enumerable.Range(0, 4).Select(n => Facts.LongComment($"f{n}", "fan", n * 600)),
        ];
        New().Shuffle(lines);
        Facts.Feed(flow, [.. lines, .. lines], 4);
        var merged = new MergedWorkspace(scope);
        Verdict verdict = Assert.Single(merged.Put(flow.Tick(0, new TaskProgress(0, 0, 0, default))));
        Assert.Equal(VerdictLevel.Suspect, verdict.Level);
        // With the verdict comes whom it names.
        flow.Apply(verdict);
        EvidenceRow row = Assert.Single(
            flow.Tick(0, new TaskProgress(0, 0, 0, default)).Of(EvidenceSection.WithoutSigns)
        );
        Assert.Equal("again", row.Actor);
    }

    /// <summary>Minutes since 1970; hours begin at multiples of 60.</summary>
    [Theory]
    [InlineData(true, 0, 1, 2, 3, 4)]
    [InlineData(true, 59, 60, 600, 1_200, 1_439)]
    [InlineData(true, 100, 5_000, 5_001, 5_060, 5_120, 6_300)]
    [InlineData(false, 59, 60, 600, 1_200, 1_440)]
    [InlineData(false, 0, 1, 2, 3, 3, 0)]
    [InlineData(false, 0, 500, 1_000, 1_500, 2_000, 2_500, 3_000)]
    public void Five_minutes_of_a_day_in_which_one_wrote_the_same_make_suspect(bool isSuspect, params int[] minutes)
    {
        for (int round = 0; round < 3; round++)
        {
            AuthenticityBook book = Book();
            foreach (int minute in minutes)
            {
                book.PutCopy(0, new TextRow("default", 0, 1, 9, 600_000 + minute));
                // Who writes it as often, but each time another text.
                book.PutCopy(0, new TextRow("default", 0, 2, 100 + (ulong)minute, 600_000 + minute));
            }
            var told = new List<Verdict>();
            book.Tell((_, verdict) => told.Add(verdict));
            Assert.Equal(isSuspect ? [1UL] : [], told.Select(verdict => verdict.Visitor));
            Assert.All(told, verdict => Assert.Equal(VerdictLevel.Suspect, verdict.Level));
            Random.Shared.Shuffle(minutes);
        }
    }

    [Fact]
    public void Whose_copied_text_is_held_no_more_is_cleared_but_not_who_shares_one_too()
    {
        AuthenticityBook book = Book();
        Tell(book, [.. Enumerable.Range(1, 5).Select(n => Row(ulong.MaxValue >> 1, (ulong)n, 1))]);
        foreach (int minute in Enumerable.Range(600_000, 5))
        {
            book.PutCopy(0, new TextRow("default", 0, 5, ulong.MaxValue, minute));
            book.PutCopy(0, new TextRow("default", 0, 6, ulong.MaxValue - 1, minute));
        }
        Assert.Equal([6UL], Tell(book, []).Select(verdict => verdict.Visitor));
        book.PutCopy(0, new TextRow("default", 1, 0, 0, 0));
        Assert.Equal([(6UL, VerdictLevel.Clear)], Tell(book, []).Select(verdict => (verdict.Visitor, verdict.Level)));
        Assert.Equal(1, book.TextsLevel);
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

    /// <summary>Those whose texts are held no more too: what was written of a list that only grows stays as it is.</summary>
    [Fact]
    public void What_a_task_keeps_has_the_same_places_after_a_restart()
    {
        var before = new TextPostings(memory.Open());
        for (int n = 0; n < 100; n++)
        {
            before.Add(0, n, 1UL << (63 - (n % 4)), n / 20);
        }
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        // Of one workspace, at level 2.
        writer.Write([1, 0, 2]);
        for (int number = 0; number < before.Count; number++)
        {
            before.Write(writer, number);
        }
        bytes.Position = 0;
        using var reader = new BinaryReader(bytes);
        var after = new TextPostings(memory.Open());
        after.ReadLevels(reader);
        for (int number = 0; number < before.Count; number++)
        {
            after.Read(reader, _ => 0);
        }
        Assert.Equal(before.Count, after.Count);
        Assert.Equal(before.Changed(_ => 0).Where(of => HeldTexts.ZerosOf(of.Text) >= 2), after.Changed(_ => 0));
        Assert.Equal([0], after.Raised);
    }

    [Fact]
    public void How_far_texts_are_sampled_is_told()
    {
        using var views = new MemoryViewStore();
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
        Assert.Equal(0, stage2.TextsLevel);
        foreach (int level in (ReadOnlySpan<int>)[1, 3, 2])
        {
            var tick = TickRows.Take([]);
            tick.Of(TextSection.Rows).Add(new TextRow($"workspace-{level}", level, 0, 0, 0));
            var progress = new TaskProgress(0, 0, 0, default);
            Assert.True(rows.Writer.TryWrite(new PartialRows(0, ReplacesAll: false, tick, progress)));
        }
        stage2.TakeIn();
        Assert.Equal(3, stage2.TextsLevel);
    }

    private Random New()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return new Random(seed);
    }

    private static IEnumerable<ulong> Within(TextRow first, TextRow[] rows) =>
        rows.Where(row =>
                row.Text == first.Text && row.Time >= first.Time && row.Time < first.Time + RepeatedText.WindowHours
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

    private AuthenticityBook Book() => new("default", (_, _) => "campaign", _ => Strength.Moderate, memory.Open());

    private static TextRow Row(ulong text, ulong visitor, int hour) => new("default", 0, visitor, text, 1_000 + hour);

    private HeldTexts Of((ulong Text, int Author, int Hour)[] said)
    {
        var held = new HeldTexts(memory.Open(), Most);
        foreach ((ulong text, int author, int hour) in said)
        {
            held.Add(text, author, hour);
        }
        return held;
    }

    /// <summary>Of an hour with very many authors only how many are held.</summary>
    private static string Held(HeldTexts of, (ulong Text, int Author, int Hour)[] said) =>
        $"{of.Level} {of.Count}\n"
        + string.Join(
            '\n',
            said.Select(one => (one.Text, one.Hour))
                .Distinct()
                .Order()
                .Select(one => (one, Authors: of.Find(one.Text)[one.Hour].ToArray()))
                .Select(one =>
                    one.Authors.Length < RepeatedText.LeastActors
                        ? $"{one.one} {string.Join(' ', one.Authors.Order())}"
                        : $"{one.one} enough"
                )
        );
}
