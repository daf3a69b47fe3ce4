using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CreatorStream.Import;

namespace CreatorStream.Bench;

/// <summary><c>bench visitor [--events N]</c></summary>
public static class VisitorBenchCommand
{
    private const string About = """
        What an event costs where all are one visitor's, beside the same events of 10,000 visitors

        Both stages on one thread, without log and views: batches of 500 events, a tick after each second one, its rows as
        bytes, and orders settled. Of each mix: ns an event of one visitor and of many, their ratio, and the bytes that are
        published for an event. The last line is the same as JSON.
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <param name="time">Measures.</param>
    /// <returns>Exit codes: 0 done, 2 wrong usage.</returns>
    public static Command Create(TimeProvider time)
    {
        var events = new Option<int>("--events")
        {
            Description = "Touches of different content items; half as many orders",
            DefaultValueFactory = _ => 100_000,
        };
        var command = new Command("visitor", About) { events };
        command.SetAction(
            (parse, ct) =>
                CommandErrors.Guard(() =>
                {
                    if (parse.GetValue(events) < 1_000)
                    {
                        throw new UsageException("--events: 1,000 or more are wanted");
                    }

                    Write(new VisitorBench(time), parse.GetValue(events), ct);
                    return Task.FromResult(0);
                })
        );
        return command;
    }

    private static void Write(VisitorBench bench, int events, CancellationToken ct)
    {
        VisitorMix[] mixes =
        [
            new("different content items", events),
            new("the same, faster than people", events, Millis: 50),
            new("the same, in no order of time", events, InOrder: false),
            new("orders", events / 2, Orders: 1, Touches: false),
            new("orders, a touch before each", events, Orders: 2),
        ];
        foreach (VisitorMix mix in mixes)
        {
            foreach (bool isOneVisitor in (bool[])[true, false])
            {
                bench.Measure(mix with { Events = Math.Min(mix.Events, 10_000) }, isOneVisitor);
            }
        }

        Line(
            $"| {events:N0} | one visitor, ns/event: stage 1 + bytes + stage 2 | many | one : many | published B/event, one, many |"
        );
        Line($"|---|---:|---:|---:|---:|");
        List<object> runs = [];
        foreach (VisitorMix mix in mixes)
        {
            ct.ThrowIfCancellationRequested();
            VisitorCost one = bench.Measure(mix, isOneVisitor: true);
            VisitorCost many = bench.Measure(mix, isOneVisitor: false);
            double ratio = one.Total / many.Total;
            Line(
                $"| {mix.Name} | {one.Stage1:N0} + {one.Written:N0} + {one.Stage2:N0} = {one.Total:N0} | {many.Stage1:N0} + {many.Written:N0} + {many.Stage2:N0} = {many.Total:N0} | {ratio:0.0} × | {one.Bytes:N0}, {many.Bytes:N0} |"
            );
            runs.Add(
                new
                {
                    mix,
                    one,
                    many,
                    ratio,
                }
            );
        }
        Console.Out.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "visitor",
                    events,
                    runs,
                },
                Json
            )
        );
    }

    private static void Line(FormattableString line) =>
        Console.Out.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
