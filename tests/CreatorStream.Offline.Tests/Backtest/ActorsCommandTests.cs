using System.Globalization;
using System.Text;
using CreatorStream.Analytics.Authenticity.Timing;
using CreatorStream.Import;
using CreatorStream.Offline.Backtest.Actors;

namespace CreatorStream.Offline.Tests.Backtest;

[Collection("Console")]
public sealed class ActorsCommandTests
{
    private const int Day = 86_400;

    [Fact]
    public async Task The_program_comes_first_with_its_reason_and_people_have_none()
    {
        BacktestRun run = await BacktestRun.Of("actors", File(Rows()));
        Assert.Equal((0, "actor,score,reasons"), (run.ExitCode, run.Lines[0]));
        string[][] rows = [.. run.Lines.Skip(1).Select(line => line.Split(','))];
        Assert.Equal(["timer", "person", "few"], rows.Select(row => row[0]));
        Assert.Equal("inhuman-rhythm", rows[0][2]);
        Assert.True(double.Parse(rows[0][1], CultureInfo.InvariantCulture) > 0.9);
        Assert.Equal("", rows[1][2]);
        Assert.True(double.Parse(rows[1][1], CultureInfo.InvariantCulture) < 0.5);
        Assert.Equal(["0.020000", ""], rows[2][1..]);
        Assert.Contains(
            "710 actions of 3 actors; 1 with a score of 0.9 or more; too few actions to judge (below 100): 1",
            run.Errors,
            StringComparison.Ordinal
        );
        Assert.Contains("clock-grid 1, gap-pattern 1", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_order_nor_form_nor_other_columns_change_a_byte()
    {
        string[] rows = Rows();
        BacktestRun run = await BacktestRun.Of("actors", File(rows));
        var random = new Random(1);
        string other = string.Join(
            "\r\n",
            [
                "label;Unix_Time;ACTOR",
                .. rows.Select(row => row.Split(','))
                    .Select(row => $"bot;{row[1]}.0;\" {row[0]} \"")
                    .OrderBy(_ => random.Next()),
            ]
        );
        Assert.Equal(run.Lines, (await BacktestRun.Of("actors", other)).Lines);
    }

    [Fact]
    public async Task Names_with_commas_and_quotes_are_quoted()
    {
        BacktestRun run = await BacktestRun.Of("actors", "actor,unix_time\n\"a \"\"b\"\", c\",1\n");
        Assert.Equal("\"a \"\"b\"\", c\",0.020000,", run.Lines[1]);
    }

    [Fact]
    public void The_most_blatant_of_one_cause_comes_first_and_none_is_convicted_by_it()
    {
        var log = new ActionLog();
        // By name they would stand the other way round.
        foreach (int hasty in new[] { 10, 30, 70 })
        {
            long time = 1_767_225_607;
            for (int i = 0; i < 1_000; i++)
            {
                log.Add($"hasty {hasty}", time);
                time += i % 100 < hasty ? 5 : 1_000;
            }
        }
        using var written = new StringWriter();
        ActorScores.Write(written, ActorScores.Of(log, [HastyActions.Signal], default));
        string[][] rows = [.. written.ToString().TrimEnd().Split('\n').Skip(1).Select(line => line.Split(','))];
        Assert.Equal(["hasty 70", "hasty 30", "hasty 10"], rows.Select(row => row[0]));
        Assert.Equal(3, rows.Select(row => row[1]).Distinct().Count());
        Assert.All(rows, row => Assert.InRange(double.Parse(row[1], CultureInfo.InvariantCulture), 0.89, 0.895));
        Assert.All(rows, row => Assert.Equal("inhuman-rate", row[2]));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(300)]
    [InlineData(3600)]
    public async Task Who_acts_at_rounded_times_is_no_program_for_it(int seconds)
    {
        string[] rows =
        [
            .. Enumerable
                .Range(1, 20)
                .SelectMany(seed => Evenings(seed).Select(time => $"person {seed},{time - time % seconds}")),
        ];
        BacktestRun run = await BacktestRun.Of("actors", File(rows));
        Assert.Equal(20, run.Lines.Length - 1);
        Assert.All(
            run.Lines.Skip(1),
            line => Assert.True(double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture) < 0.1, line)
        );
        Assert.EndsWith(
            "actors by signal: sleepless 0, no-quiet-hours 0\ntimes look rounded to minutes: signals that need seconds say nothing\n",
            run.Errors,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task From_half_on_full_minutes_on_times_are_held_for_rounded()
    {
        foreach ((int exact, bool isRounded) in new[] { (50, true), (51, false) })
        {
            IEnumerable<string> rows = Enumerable.Range(0, 50 + exact).Select(i => $"a,{i * 60 + (i < 50 ? 0 : 7)}");
            BacktestRun run = await BacktestRun.Of("actors", File([.. rows]));
            Assert.Equal(isRounded, run.Errors.Contains("times look rounded", StringComparison.Ordinal));
            Assert.Equal(!isRounded, run.Errors.Contains("clock-grid", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("", "the file is empty: not even a header line")]
    [InlineData("actor,unix_time\n", "no action; nothing can be said")]
    [InlineData("actor,time\na,1\n", "no column 'unix_time'; there are: actor, time")]
    [InlineData("actor,unix_time,Actor\na,1,a\n", "two columns are called 'actor'")]
    [InlineData("actor,unix_time\na,1\n,2\n", "line 3: actor: is empty")]
    [InlineData("actor,unix_time\na,-1\n", "line 2: unix_time: -1 is before 1970; give seconds since 1970 UTC")]
    [InlineData("actor,unix_time\na,1790000000000\n", "is beyond the year 3000; is it in milliseconds?")]
    [InlineData("actor,unix_time\na,\n", "line 2: unix_time: '' is no number")]
    [InlineData("actor,unix_time\na,NaN\n", "line 2: unix_time: 'NaN' is no number")]
    [InlineData("actor,unix_time\na,2026-01-01\n", "line 2: unix_time: '2026-01-01' is no number")]
    [InlineData("actor,unix_time\na,\u001b[2J\n", "line 2: unix_time: '?[2J' is no number")]
    [InlineData("actor,unix_time\na\n", "line 2: 1 fields where there are 2 columns")]
    public async Task A_mistake_is_named_with_line_and_what_to_do(string text, string expected)
    {
        BacktestRun run = await BacktestRun.Of("actors", text);
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("creatorstream: FILE: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.Empty(run.Lines);
    }

    [Fact]
    public void An_endless_name_is_refused()
    {
        using var scratch = new Scratch();
        string path = scratch.Write("in.csv", $"actor,unix_time\n{new string('a', 201)},1\n");
        InputException mistake = Assert.Throws<InputException>(() => ActionFile.Read(path, default));
        Assert.Contains("actor: is longer than 200 characters", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_million_actors_need_a_few_hundred_bytes_each()
    {
        const int Actors = 1_000_000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        var log = new ActionLog();
        for (int i = 0; i < Actors; i++)
        {
            log.Add(i.ToString(CultureInfo.InvariantCulture), i);
        }
        List<ActorScore> scores = ActorScores.Of(log, TimingSignals.All, default);
        long used = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(Actors, scores.Count);
        Assert.InRange(used / Actors, 0, 500);
    }

    /// <summary>A timer, a person who comments in the evening, and somebody with ten actions.</summary>
    private static string[] Rows()
    {
        return
        [
            .. Enumerable.Range(0, 400).Select(i => $"timer,{1_767_225_607 + 600 * i}"),
            .. Evenings(7).Select(time => $"person,{time}"),
            .. Enumerable.Range(0, 10).Select(i => $"few,{1_767_225_600 + i}"),
        ];
    }

    private static IEnumerable<long> Evenings(int seed)
    {
        var random = new Random(seed);
        return from day in Enumerable.Range(0, 100)
            from time in Enumerable.Range(0, 3).Select(_ => random.Next(5 * 3600)).Order()
            select 1_767_225_600L + day * Day + time;
    }

    private static string File(string[] rows)
    {
        var text = new StringBuilder("actor,unix_time\n");
        text.AppendJoin('\n', rows);
        return text.ToString();
    }
}
