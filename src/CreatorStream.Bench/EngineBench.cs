using System.Collections.Concurrent;
using System.Text.Json;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Authenticity;
using CreatorStream.Pipeline.Visitors.Engagement;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Bench;

/// <summary>How much to measure.</summary>
internal sealed record EngineBenchOptions
{
    /// <summary>Events of a measured round, and of the warm-up before.</summary>
    public int Events { get; init; } = 1_000_000;

    public int Rounds { get; init; } = 3;

    /// <summary>Up to how many visitors memory is measured for.</summary>
    public int MostVisitors { get; init; } = 1_000_000;
    public int Seed { get; init; } = 1;
}

/// <summary>An operator by itself, with what came before it already done.</summary>
internal sealed record EngineOperator(string Name, EngineCost Cost);

/// <summary>The whole flow under one mix of events.</summary>
/// <param name="Total">Batches and ticks, on one thread.</param>
/// <param name="Batches">Taking events in.</param>
/// <param name="Ticks">Publishing what changed, whose rows are released at once.</param>
/// <param name="Gen2">Full garbage collections while measuring.</param>
/// <param name="Events">Fed in all, warm-up included.</param>
/// <param name="Visitors">Met.</param>
/// <param name="StateBytes">Taken in the end, by part.</param>
internal sealed record EngineRun(
    EngineMix Mix,
    EngineCost Total,
    EngineCost Batches,
    EngineCost Ticks,
    int Gen2,
    long Events,
    long Accepted,
    long Duplicates,
    int Visitors,
    IReadOnlyDictionary<string, long> StateBytes
)
{
    public double StateBytesPerEvent => (double)StateBytes.Values.Sum() / Accepted;

    /// <summary>Everything included: conversions and figures by pane too.</summary>
    public double StateBytesPerVisitor => (double)StateBytes.Values.Sum() / Visitors;

    public double EventsPerVisitor => (double)Accepted / Visitors;
}

/// <summary>The flow of a visitor task alone, on one thread: decoded columns in memory, no log, no stage 2.</summary>
internal sealed class EngineBench(EngineBenchOptions options, TimeProvider time)
{
    /// <summary>Events a visitor has in the end, where memory per visitor is measured.</summary>
    public const int EventsPerVisitor = 5;

    /// <summary>Turns of a tick each, for as many rounds, where mixes are compared.</summary>
    private const int TurnsOfRound = 8;

    /// <summary>Runs everything once, so that nothing is still being compiled when it is measured.</summary>
    public void WarmUp(EngineMix mix)
    {
        var once = new EngineBench(options with { Rounds = 1 }, time);
        once.Operators(mix);
        once.Together(mix);
    }

    /// <summary>Operator by operator, called by hand.</summary>
    public IReadOnlyList<EngineOperator> Operators(EngineMix mix)
    {
        using var memory = new StateMemory();
        var state = new VisitorState(memory.Open(), retention: null);
        IContribution[] contributions = Families.Composed.Contribute(state);
        var recorder = new JourneyRecorder(state, new ContentMoves(state, contributions), new Bursts(state));
        var released = new ConcurrentQueue<TickRows>();
        EngineStep[] steps =
        [
            new("identify", batch => batch.Start()),
            new("journeys, without repeats", recorder.Process),
            .. contributions.SelectMany(StepsOf),
            .. contributions.Select(of => new EngineStep($"tick: {NameOf(of)}", _ => Publish(of), AtTicks: true)),
        ];
        var meter = new EngineMeter(new EngineLoad(mix, options.Seed), steps, time);
        meter.WarmUp(options.Events);
        for (int round = 0; round < options.Rounds; round++)
        {
            meter.Measure(options.Events);
        }

        return [.. steps.Select(step => new EngineOperator(step.Name, meter.Cost(of => of == step)))];

        void Publish(IContribution contribution)
        {
            var rows = TickRows.Take(released);
            contribution.Publish(rows);
            rows.Release();
        }
    }

    /// <summary>Counts have a target of their own.</summary>
    private static IEnumerable<EngineStep> StepsOf(IContribution contribution) =>
        contribution is EngagementContribution engagement
            ? [new("counts and sums", engagement.Counts.Add), new("reach", engagement.Reach.Add)]
            : [new(NameOf(contribution), contribution.Add)];

    /// <summary>ClosingClickContribution → closing click.</summary>
    private static string NameOf(IContribution contribution)
    {
        string name = contribution.GetType().Name.Replace("Contribution", "", StringComparison.Ordinal);
        return string.Concat(name.Select((of, at) => char.IsUpper(of) && at > 0 ? $" {of}" : $"{of}"))
            .ToLowerInvariant();
    }

    public EngineRun Together(EngineMix mix) => Together(mix, options.Events, options.Events);

    /// <summary>
    /// The same, fed so that visitors have <see cref="EventsPerVisitor"/> events each when it ends: to the tick, of which rounds
    /// have whole numbers.
    /// </summary>
    public EngineRun FewEach(EngineMix mix)
    {
        long all = (long)mix.Visitors * EventsPerVisitor;
        long ofTick = EngineMeter.BatchesPerTick * EngineLoad.Rows;
        long round = Math.Max(1, Math.Min(options.Events, all / (options.Rounds + 1)) / ofTick) * ofTick;
        return Together(mix, all - (round * options.Rounds), round);
    }

    /// <summary>
    /// The events a second of other mixes as a share of the first one's, in turns from tick to tick: a machine that does something
    /// else meanwhile does it to all.
    /// </summary>
    public IReadOnlyList<double> Shares(EngineMix first, IReadOnlyList<EngineMix> others)
    {
        using var memory = new StateMemory();
        EngineMeter[] meters = [.. others.Prepend(first).Select(mix => Flow(mix, memory).Meter)];
        foreach (EngineMeter meter in meters)
        {
            meter.WarmUp(options.Events);
        }
        for (int turn = 0; turn < TurnsOfRound * options.Rounds; turn++)
        {
            foreach (EngineMeter meter in meters)
            {
                meter.Measure(1);
            }
        }
        return [.. meters.Skip(1).Select(meter => meter.ShareOf(meters[0]))];
    }

    private EngineRun Together(EngineMix mix, long warmUp, long events)
    {
        using var memory = new StateMemory();
        (VisitorState state, EngineMeter meter) = Flow(mix, memory);
        meter.WarmUp(warmUp);
        for (int round = 0; round < options.Rounds; round++)
        {
            meter.Measure(events);
        }

        return new(
            mix,
            meter.Cost(_ => true),
            meter.Cost(step => !step.AtTicks),
            meter.Cost(step => step.AtTicks),
            meter.Gen2,
            meter.Events,
            state.Acceptance.Count,
            state.Acceptance.Duplicates,
            state.Journeys.Count,
            Enum.GetValues<StatePart>()
                .Where(part => memory.Bytes(part) > 0)
                .ToDictionary(part => JsonNamingPolicy.CamelCase.ConvertName(part.ToString()), memory.Bytes)
        );
    }

    /// <summary>The flow as it is composed in the service.</summary>
    private (VisitorState State, EngineMeter Meter) Flow(EngineMix mix, StateMemory memory)
    {
        var state = new VisitorState(memory.Open(), retention: null);
        var flow = new VisitorFlow(state, Families.Composed);
        var progress = new TaskProgress(0, 0, 0, default);
        EngineStep[] steps =
        [
            new("batches", flow.Next),
            new("ticks", _ => flow.Tick(partition: 0, progress).Release(), AtTicks: true),
        ];
        return (state, new EngineMeter(new EngineLoad(mix, options.Seed), steps, time));
    }
}
