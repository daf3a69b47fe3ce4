using System.CommandLine;
using CreatorStream.Analytics.Value;
using CreatorStream.Import;

namespace CreatorStream.Offline.Clv;

/// <summary><c>clv ORDERS.csv [--until DATE] [--months N] [--discount D] [--out FILE]</c></summary>
public static class ClvCommand
{
    private const int MostMonths = 60;

    private const string About = """
        Customer lifetime value, from an order history of your own

        ORDERS.csv has the columns customer, date (2026-11-21, with or without time) and value, in any order; what else
        is there is ignored. A value below 0 is a refund of that day. Written are
        customer,orders,probability_alive,expected_orders,expected_value,clv,clv_low,clv_high, the greatest clv first;
        what was fitted, and what to doubt, goes to the error output. By the models BG/NBD and gamma-gamma.

        Example: ./creatorstream clv orders.csv --until 2026-06-30 --months 12 --discount 0.01 --out clv.csv
        """;

    /// <returns>Exit codes: 0 done, 1 the file cannot be used, 2 wrong usage.</returns>
    public static Command Create()
    {
        var orders = new Argument<string>("ORDERS.csv") { Description = "Orders: CSV, with commas or semicolons" };
        var until = new Option<string?>("--until")
        {
            Description =
                "The last day of observation; later orders are left out (by default the day of the last order)",
            HelpName = "DATE",
        };
        var months = new Option<int>("--months")
        {
            Description = $"How far ahead value counts, in months of 30 days, 1 to {MostMonths}",
            DefaultValueFactory = _ => 12,
        };
        Option<double> discount = NumberOption.Of("--discount", "What money loses in a month: 0.01 is 1 %", 0.01);
        var output = new Option<string?>("--out")
        {
            Description = "Where the result goes; standard output without it",
            HelpName = "FILE",
        };
        var command = new Command("clv", About) { orders, until, months, discount, output };
        command.SetAction(
            (parse, ct) =>
                CommandErrors.Guard(() =>
                {
                    OfflineFiles.Check(parse.GetRequiredValue(orders), parse.GetValue(output));
                    var horizon = new ValueHorizon(parse.GetValue(months), parse.GetValue(discount));
                    if (horizon.Months is < 1 or > MostMonths)
                    {
                        throw new UsageException($"--months: a number from 1 to {MostMonths} is wanted");
                    }

                    if (horizon.Discount is not (>= 0 and <= 1))
                    {
                        throw new UsageException(
                            "--discount: a number from 0 to 1 is wanted, such as 0.01 for 1 % a month"
                        );
                    }

                    DateOnly? last = null;
                    if (parse.GetValue(until) is { } text)
                    {
                        last =
                            OrderFile.Day(text)
                            ?? throw new UsageException($"--until: '{text}' is no date (2026-11-21)");
                    }

                    Run(parse.GetRequiredValue(orders), last, horizon, parse.GetValue(output), ct);
                    return Task.FromResult(0);
                })
        );
        return command;
    }

    internal static void Run(string path, DateOnly? until, ValueHorizon horizon, string? to, CancellationToken ct)
    {
        OrderFileContents file = OrderFile.Read(path, ct);
        DateOnly last =
            until
            ?? file.Orders.LastDay
            ?? throw new InputException($"{path}: no order; a customer's second one is the least that says something");
        OrderSummary orders = file.Orders.Summarize(last);
        if (!orders.Histories.Any(customer => customer.Frequency > 0))
        {
            throw new InputException(
                $"{path}: no customer has orders on two days up to {last:yyyy-MM-dd}, and only those who come again say how often one does; take a longer history"
            );
        }

        if (!orders.Histories.Any(customer => customer is { Frequency: > 0, MeanValue: > 0 }))
        {
            throw new InputException(
                $"{path}: value: no order after a customer's first has a value above 0; is this the right column?"
            );
        }

        var forecast = new LifetimeForecast(orders.Names, orders.Histories, horizon, ct);
        OutputFile.Write(to, writer => ClvTable.Write(writer, orders, forecast));
        ClvSummary.Write(Console.Error, file, orders, forecast, horizon);
    }
}
