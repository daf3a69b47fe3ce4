using System.Globalization;
using System.Text;
using CreatorStream.Analytics.Value;
using CreatorStream.Import;
using CreatorStream.Offline.Clv;

namespace CreatorStream.Offline.Tests;

[Collection("Console")]
public sealed class ClvCommandTests : IDisposable
{
    private const string Header =
        "customer,orders,probability_alive,expected_orders,expected_value,clv,clv_low,clv_high";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-clv-");

    private string Result => Path.Combine(folder.FullName, "clv.csv");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Each_customer_gets_a_line_and_the_greatest_value_comes_first()
    {
        string orders = Write(Orders());
        Assert.Equal(0, await Run(orders, "--out", Result));
        string[] lines = File.ReadAllLines(Result);
        Assert.Equal(Header, lines[0]);
        string[][] rows = [.. lines.Skip(1).Select(line => line.Split(','))];
        Assert.Equal(60, rows.Length);
        double[] values = [.. rows.Select(row => Number(row[5]))];
        Assert.Equal(values.OrderDescending(), values);
        foreach (string[] row in rows)
        {
            Assert.InRange(Number(row[2]), 0, 1);
            Assert.InRange(Number(row[5]), Number(row[6]), Number(row[7]));
        }

        // Who bought once on the same day is worth the same: then by name.
        string[] alike = [.. rows.Where(row => row[1] == "1").GroupBy(row => row[5]).First().Select(row => row[0])];
        Assert.True(alike.Length > 1);
        Assert.Equal(alike.Order(StringComparer.Ordinal), alike);
    }

    [Fact]
    public async Task Neither_order_nor_form_of_the_file_changes_a_byte()
    {
        string[] rows = Orders();
        Assert.Equal(0, await Run(Write(rows), "--out", Result));
        byte[] expected = File.ReadAllBytes(Result);
        string[] others =
        [
            "VALUE;note;Date;Customer",
            .. rows.Skip(1)
                .Reverse()
                .Select(row => row.Split(','))
                .Select(row => $"{row[2]};\"a;b\";{row[1]}T23:59:59+14:00;\"{row[0]}\""),
        ];
        string other = Path.Combine(folder.FullName, "other.csv");
        File.WriteAllText(other, string.Join("\r\n", others), new UTF8Encoding(true));
        Assert.Equal(0, await Run(other, "--out", Result));
        Assert.Equal(expected, File.ReadAllBytes(Result));
    }

    [Fact]
    public async Task Names_with_commas_and_quotes_are_quoted()
    {
        string[] rows = [.. Orders().Select(row => row.Replace("c07,", "\"c \"\"7\"\", Ltd\","))];
        Assert.Equal(0, await Run(Write(rows), "--out", Result));
        Assert.Contains(
            File.ReadAllLines(Result),
            line => line.StartsWith("\"c \"\"7\"\", Ltd\",", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Later_orders_count_only_without_an_end_of_observation()
    {
        string orders = Write(Orders());
        OrderFileContents file = OrderFile.Read(orders, default);
        OrderSummary summary = file.Orders.Summarize(new DateOnly(2026, 3, 1));
        Assert.True(summary.Later > 0);
        Assert.All(
            summary.Histories.Zip(summary.FirstDays),
            c => Assert.True(c.Second.AddDays((int)c.First.Recency) <= summary.Until)
        );
    }

    [Theory]
    [InlineData(
        "customer,date,value\na,2026-01-01,1\na,31.12.2025,2\n",
        "line 3: date: '31.12.2025' is no date; write it as 2026-11-21"
    )]
    [InlineData("customer,date,value\na,2026-02-29,1\n", "line 2: date: '2026-02-29' is no date")]
    [InlineData("customer,date,value\na,2026-02-03T25:00,1\n", "line 2: date: '2026-02-03T25:00' is no date")]
    [InlineData(
        "customer,date,value\na,2026-01-01,\"1,50\"\n",
        "line 2: value: '1,50' is no number; write it as 1234.50"
    )]
    [InlineData("customer,date,value\na,\u001b[2J,1\n", "line 2: date: '?[2J' is no date")]
    [InlineData("customer,date,value\na,2026-01-01,NaN\n", "line 2: value: 'NaN' is no number")]
    [InlineData("customer,date,value\na,2026-01-01,1e300\n", "line 2: value: '1e300' is no number")]
    [InlineData("customer,date,value\na,2026-01-01,9999999999999\n", "line 2: value: 9999999999999 is beyond")]
    [InlineData("customer,date,value\n ,2026-01-01,1\n", "line 2: customer: is empty")]
    [InlineData("customer,date\na,2026-01-01\n", "no column 'value'; there are: customer, date")]
    [InlineData("customer,date,value,Value\na,2026-01-01,1,1\n", "two columns are called 'value'")]
    [InlineData("customer,date,value\na,2026-01-01\n", "line 2: 2 fields where there are 3 columns")]
    [InlineData("customer,date,value\na,\"2026-01-01,1\n", "line 2: a quote is opened and never closed")]
    [InlineData("", "not even a header line")]
    public void A_mistake_is_named_with_file_line_column_and_what_to_do(string text, string expected)
    {
        string path = Write(text.Split('\n'));
        InputException mistake = Assert.Throws<InputException>(() => OrderFile.Read(path, default));
        Assert.StartsWith(path + ": ", mistake.Message, StringComparison.Ordinal);
        Assert.Contains(expected, mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-21")]
    [InlineData("2026-11-21T14:30")]
    [InlineData("2026-11-21T23:59:59.999999Z")]
    [InlineData("2026-11-21 00:00:00+02:00")]
    [InlineData("2026-11-21T00:00:00-1130")]
    public void A_day_is_the_one_that_is_written(string text) =>
        Assert.Equal(new DateOnly(2026, 11, 21), OrderFile.Day(text));

    [Theory]
    [InlineData("customer,date,value\n", "no order")]
    [InlineData(
        "customer,date,value\na,2026-01-01,5\nb,2026-01-02,5\nb,2026-01-02,5\n",
        "no customer has orders on two days"
    )]
    [InlineData("customer,date,value\na,2026-01-01,5\na,2026-01-02,0\n", "has a value above 0")]
    public async Task What_no_model_can_be_fitted_to_fails(string text, string expected)
    {
        string path = Write(text.Split('\n'));
        var horizon = new ValueHorizon(12, 0.01);
        InputException mistake = Assert.Throws<InputException>(() =>
            ClvCommand.Run(path, null, horizon, Result, default)
        );
        Assert.StartsWith(path + ": ", mistake.Message, StringComparison.Ordinal);
        Assert.Contains(expected, mistake.Message, StringComparison.Ordinal);
        Assert.Equal(1, await Run(path, "--out", Result));
        Assert.False(File.Exists(Result));
    }

    [Fact]
    public async Task A_missing_file_is_wrong_usage() =>
        Assert.Equal(2, await Run(Path.Combine(folder.FullName, "none.csv")));

    [Theory]
    [InlineData("--months", "0")]
    [InlineData("--months", "61")]
    [InlineData("--discount", "-0.1")]
    [InlineData("--until", "yesterday")]
    public async Task Wrong_usage_is_2(string option, string value) =>
        Assert.Equal(2, await Run(Write(Orders()), "--out", Result, option, value));

    [Theory]
    [InlineData("0,01")]
    [InlineData("NaN")]
    public void A_discount_is_a_number_with_a_point(string value) =>
        Assert.StartsWith(
            $"--discount: '{value}' is no number",
            Assert.Single(ClvCommand.Create().Parse(["orders.csv", "--discount", value]).Errors).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void The_summary_says_what_to_doubt()
    {
        string[] rows =
        [
            "customer,date,value",
            .. from i in Enumerable.Range(10, 20) select $"c{i},2026-01-{i},10",
            "c11,2026-02-01,10",
            "c12,2026-02-02,10",
            "c12,2026-02-02,-4",
            "c29,2026-02-03,-4",
        ];
        OrderFileContents file = OrderFile.Read(Write(rows), default);
        OrderSummary orders = file.Orders.Summarize(file.Orders.LastDay!.Value);
        var horizon = new ValueHorizon(6, 0);
        using var output = new StringWriter();
        ClvSummary.Write(output, file, orders, new LifetimeForecast(orders.Names, orders.Histories, horizon), horizon);
        string text = output.ToString();
        Assert.Contains(
            "24 rows, 20 customers up to 2026-02-02, 2 of them repeat buyers",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("2 refunds", text, StringComparison.Ordinal);
        Assert.Contains("1 rows after that day are left out", text, StringComparison.Ordinal);
        Assert.Contains("warning: only 2 repeat buyers", text, StringComparison.Ordinal);
        Assert.Contains("NOT IDENTIFIED", text, StringComparison.Ordinal);
        Assert.Contains("2026-01  2 of 20  10.0 %", text, StringComparison.Ordinal);
    }

    /// <summary>60 customers of whom two of three come again, some often.</summary>
    private static string[] Orders()
    {
        List<string> rows = ["customer,date,value"];
        for (int i = 0; i < 60; i++)
        {
            DateOnly first = new DateOnly(2026, 1, 1).AddDays(i / 2);
            int orders = i % 3 == 0 ? 1 : 1 + i % 7;
            for (int k = 0; k < orders; k++)
            {
                int value = 10 + (i * 7 + k * 3) % 23;
                rows.Add($"c{i:00},{first.AddDays(k * (3 + i % 11)):yyyy-MM-dd},{value}.50");
            }
        }
        return [.. rows];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static Task<int> Run(params string[] arguments) => ClvCommand.Create().Parse(arguments).InvokeAsync();

    private string Write(string[] lines)
    {
        string path = Path.Combine(folder.FullName, "orders.csv");
        File.WriteAllText(path, string.Join('\n', lines));
        return path;
    }
}
