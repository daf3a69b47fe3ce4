using System.CommandLine;
using System.Globalization;
using System.Text;
using Spectre.Console;

namespace CreatorStream.Import;

/// <summary><c>import FILE… [--map MAP] [--catalog FILE] --to URL|DIR</c></summary>
public static class ImportCommand
{
    /// <param name="directory">Opens the sink of a data folder.</param>
    /// <param name="time">For rates and pauses.</param>
    /// <returns>Exit codes: 0 done, 1 failed (or nothing was accepted), 2 wrong usage.</returns>
    public static Command Create(DirectorySinkFactory directory, TimeProvider time)
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "CSV or NDJSON, gzip or not",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string?> map = CommonOptions.Map();
        Option<string> to = CommonOptions.To();
        Option<string?> key = CommonOptions.Key();
        var catalog = new Option<string?>("--catalog")
        {
            Description = "A YAML or NDJSON file of campaigns, creators, content, codes, costs to send first",
            HelpName = "FILE",
        };
        var report = new Option<string?>("--report")
        {
            Description = "Where rejected rows are listed, with line numbers and reasons (FILE.rejected.csv)",
            HelpName = "FILE",
        };
        var command = new Command("import", "Send files of events or counters to a service or into a data folder")
        {
            files,
            map,
            to,
            key,
            catalog,
            report,
        };
        command.SetAction(
            (parse, ct) =>
                CommandErrors.Guard(async () =>
                {
                    string[] paths = parse.GetValue(files)!;
                    string? entries = parse.GetValue(catalog);
                    if (paths.Length == 0 && entries is null)
                    {
                        throw new UsageException("no FILE to import, and no --catalog");
                    }

                    foreach (string? path in paths.Append(entries))
                    {
                        if (path is not null && !File.Exists(path))
                        {
                            throw new UsageException($"no file '{path}'");
                        }
                    }

                    Mapping? mapping = parse.GetValue(map) is { } name ? MappingFile.Load(name) : null;
                    var target = new SinkTarget(
                        parse.GetValue(to)!,
                        mapping?.Kind ?? FactKind.Events,
                        parse.GetValue(key) ?? CommonOptions.KeyOfEnvironment
                    );
                    if (entries is not null)
                    {
                        await SendCatalog(entries, directory, target with { Kind = FactKind.Catalog }, time, ct);
                    }

                    return paths.Length == 0
                        ? 0
                        : await Import(paths, mapping, parse.GetValue(report), directory, target, time, ct);
                })
        );
        return command;
    }

    private static async Task<int> Import(
        string[] paths,
        Mapping? mapping,
        string? reportPath,
        DirectorySinkFactory directory,
        SinkTarget target,
        TimeProvider time,
        CancellationToken ct
    )
    {
        using var report = new RejectedReport(reportPath ?? paths[0] + ".rejected.csv");
        await using IEventSink sink = directory.Open(target, time);
        IAnsiConsole console = CommandErrors.Console;
        (ImportCounts Counts, TimeSpan Elapsed) counts = await Meter.Run(
            console,
            time,
            paths.Length == 1 ? Path.GetFileName(paths[0]) : $"{paths.Length} files",
            async meter =>
            {
                using var run = new ImportRun(sink, mapping, report, meter);
                foreach (string path in paths)
                {
                    await run.Import(path, ct);
                }

                return (run.Counts, meter.Elapsed);
            },
            trouble: () => sink.Trouble
        );
        if (counts.Counts.Rows == 0)
        {
            throw new InputException($"nothing to import: no row in {string.Join(", ", paths)}");
        }

        Console.WriteLine(Summary(counts.Counts, counts.Elapsed, report));
        return counts.Counts is { Accepted: 0, Rejected: > 0 } ? 1 : 0;
    }

    private static string Summary(ImportCounts counts, TimeSpan elapsed, RejectedReport report)
    {
        double seconds = Math.Max(elapsed.TotalSeconds, 0.001);
        double rate = counts.Accepted / seconds;
        var text = new StringBuilder();
        CultureInfo invariant = CultureInfo.InvariantCulture;
        text.Append(invariant, $"{counts.Rows:N0} rows, {counts.Accepted:N0} events accepted in {seconds:0.0} s ");
        text.Append(invariant, $"({rate:N0}/s; events that were there already count once)");
        if (counts.Skipped > 0)
        {
            text.Append(invariant, $", {counts.Skipped:N0} rows skipped by the mapping");
        }

        text.Append(invariant, $", {counts.Rejected:N0} rejected");
        if (counts.Rejected > 0)
        {
            text.Append(invariant, $": see {report.Path}");
        }

        return text.ToString();
    }

    private static async Task SendCatalog(
        string path,
        DirectorySinkFactory directory,
        SinkTarget target,
        TimeProvider time,
        CancellationToken ct
    )
    {
        IReadOnlyList<CatalogFileEntry> entries = CatalogFile.Read(path);
        await using IEventSink sink = directory.Open(target, time);
        foreach (CatalogFileEntry[] chunk in entries.Chunk(1_000))
        {
            byte[] lines = Encoding.UTF8.GetBytes(string.Join('\n', chunk.Select(entry => entry.Json)) + "\n");
            SinkResult result = await sink.Send(lines, chunk.Length, ct);
            if (result.Rejected.Count == 0)
            {
                continue;
            }

            (int index, string? field, string? reason) = result.Rejected[0];
            throw new SinkException($"{path}: line {chunk[index].Line}: {field}: {reason}");
        }
        Console.WriteLine($"{entries.Count} catalog entries accepted");
    }
}
