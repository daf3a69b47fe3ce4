using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text;
using CreatorStream.Import;
using CreatorStream.Worlds.Attacks;

namespace CreatorStream.Worlds;

/// <summary>
/// <c>generate --events N [--seed S] [--out FILE|URL] [--start TIME] [--rate R] [--attack NAME:STRENGTH] [--labels FILE]</c>
/// </summary>
public static class GenerateCommand
{
    /// <summary>What the file of the catalog beside events is called.</summary>
    private const string Catalog = ".catalog.ndjson";

    private const int Block = 5_000;
    private const double LeastRate = 25;

    // Files with the same options are the same, whenever they are made.
    private static readonly DateTimeOffset StartOfFiles = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(20);

    /// <param name="time">Events that go to a service end about now.</param>
    /// <returns>Exit codes: 0 done, 1 failed, 2 wrong usage.</returns>
    public static Command Create(TimeProvider time)
    {
        var events = new Option<long>("--events") { Description = "How many", Required = true };
        var seed = new Option<ulong>("--seed")
        {
            Description = "Same seed, start and rate: same events",
            DefaultValueFactory = _ => 1,
        };
        var output = new Option<string?>("--out")
        {
            Description =
                "A file (events as NDJSON, the catalog beside it in FILE.catalog.ndjson) or a service's address "
                + "(the catalog is sent first); standard output without it",
            HelpName = "FILE|URL",
        };
        var start = new Option<DateTimeOffset?>("--start")
        {
            Description =
                "Time of the first event (RFC 3339); by default fixed for a file, so that the last is about now for a service",
        };
        Option<double?> rate = NumberOption.Optional(
            "--rate",
            "Events a second of their own time; by default 25, more where they would take over a day"
        );
        var attack = new Option<string[]>("--attack")
        {
            Description =
                $"An attacker beside the people, who are all honest without: {AttackPlan.Names}; each weak, medium or strong; several by several options",
            HelpName = "NAME:STRENGTH",
            DefaultValueFactory = _ => [],
        };
        var labels = new Option<string?>("--labels")
        {
            Description =
                "Where the truth about attackers goes, as CSV: attack, kind (actor, click, code, content), id, first, last, events",
            HelpName = "FILE",
        };
        Option<string?> key = CommonOptions.Key();
        var command = new Command(
            "generate",
            "A simulated advertiser's events as a data source, "
                + "e.g. generate --events 500000 --attack pods:medium --labels truth.csv --out events.ndjson"
        )
        {
            events,
            seed,
            output,
            start,
            rate,
            attack,
            labels,
            key,
        };
        command.SetAction(
            (parse, ct) =>
                CommandErrors.Guard(() =>
                {
                    long count = parse.GetValue(events);
                    if (count < 1)
                    {
                        throw new UsageException("--events: a number above 0 is wanted");
                    }

                    double perSecond = parse.GetValue(rate) ?? Math.Max(LeastRate, count / 86_400.0);
                    if (perSecond <= 0)
                    {
                        throw new UsageException("--rate: a number above 0 is wanted");
                    }

                    if (count / perSecond > Longest.TotalSeconds)
                    {
                        throw new UsageException($"--rate: so few a second would take more than {Longest.Days} days");
                    }

                    string? to = parse.GetValue(output);
                    CheckFiles(to, parse.GetValue(labels));
                    string? accessKey = parse.GetValue(key) ?? CommonOptions.KeyOfEnvironment;
                    var target = new SinkTarget(to ?? "", FactKind.Events, accessKey);
                    DateTimeOffset from =
                        parse.GetValue(start)
                        ?? (target.Url is null ? StartOfFiles : StartBefore(time.GetUtcNow(), count, perSecond));
                    var advertiser = new Advertiser(
                        parse.GetValue(seed),
                        from,
                        new AdvertiserOptions
                        {
                            Rate = perSecond,
                            HasAutomata = false,
                            Attacks = AttackPlan.Parse(parse.GetValue(attack)!),
                        }
                    );
                    Console.Error.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"seed {parse.GetValue(seed)}, start {from.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, {perSecond:0.##} events/s"
                        )
                    );
                    return Generate(advertiser, count, to, target, parse.GetValue(labels), time, ct);
                })
        );
        return command;
    }

    /// <exception cref="UsageException">Two of what is written would be one file, or have none.</exception>
    private static void CheckFiles(string? to, string? labels)
    {
        if (to is not null && string.IsNullOrWhiteSpace(to))
        {
            throw new UsageException("--out: no file name");
        }
        if (labels is not null && string.IsNullOrWhiteSpace(labels))
        {
            throw new UsageException("--labels: no file name");
        }
        if (
            to is not null
            && labels is not null
            && (
                Path.GetFullPath(labels) == Path.GetFullPath(to)
                || Path.GetFullPath(labels) == Path.GetFullPath(to + Catalog)
            )
        )
        {
            throw new UsageException($"--labels: '{labels}' is what --out writes; name another");
        }
    }

    private static async Task<int> Generate(
        Advertiser advertiser,
        long events,
        string? to,
        SinkTarget target,
        string? labels,
        TimeProvider time,
        CancellationToken ct
    )
    {
        // What can't be written is said before anything is made.
        await using StreamWriter? truth = labels is null ? null : new StreamWriter(labels);
        await SendCatalog(advertiser, to, target, time, ct);
        await using IEventSink sink = Open(to, target, time);
        var traffic = new Traffic(advertiser);
        (long accepted, long rejected) = await Meter.Run(
            CommandErrors.Console,
            time,
            "generate",
            async meter =>
            {
                long refused = 0L;
                // A file keeps the order of the events; a service doesn't need it.
                await using var sender = new TrafficSender(
                    sink,
                    result =>
                    {
                        meter.Add(result.Accepted);
                        meter.Fraction = (double)meter.Events / events;
                        Interlocked.Add(ref refused, result.Rejected.Count);
                    },
                    target.Url is null ? 1 : 4,
                    ct
                );
                for (long left = events; left > 0; )
                {
                    ArrayBufferWriter<byte> buffer = await sender.Rent();
                    int count = traffic.Live(DateTimeOffset.MaxValue, buffer, (int)Math.Min(Block, left));
                    sender.Send(buffer, count);
                    left -= count;
                }
                await sender.Complete();
                return (meter.Events, refused);
            },
            trouble: () => sink.Trouble
        );
        if (truth != null)
        {
            advertiser.Labels.Write(truth, traffic.NewestMs);
        }
        await Console.Error.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"{accepted:N0} events written, {rejected:N0} rejected")
        );
        return rejected > 0 ? 1 : 0;
    }

    private static async Task SendCatalog(
        Advertiser advertiser,
        string? to,
        SinkTarget target,
        TimeProvider time,
        CancellationToken ct
    )
    {
        string lines = string.Join('\n', advertiser.Catalog) + "\n";
        if (target.Url is { } url)
        {
            SinkTarget catalog = target with { Kind = FactKind.Catalog };
            await using var sink = new HttpSink(url, catalog.Path, catalog.Key, time);
            SinkResult result = await sink.Send(Encoding.UTF8.GetBytes(lines), advertiser.Catalog.Count, ct);
            if (result.Rejected.Count > 0)
            {
                throw new SinkException($"the simulated catalog was refused: {result.Rejected[0]}");
            }
        }
        else if (to is not null)
        {
            await File.WriteAllTextAsync(to + Catalog, lines, ct);
        }
    }

    private static IEventSink Open(string? to, SinkTarget target, TimeProvider time) =>
        target.Url is { } url ? new HttpSink(url, target.Path, target.Key, time)
        : to is null ? new StreamSink(Console.OpenStandardOutput())
        : new StreamSink(new FileStream(to, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16));

    /// <summary>So long before now that the events, with the ups and downs of the day, end by then.</summary>
    private static DateTimeOffset StartBefore(DateTimeOffset now, long events, double rate)
    {
        long end = now.ToUnixTimeSeconds();
        for (double factor = 1.05; ; factor *= 1.15)
        {
            long start = end - (long)Math.Ceiling(events / rate * factor);
            double expected = 0.0;
            for (long second = start; second < end; second += 60)
            {
                expected += rate * World.Rhythm(second, start) * Math.Min(60, end - second);
            }

            if (expected >= events || factor > 20)
            {
                return DateTimeOffset.FromUnixTimeSeconds(start);
            }
        }
    }
}
