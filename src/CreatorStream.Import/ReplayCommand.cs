using System.CommandLine;
using System.Globalization;

namespace CreatorStream.Import;

/// <summary><c>replay FILE [--map MAP] [--speed X] [--shift now] --to URL|DIR</c></summary>
public static class ReplayCommand
{
    /// <param name="directory">Opens the sink of a data folder.</param>
    /// <param name="time">Paces the replay.</param>
    /// <returns>Exit codes: 0 done, 1 failed, 2 wrong usage.</returns>
    public static Command Create(DirectorySinkFactory directory, TimeProvider time)
    {
        var file = new Argument<string>("FILE") { Description = "CSV or NDJSON, gzip or not; held in memory" };
        Option<string?> map = CommonOptions.Map();
        Option<string> to = CommonOptions.To();
        Option<string?> key = CommonOptions.Key();
        Option<double> speed = NumberOption.Of("--speed", "Times faster than it was", 1);
        var shift = new Option<string?>("--shift")
        {
            Description = "now: give every event the time at which it is sent, so that the first is now",
        };
        var report = new Option<string?>("--report")
        {
            Description = "Where rejected rows are listed, with line numbers and reasons (FILE.rejected.csv)",
            HelpName = "FILE",
        };
        shift.AcceptOnlyFromAmong("now");
        var command = new Command("replay", "Send the events of a file with their original timing, or faster")
        {
            file,
            map,
            speed,
            shift,
            to,
            key,
            report,
        };
        command.SetAction(
            (parse, ct) =>
                CommandErrors.Guard(() =>
                {
                    string path = parse.GetValue(file)!;
                    double factor = parse.GetValue(speed);
                    if (!File.Exists(path))
                    {
                        throw new UsageException($"no file '{path}'");
                    }

                    if (factor <= 0)
                    {
                        throw new UsageException("--speed: a number above 0 is wanted");
                    }

                    Mapping? mapping = parse.GetValue(map) is { } name ? MappingFile.Load(name) : null;
                    if (mapping?.Kind == FactKind.Counters)
                    {
                        throw new UsageException($"{parse.GetValue(map)} maps counters; replay is for events");
                    }

                    string? accessKey = parse.GetValue(key) ?? CommonOptions.KeyOfEnvironment;
                    var target = new SinkTarget(parse.GetValue(to)!, FactKind.Events, accessKey);
                    string reportPath = parse.GetValue(report) ?? path + ".rejected.csv";
                    bool isShifted = parse.GetValue(shift) is not null;
                    return Replay(path, mapping, factor, isShifted, reportPath, directory, target, time, ct);
                })
        );
        return command;
    }

    private static async Task<int> Replay(
        string path,
        Mapping? mapping,
        double speed,
        bool shift,
        string reportPath,
        DirectorySinkFactory directory,
        SinkTarget target,
        TimeProvider time,
        CancellationToken ct
    )
    {
        using var report = new RejectedReport(reportPath);
        ReplayRun run = await ReplayRun.Load(path, mapping, report, ct);
        string name = Path.GetFileName(path);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Count:N0} events over {run.Span:d\\.hh\\:mm\\:ss}, to be sent in {run.Span / speed:d\\.hh\\:mm\\:ss}"
            )
        );
        await using IEventSink sink = directory.Open(target, time);
        long accepted = await Meter.Run(
            CommandErrors.Console,
            time,
            $"replay {name}",
            async meter =>
            {
                await using var sender = new BatchSender(
                    sink,
                    events =>
                    {
                        meter.Add(events);
                        meter.Fraction = (double)meter.Events / run.Count;
                    },
                    (line, rejection) => report.Add(name, line, rejection.Field, rejection.Reason),
                    ct
                );
                await run.Play(sender, speed, shift, time, ct);
                await sender.Complete();
                return meter.Events;
            },
            trouble: () => sink.Trouble
        );
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{accepted:N0} events accepted, {report.Count:N0} rejected")
                + (report.Count > 0 ? $": see {report.Path}" : "")
        );
        return accepted == 0 && report.Count > 0 ? 1 : 0;
    }
}
