using System.Globalization;
using System.Text.Json;

namespace CreatorStream.Bench;

/// <summary>Runs an engine bench and writes it as tables for people, row by row, and a last line of JSON.</summary>
internal sealed class EngineReport(TextWriter output)
{
    private const double MostOfMemory = .6;

    // With 5 events each, by measurement; and as much again while tables grow.
    private const long BytesPerVisitor = 350;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly int[] Contents = [10_000, 100_000];
    private static readonly int[] Visitors = [100_000, 1_000_000, 10_000_000, 100_000_000];

    private readonly List<object> runs = [];

    public void Write(EngineBench bench, EngineBenchOptions options, CancellationToken ct)
    {
        var even = new EngineMix();
        bench.WarmUp(even);
        ct.ThrowIfCancellationRequested();
        IReadOnlyList<EngineOperator> operators = bench.Operators(even);
        WriteOperators(operators, even);
        Line($"");
        Line(
            $"| the whole flow | events/s | ns/event, fastest round | allocated B/event, batches + ticks | gen 2 | state B/event | events/visitor | state B/visitor |"
        );
        Line($"|---|---:|---:|---:|---:|---:|---:|---:|");
        EngineRun together = Show(
            $"even load, {Number(even.Visitors)} visitors, {Number(even.Contents)} content items",
            bench.Together(even)
        );
        ct.ThrowIfCancellationRequested();
        (string Name, EngineMix Mix)[] others =
        [
            ("half of all on one campaign", even with { OnOneCampaign = .5 }),
            .. Contents.Select(contents => ($"{Number(contents)} content items", even with { Contents = contents })),
        ];
        foreach ((string name, EngineMix mix) in others)
        {
            ct.ThrowIfCancellationRequested();
            Show(name, bench.Together(mix));
        }
        foreach (int visitors in Visitors.Where(of => of <= options.MostVisitors))
        {
            ct.ThrowIfCancellationRequested();
            string name = $"{Number(visitors)} visitors, 5 events each";
            if (visitors * BytesPerVisitor > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * MostOfMemory)
            {
                Line($"| {name} | not measured: the memory is too small | | | | | | |");
            }
            else
            {
                Show(name, bench.FewEach(even with { Visitors = visitors }));
            }
        }
        ct.ThrowIfCancellationRequested();
        IReadOnlyList<double> shares = bench.Shares(even, [.. others.Select(of => of.Mix)]);
        Line($"");
        Line($"in turns within one process, events/s:");
        for (int i = 0; i < others.Length; i++)
        {
            Line($"{others[i].Name}: {shares[i]:0.00} × of even load");
        }
        output.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "engine",
                    together.Total.EventsPerSecond,
                    options.Events,
                    options.Rounds,
                    options.Seed,
                    together.Accepted,
                    together.Duplicates,
                    shares = others.Select((of, i) => new { of.Name, ofEvenLoad = shares[i] }),
                    operators,
                    runs = this.runs,
                },
                Json
            )
        );
    }

    private void WriteOperators(IReadOnlyList<EngineOperator> operators, EngineMix mix)
    {
        Line(
            $"{Number(mix.Visitors)} visitors, {Number(mix.Contents)} content items, a tick every {Number(EngineMeter.BatchesPerTick * EngineLoad.Rows)} events"
        );
        Line($"");
        Line($"| operator | events/s alone | ns/event | allocated B/event | ns/event up to here |");
        Line($"|---|---:|---:|---:|---:|");
        double sum = 0.0;
        foreach ((string? name, EngineCost? cost) in operators)
        {
            sum += cost.NsPerEvent;
            // A tick is no operator on events.
            string perSecond = name.StartsWith("tick") ? "" : Number((long)cost.EventsPerSecond);
            Line($"| {name} | {perSecond} | {cost.NsPerEvent:0.0} | {cost.BytesPerEvent:0.00} | {sum:0.0} |");
        }
    }

    private EngineRun Show(string name, EngineRun run)
    {
        Line(
            $"| {name} | {run.Total.EventsPerSecond:N0} | {run.Total.NsPerEvent:0}, {run.Total.FastestNsPerEvent:0} | {run.Batches.BytesPerEvent:0.00} + {run.Ticks.BytesPerEvent:0.00} | {run.Gen2} | {run.StateBytesPerEvent:0.0} | {run.EventsPerVisitor:0.0} | {run.StateBytesPerVisitor:0} |"
        );
        runs.Add(
            new
            {
                name,
                run.Mix,
                run.Total,
                run.Batches,
                run.Ticks,
                run.Gen2,
                run.Events,
                run.Accepted,
                run.Duplicates,
                run.Visitors,
                run.StateBytesPerEvent,
                run.StateBytesPerVisitor,
                run.StateBytes,
            }
        );
        return run;
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private void Line(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
