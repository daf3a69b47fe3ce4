using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CreatorStream.Import;

namespace CreatorStream.Bench;

/// <summary><c>bench credit [--journeys N] [--conversions N] [--creators N]</c></summary>
public static class CreditBenchCommand
{
    private const string About = """
        What attribution costs: settling orders by six models, fitting three more, and the view of them

        One workspace with one campaign, ten posts a creator, journeys of five touches, all in memory. The last line is the
        same as JSON.
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <param name="time">Measures.</param>
    /// <returns>Exit codes: 0 done, 2 wrong usage.</returns>
    public static Command Create(TimeProvider time)
    {
        Option<int> journeys = Number("--journeys", "Visitors who order", 100_000);
        Option<int> conversions = Number("--conversions", "Orders of all of them", 1_000_000);
        Option<int> creators = Number("--creators", "Creators of the campaign", 200);
        var command = new Command("credit", About) { journeys, conversions, creators };
        command.SetAction(
            (parse, ct) =>
                CommandErrors.Guard(() =>
                {
                    foreach (Option<int> option in (Option<int>[])[journeys, conversions, creators])
                    {
                        if (parse.GetValue(option) < 1)
                        {
                            throw new UsageException($"{option.Name}: 1 or more are wanted");
                        }
                    }
                    var bench = new CreditBench(time);
                    (int of, int orders, int by) = (
                        parse.GetValue(journeys),
                        parse.GetValue(conversions),
                        parse.GetValue(creators)
                    );
                    bench.Measure(1_000, 5_000, by, ct);
                    Write(of, orders, by, bench.Measure(of, orders, by, ct));
                    return Task.FromResult(0);
                })
        );
        return command;
    }

    private static Option<int> Number(string name, string description, int value) =>
        new(name) { Description = description, DefaultValueFactory = _ => value };

    private static void Write(int journeys, int conversions, int creators, CreditCost cost)
    {
        Line($"{conversions:N0} conversions on {journeys:N0} journeys, {creators:N0} creators");
        Line($"settled: {cost.SettleNs:N0} ns an order, {cost.OrderBytes:N0} B an order");
        Line(
            $"fitted: {cost.CopySeconds:0.00} s to copy, at most {cost.LongestTurnMs:0.0} ms at once; {cost.FitSeconds:0.00} s to fit and draw"
        );
        Line($"three new orders and the view: {cost.TurnMs:0.0} ms");
        Line($"the view of orders: {cost.OrdersMs:0.0} ms; of creators across campaigns: {cost.PortfolioMs:0.0} ms");
        Console.Out.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "credit",
                    journeys,
                    conversions,
                    creators,
                    cost,
                },
                Json
            )
        );
    }

    private static void Line(FormattableString line) =>
        Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
