using System.CommandLine;
using System.Text.Json;
using CreatorStream.Bench.Kafka;
using CreatorStream.Import;

namespace CreatorStream.Bench.Screen;

/// <summary><c>bench workspaces [--quiet N] [--rate N] [--duration S]</c></summary>
public static class WorkspacesBenchCommand
{
    private const string About = """
        What workspaces cost in which nothing happens

        Starts a service of its own on a temporary folder and measures single events as bench screen does, beside a steady
        load of ten workspaces: while there are no others, and when there are many that have had one event each. Prints
        the cores that the service used, and p50, p99 and p99.9 in ms; the last line is the same as JSON.
        """;

    /// <param name="time">Measures, and paces.</param>
    /// <returns>Exit codes: 0 done, 1 failed, 2 wrong usage.</returns>
    public static Command Create(TimeProvider time)
    {
        var quiet = new Option<int>("--quiet")
        {
            Description = "Workspaces in which nothing happens",
            DefaultValueFactory = _ => 9_990,
        };
        Option<double> rate = NumberOption.Of("--rate", "Events a second", 20_000);
        Option<double> duration = NumberOption.Of("--duration", "Seconds of each of two turns", 20);
        var command = new Command("workspaces", About) { quiet, rate, duration };
        command.SetAction(
            (parse, ct) =>
                KafkaBenchCommands.Guard(async () =>
                {
                    (int many, double load) = (parse.GetValue(quiet), parse.GetValue(rate));
                    var turn = TimeSpan.FromSeconds(parse.GetValue(duration));
                    if (many < 1 || load <= 0 || turn <= TimeSpan.Zero)
                    {
                        throw new UsageException("a number above 0 is wanted");
                    }

                    await using BenchService service = await BenchService.Start(time, ct);
                    await using var screen = new LoadedScreen(service, load, turn, time);
                    await screen.Open(ct);
                    IReadOnlyList<LoadedRow> rows = await new WorkspacesBench(service.Address, screen, many, time).Run(
                        ct
                    );
                    LoadedScreen.Write("ten busy workspaces", rows, Console.Out);
                    Console.Out.WriteLine(
                        JsonSerializer.Serialize(
                            new
                            {
                                bench = "workspaces",
                                quiet = many,
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
