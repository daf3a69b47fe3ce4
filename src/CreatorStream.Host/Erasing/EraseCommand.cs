using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CreatorStream.Import;

namespace CreatorStream.Host.Erasing;

/// <summary><c>erase VISITOR… [--file FILE] [--workspace W] --to URL|DIR</c></summary>
internal static class EraseCommand
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(200);

    /// <param name="directory">Opens the sink of a data folder.</param>
    /// <returns>Exit codes: 0 done, 1 failed, 2 wrong usage.</returns>
    public static Command Create(DirectorySinkFactory directory, TimeProvider time)
    {
        var visitors = new Argument<string[]>("VISITOR")
        {
            Description = "Ids of the visitors to erase, as events name them",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var file = new Option<string?>("--file") { Description = "A file with an id a line", HelpName = "FILE" };
        var workspace = new Option<string?>("--workspace") { Description = "Whose visitors they are (default)" };
        Option<string> to = CommonOptions.To();
        Option<string?> key = CommonOptions.Key();
        var command = new Command(
            "erase",
            "Erase persons: what tells who they are goes, also from what is stored; counts stay. Can't be undone"
        )
        {
            visitors,
            file,
            workspace,
            to,
            key,
        };
        command.SetAction(
            (parse, cancel) =>
                CommandErrors.Guard(async () =>
                {
                    string[] all = await VisitorsAsync(parse.GetValue(visitors)!, parse.GetValue(file), cancel);
                    var target = new SinkTarget(
                        parse.GetValue(to)!,
                        FactKind.Erasures,
                        parse.GetValue(key) ?? CommonOptions.KeyOfEnvironment
                    );
                    if (
                        await DecideAsync(all, parse.GetValue(workspace), directory, target, time, cancel)
                        is var code
                            and not 0
                    )
                    {
                        return code;
                    }
                    await FollowAsync(target, time, cancel);
                    return 0;
                })
        );
        return command;
    }

    private static async Task<string[]> VisitorsAsync(string[] named, string? file, CancellationToken cancel)
    {
        string[] lines = file == null ? [] : await File.ReadAllLinesAsync(file, cancel);
        string[] all = [.. named.Concat(lines.Select(line => line.Trim())).Where(id => id.Length > 0).Distinct()];
        return all.Length > 0
            ? all
            : throw new UsageException("whom to erase is missing: name visitors, or a file of them by --file");
    }

    /// <returns>An exit code, 0 where all are decided.</returns>
    private static async Task<int> DecideAsync(
        string[] visitors,
        string? workspace,
        DirectorySinkFactory directory,
        SinkTarget target,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        await using IEventSink sink = directory.Open(target, time);
        int decided = 0;
        var rejected = new List<string>();
        foreach (string[] chunk in visitors.Chunk(SinkLimits.Events))
        {
            IEnumerable<string> lines = chunk.Select(visitor => JsonSerializer.Serialize(new { visitor, workspace }));
            byte[] body = Encoding.UTF8.GetBytes(string.Join('\n', lines));
            SinkResult result = await sink.Send(body, chunk.Length, cancel);
            decided += result.Accepted;
            rejected.AddRange(result.Rejected.Select(of => $"{chunk[of.Index]}: {of.Field} {of.Reason}"));
        }
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{decided:N0} {(decided == 1 ? "person is" : "persons are")} to be erased."
            )
        );
        foreach (string reason in rejected)
        {
            await Console.Error.WriteLineAsync($"creatorstream: {reason}");
        }
        return rejected.Count == 0 ? 0 : 1;
    }

    /// <summary>Says when it is done, or what else has to be.</summary>
    private static async Task FollowAsync(SinkTarget target, TimeProvider time, CancellationToken cancel)
    {
        if (target.Url is not { } service)
        {
            Console.WriteLine($"The log in {target.To} is rewritten when the service starts on it.");
            return;
        }
        using var http = new HttpClient();
        if (target.Key is { } key)
        {
            http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        }
        var url = new Uri(service.AbsoluteUri.TrimEnd('/') + target.Path);
        Progress progress = await AskAsync(http, url, cancel);
        if (!progress.RewritesLog)
        {
            Console.WriteLine(
                """
                Views and snapshots no longer name them. Kafka's log does until it is copied:
                «creatorstream topics repartition» makes topics without them, see docs/kafka.md.
                """
            );
            return;
        }
        await Meter.Run(
            CommandErrors.Console,
            time,
            "rewriting the log",
            async meter =>
            {
                long read = 0;
                for (; progress.Pending > 0; progress = await AskAsync(http, url, cancel))
                {
                    meter.Add((int)Math.Max(0, progress.RecordsRead - read));
                    read = Math.Max(read, progress.RecordsRead);
                    await Task.Delay(AskEvery, time, cancel);
                }
                return read;
            },
            "records"
        );
        Console.WriteLine(
            "Done: the log no longer tells of them, and tasks have been told to drop them from snapshots and views."
        );
    }

    private static async Task<Progress> AskAsync(HttpClient http, Uri url, CancellationToken cancel) =>
        await http.GetFromJsonAsync<Progress>(url, cancel)
        ?? throw new InvalidDataException($"{url} answered nothing; is it a CreatorStream service?");

    private sealed record Progress(bool RewritesLog, int? Pending, long RecordsRead);
}
