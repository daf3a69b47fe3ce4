using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CreatorStream.Bench.Kafka;
using CreatorStream.Import;

namespace CreatorStream.Bench.Screen;

/// <summary><c>bench catalog [--events N] [--entries N] [--rate N] [--duration S]</c></summary>
public static class CatalogBenchCommand
{
    private const string About = """
        How long figures take to a client while catalog entries come

        Starts a service of its own on a temporary folder, fills it with events of ten workspaces, and measures single
        events of another as bench screen does, beside a steady load: without entries, and with entries of content that
        nobody has seen, of content that moves, and of codes and rates, in turns. Prints p50, p99 and p99.9 in ms; the last
        line is the same as JSON.
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
        Option<double> entries = NumberOption.Of("--entries", "Catalog entries a second", 10);
        Option<double> rate = NumberOption.Of("--rate", "Events a second meanwhile", 20_000);
        Option<double> duration = NumberOption.Of("--duration", "Seconds of each of two turns", 20);
        var command = new Command("catalog", About) { events, entries, rate, duration };
        command.SetAction(
            (parse, ct) =>
                KafkaBenchCommands.Guard(async () =>
                {
                    (int most, double perSecond, double load) = (
                        parse.GetValue(events),
                        parse.GetValue(entries),
                        parse.GetValue(rate)
                    );
                    var turn = TimeSpan.FromSeconds(parse.GetValue(duration));
                    if (most < 1 || perSecond <= 0 || load <= 0 || turn <= TimeSpan.Zero)
                    {
                        throw new UsageException("a number above 0 is wanted");
                    }

                    await using BenchService service = await BenchService.Start(time, ct);
                    await using var screen = new LoadedScreen(service, load, turn, time);
                    await screen.Fill(most, ct);
                    await screen.Open(ct);
                    await Console.Error.WriteLineAsync(
                        string.Create(CultureInfo.InvariantCulture, $"{most:N0} events are in")
                    );
                    IReadOnlyList<LoadedRow> rows = await new CatalogBench(
                        service.Address,
                        screen,
                        perSecond,
                        time
                    ).Run(ct);
                    LoadedScreen.Write("catalog entries", rows, Console.Out);
                    Console.Out.WriteLine(
                        JsonSerializer.Serialize(
                            new
                            {
                                bench = "catalog",
                                events = most,
                                entries = perSecond,
                                rate = load,
                                rows,
                            },
                            JsonSerializerOptions.Web
                        )
                    );
                    return 0;
                })
        );
        return command;
    }
}
