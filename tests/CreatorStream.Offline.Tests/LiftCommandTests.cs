using System.Globalization;
using System.Text;
using CreatorStream.Offline.Lift;

namespace CreatorStream.Offline.Tests;

/// <summary>The command as it is called: files in, files and messages out. One at a time, since the console is one.</summary>
[Collection("Console")]
public sealed class LiftCommandTests : IDisposable
{
    private const string Header =
        "date,y,expected,expected_low,expected_high,effect,effect_low,effect_high,cumulative,cumulative_low,cumulative_high";

    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public async Task Every_date_has_its_row_and_the_summary_says_what_changed()
    {
        string file = scratch.Write("in.csv", Daily("date,y,x", 40, (_, y, x) => $"{y},{x}"));
        (int code, string errors) = await Run(file, "--from", "2026-01-31", "--out", scratch.Path("out.csv"));
        Assert.True(code == 0, errors);
        string[] lines = await File.ReadAllLinesAsync(scratch.Path("out.csv"));
        Assert.Equal(Header, lines[0]);
        Assert.Equal(41, lines.Length);
        Assert.All(lines, line => Assert.Equal(10, line.Count(c => c == ',')));
        Assert.StartsWith("2026-01-01,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",,,,,,,,", lines[30], StringComparison.Ordinal);
        double[] first = Numbers(lines[31]);
        double[] last = Numbers(lines[40]);
        Assert.Equal(first[0] - first[1], first[4], 1e-6);
        Assert.Equal(first[4..7], first[7..10]);
        Assert.Equal(200, last[7], 20.0);
        Assert.InRange(200, last[8], last[9]);
        Assert.Contains("10 dates, 30 before (0 without a y), one every 1 day", errors, StringComparison.Ordinal);
        Assert.Contains("control 'x': included with probability", errors, StringComparison.Ordinal);
        Assert.Contains("only if the intervention changed none of the controls", errors, StringComparison.Ordinal);
        Assert.Contains("weekdays are not modelled", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Order_separators_quotes_mark_and_later_rows_change_nothing()
    {
        string plain = Daily("date,y,x", 40, (_, y, x) => $"{y},{x}");
        string[] rows = plain.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string other = string.Join(
            "\r\n",
            rows.Skip(1)
                .Append("2026-02-10,,")
                .Reverse()
                .Prepend(rows[0])
                .Select(row => string.Join(';', row.Split(',').Select(field => $"\"{field}\"")))
        );
        string[] files =
        [
            scratch.Write("a.csv", plain),
            scratch.Write("b.csv", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(other)]),
        ];
        foreach (string file in files)
        {
            (int code, string errors) = await Run(
                file,
                "--from",
                "2026-01-31",
                "--to",
                "2026-02-09",
                "--out",
                file + ".out"
            );
            Assert.True(code == 0, errors);
        }
        Assert.Equal(await File.ReadAllBytesAsync(files[0] + ".out"), await File.ReadAllBytesAsync(files[1] + ".out"));
    }

    [Fact]
    public async Task A_gap_before_the_intervention_is_a_missing_value()
    {
        string file = scratch.Write("in.csv", Daily("date,y", 12, (t, y, _) => t == 3 ? "" : y));
        (int code, string errors) = await Run(file, "--from", "2026-01-10", "--out", scratch.Path("out.csv"));
        Assert.True(code == 0, errors);
        string gap = (await File.ReadAllLinesAsync(scratch.Path("out.csv")))[4];
        Assert.Matches("^2026-01-04,,[0-9.]+,,,,,,,,$", gap);
        Assert.Contains("9 before (1 without a y)", errors, StringComparison.Ordinal);
        Assert.Contains("only 8 dates before have a y", errors, StringComparison.Ordinal);
        Assert.Contains("without controls, whatever else changed", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-01-05,2026-01-12,2026-01-19,2026-01-26,2026-02-02", "7 days")]
    [InlineData("2025-11-30,2025-12-31,2026-01-31,2026-02-28,2026-03-31", "1 month")]
    [InlineData("2025-10-15,2026-01-15,2026-04-15,2026-07-15,2026-10-15", "3 months")]
    public async Task Weeks_and_months_are_even(string dates, string spacing)
    {
        string rows = string.Join('\n', dates.Split(',').Select((date, i) => $"{date},{10 + i * i % 3}"));
        (int code, string errors) = await Run(
            scratch.Write("in.csv", "date,y\n" + rows),
            "--from",
            dates.Split(',')[^1]
        );
        Assert.True(code == 0, errors);
        Assert.Contains($"one every {spacing}", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seasons_are_modelled_where_they_are_asked_for()
    {
        string file = scratch.Write("in.csv", Daily("date,y", 12, (_, y, _) => y));
        (int code, string plain) = await Run(file, "--from", "2026-01-10", "--out", scratch.Path("plain.csv"));
        Assert.True(code == 0, plain);
        (code, string errors) = await Run([
            file,
            "--from",
            "2026-01-10",
            "--seasons",
            "7",
            "--out",
            scratch.Path("seasons.csv"),
        ]);
        Assert.True(code == 0, errors);
        Assert.Contains("say --seasons 7", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("weekdays", errors, StringComparison.Ordinal);
        Assert.Contains("fewer than two rounds of 7 dates", errors, StringComparison.Ordinal);
        Assert.NotEqual(
            await File.ReadAllTextAsync(scratch.Path("plain.csv")),
            await File.ReadAllTextAsync(scratch.Path("seasons.csv"))
        );
    }

    [Fact]
    public async Task A_control_that_never_changes_is_named_and_not_used()
    {
        string file = scratch.Write("in.csv", Daily("date,y,x", 40, (_, y, _) => $"{y},3"));
        (int code, string errors) = await Run(file, "--from", "2026-01-31", "--out", scratch.Path("out.csv"));
        Assert.True(code == 0, errors);
        Assert.Contains("control 'x': not used", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("day,y\n", "no column 'date'")]
    [InlineData("date,x\n", "no column 'y'")]
    [InlineData("date,y,x,x\n", "two columns are called 'x'")]
    [InlineData("date,y,\n", "line 1: column 3 has no name")]
    [InlineData("date,y\n", "no date from 2026-01-04 on")]
    [InlineData("date,y\n1.2.2026,4\n", "line 2: column 'date': '1.2.2026' is no date; write it like")]
    [InlineData("date,y\n2026-01-01,4\n2026-01-02,abc\n", "line 3: column 'y': 'abc' is no number; write it like")]
    [InlineData("date;y\n2026-01-01;4,5\n", "line 2: column 'y': '4,5' is no number; write it like 1234.5")]
    [InlineData("date,y\n2026-01-01,NaN\n", "line 2: column 'y': 'NaN' is no number")]
    [InlineData("date,y\n2026-01-01,1e300\n", "line 2: column 'y': '1e300' is above 1e15")]
    [InlineData("date,y\n2026-01-01,4,4\n", "line 2: 3 fields where there are 2 columns; correct the row")]
    [InlineData("date,y\n2026-01-01,\"4\n", "line 2: a quote is opened and never closed")]
    [InlineData(
        "date,y\n2026-01-02,4\n2026-01-01,4\n2026-01-02,5\n",
        "line 4: column 'date': 2026-01-02 is in line 2 already"
    )]
    [InlineData("date,y,x\n2026-01-01,4,\n2026-01-04,5,1\n", "line 2: column 'x' is empty; fill it in, or remove")]
    [InlineData("date,y\n2026-01-03,4\n2026-01-04,\n", "line 3: column 'y' is empty, which it may be before")]
    [InlineData("date,y\n2026-01-02,4\n2026-01-03,5\n2026-01-04,5\n", "2 dates before 2026-01-04 have a y, and 3 are")]
    [InlineData(
        "date,y\n2026-01-01,4\n2026-01-02,4\n2026-01-03,4\n2026-01-04,5\n",
        "column 'y' is the same on all dates"
    )]
    [InlineData(
        "date,y\n2025-12-31,1\n2026-01-01,4\n2026-01-02,4\n2026-01-04,5\n",
        "line 5: column 'date': 2026-01-04 comes 2 days after 2026-01-02, other dates 1 day"
    )]
    public async Task What_is_wrong_in_a_file_is_named_with_its_line_and_what_to_do(string text, string message)
    {
        string file = scratch.Write("in.csv", text);
        (int code, string errors) = await Run(file, "--from", "2026-01-04", "--out", scratch.Path("out.csv"));
        Assert.Equal(1, code);
        Assert.StartsWith($"creatorstream: {file}: ", errors, StringComparison.Ordinal);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.False(File.Exists(scratch.Path("out.csv")));
    }

    [Fact]
    public async Task Too_many_dates_or_controls_are_refused()
    {
        string file = scratch.Write("in.csv", Daily("date,y", LiftFile.MostPoints + 1, (_, y, _) => y));
        (int code, string errors) = await Run(file, "--from", "2026-01-31");
        Assert.Equal(1, code);
        Assert.Contains(
            $"line {LiftFile.MostPoints + 2}: more than {LiftFile.MostPoints} dates",
            errors,
            StringComparison.Ordinal
        );
        string columns = string.Join(',', Enumerable.Range(0, LiftColumns.MostControls + 1).Select(i => $"x{i}"));
        (code, errors) = await Run(scratch.Write("in.csv", $"date,y,{columns}\n"), "--from", "2026-01-31");
        Assert.Equal(1, code);
        Assert.Contains("remove the columns that matter least", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none.csv", "--from", "2026-01-04")]
    [InlineData("in.csv", "--from", "4.1.2026")]
    [InlineData("in.csv", "--from", "2026-01-04", "--to", "2026-01-03")]
    [InlineData("in.csv", "--from", "2026-01-04", "--to", "soon")]
    [InlineData("in.csv", "--from", "2026-01-04", "--out", "in.csv")]
    [InlineData("in.csv", "--from", "2026-01-04", "--seasons", "0")]
    [InlineData("in.csv", "--from", "2026-01-04", "--seasons", "32")]
    public async Task What_makes_no_sense_is_wrong_usage(params string[] arguments)
    {
        scratch.Write("in.csv", "date,y\n");
        string[] there = [.. arguments.Select(a => a.EndsWith(".csv", StringComparison.Ordinal) ? scratch.Path(a) : a)];
        (int code, string errors) = await Run(there);
        Assert.Equal(2, code);
        Assert.StartsWith("creatorstream: ", errors, StringComparison.Ordinal);
    }

    /// <summary>From 2026-01-01 on: about 100, from the 31st date on 20 more; a control that y follows.</summary>
    private static string Daily(string header, int count, Func<int, string, string, string> fields)
    {
        var random = new Random(4);
        var text = new StringBuilder(header + "\n");
        for (int t = 0; t < count; t++)
        {
            double x = random.NextDouble() * 10;
            double y = 100 + 2 * x + random.NextDouble() + (t < 30 ? 0 : 20);
            string date = new DateOnly(2026, 1, 1).AddDays(t).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            text.Append(
                CultureInfo.InvariantCulture,
                $"{date},{fields(t, y.ToString(CultureInfo.InvariantCulture), x.ToString(CultureInfo.InvariantCulture))}\n"
            );
        }
        return text.ToString();
    }

    private static double[] Numbers(string line) =>
        [.. line.Split(',').Skip(1).Select(field => double.Parse(field, CultureInfo.InvariantCulture))];

    private static async Task<(int Code, string Errors)> Run(params string[] arguments)
    {
        (TextWriter output, TextWriter errors) = (Console.Out, Console.Error);
        using var said = new StringWriter();
        Console.SetOut(TextWriter.Null);
        Console.SetError(said);
        try
        {
            int code = await LiftCommand.Create().Parse(arguments).InvokeAsync();
            return (code, said.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}
