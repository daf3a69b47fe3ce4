using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CreatorStream.Host.Bench.Kafka;
using CreatorStream.Host.Import;

namespace CreatorStream.Host.Bench.Screen;

/// <summary><c>bench catalog [--events N] [--entries N] [--rate N] [--duration S]</c></summary>
public static class CatalogBenchCommand
{
    private const string About = """
        How long figures take to a client while catalog entries come

        Starts a service of its own on a temporary folder, fills it with events of ten workspaces, and measures single
        events of another as bench screen does, beside a steady load: without entries, with entries of content that nobody
        has seen, with entries that move content, and without again. Prints p50, p99 and p99.9 in ms; the last line is the
        same as JSON.
        """;

    /// <param name="time">Measures, and paces.</param>
    /// <returns>Exit codes: 0 done, 1 failed, 2 wrong usage.</returns>
    public static Command Create(TimeProvider time)
    {
        var events = new Option<int>("--events")
        {
            Description = "In the log before",
            DefaultValueFactory = _ => 5_000_000,
        };
        var entries = new Option<double>("--entries")
        {
            Description = "Catalog entries a second",
            DefaultValueFactory = _ => 10,
        };
        var rate = new Option<double>("--rate")
        {
            Description = "Events a second meanwhile",
            DefaultValueFactory = _ => 20_000,
        };
        var duration = new Option<double>("--duration")
        {
            Description = "Seconds of each measurement",
            DefaultValueFactory = _ => 20,
        };
        var command = new Command("catalog", About) { events, entries, rate, duration };
        command.SetAction(
            (parse, ct) =>
                KafkaBenchCommands.Guard(async () =>
                {
                    var options = new CatalogBenchOptions(
                        parse.GetValue(events),
                        parse.GetValue(entries),
                        parse.GetValue(rate),
                        TimeSpan.FromSeconds(parse.GetValue(duration))
                    );
                    if (
                        options.Events < 1
                        || options.Entries <= 0
                        || options.Rate <= 0
                        || options.Duration <= TimeSpan.Zero
                    )
                        throw new UsageException("a number above 0 is wanted");
                    await using var service = await BenchService.Start(time, ct);
                    Write(await new CatalogBench(service.Address, options, time, Console.Error).Run(ct), options);
                    return 0;
                })
        );
        return command;
    }

    private static void Write(IReadOnlyList<CatalogRow> rows, CatalogBenchOptions options)
    {
        Console.Out.WriteLine(
            "| catalog entries | events/s | accepted to client: p50 / p99 / p99.9, ms | samples | missing |"
        );
        Console.Out.WriteLine("|---|---:|---:|---:|---:|");
        foreach (var row in rows)
            Console.Out.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {row.Phase} | {row.EventsPerSecond:N0} | {row.Accepted.P50Ms:0.0} / {row.Accepted.P99Ms:0.0} / {row.Accepted.P999Ms:0.0} | {row.Samples:N0} | {row.Missing:N0} |"
                )
            );
        Console.Out.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "catalog",
                    options.Events,
                    options.Entries,
                    options.Rate,
                    rows,
                },
                JsonSerializerOptions.Web
            )
        );
    }
}
