namespace CreatorStream.Bench.Scale;

/// <param name="Fill">How long events are sent, each time.</param>
/// <param name="Seed">Chooses the workers to kill, and when.</param>
internal sealed record ScaleBenchOptions(ScaleRunOptions Service, TimeSpan Fill, int TakeOvers, int Seed);

/// <param name="Events">In the log when the workers were started.</param>
/// <param name="StartSeconds">From then until the first are in the figures: processes start, and share the tasks out.</param>
/// <param name="Seconds">From the first until all are.</param>
internal sealed record BacklogResult(
    int Workers,
    long Events,
    double StartSeconds,
    double Seconds,
    double EventsPerSecond
);

/// <param name="AcceptedPerSecond">By the collector while two workers make the figures.</param>
/// <param name="ProcessedPerSecond">By the workers in the same time.</param>
/// <param name="EventsPerRedisCommand">Processed events to commands of all processes.</param>
internal sealed record LiveResult(double AcceptedPerSecond, double ProcessedPerSecond, double EventsPerRedisCommand);

/// <param name="FromSnapshotSeconds">From the start of two fresh workers until all tasks are live.</param>
/// <param name="RebuiltSeconds">The same without snapshots.</param>
internal sealed record RecoveryResult(long Events, double FromSnapshotSeconds, double RebuiltSeconds);

internal sealed record ScaleBenchResult(
    IReadOnlyList<BacklogResult> Backlog,
    LiveResult Live,
    IReadOnlyList<double> TakeOverSeconds,
    RecoveryResult Recovery
);

/// <summary>Measures a service at scale whose brokers, Redis and processes share this machine.</summary>
internal sealed class ScaleBench(ScaleBenchOptions options, TextWriter progress, TimeProvider time)
{
    private const int MostWorkers = 3;

    private readonly Random random = new(options.Seed);

    /// <exception cref="IOException">A process ended, or something took longer than ten minutes.</exception>
    public async Task<ScaleBenchResult> Run(CancellationToken ct)
    {
        var backlog = new List<BacklogResult>();
        for (int workers = 1; workers <= MostWorkers; workers++)
        {
            await using ScaleRun run = await ScaleRun.Start(options.Service, time, ct);
            backlog.Add(await Backlog(run, workers, ct));
        }
        await using ScaleRun lasting = await ScaleRun.Start(options.Service, time, ct);
        lasting.AddWorker();
        lasting.AddWorker();
        await lasting.WaitUntilLive(ct);
        LiveResult live = await Live(lasting, ct);
        IReadOnlyList<double> takeOvers = await TakeOvers(lasting, ct);
        return new ScaleBenchResult(backlog, live, takeOvers, await Recovery(lasting, ct));
    }

    private async Task<BacklogResult> Backlog(ScaleRun run, int workers, CancellationToken ct)
    {
        await progress.WriteLineAsync($"backlog, {workers} workers: sending for {options.Fill.TotalSeconds} s …");
        await Send(run, ct);
        long started = time.GetTimestamp();
        for (int i = 0; i < workers; i++)
        {
            run.AddWorker();
        }

        await run.WaitUntilBegun(ct);
        double begun = time.GetElapsedTime(started).TotalSeconds;
        await run.WaitUntilDone(ct);
        double seconds = time.GetElapsedTime(started).TotalSeconds - begun;
        long events = await run.Processed();
        return Told(new BacklogResult(workers, events, begun, seconds, events / seconds));
    }

    private async Task<LiveResult> Live(ScaleRun run, CancellationToken ct)
    {
        await progress.WriteLineAsync($"live, 2 workers: sending for {options.Fill.TotalSeconds} s …");
        (long commandsBefore, long started) = (await run.RedisCommands(), time.GetTimestamp());
        CollectBenchResult sent = await Send(run, ct);
        (long processed, long commands) = (await run.Processed(), await run.RedisCommands() - commandsBefore);
        double seconds = time.GetElapsedTime(started).TotalSeconds;
        var live = new LiveResult(sent.EventsPerSecond, processed / seconds, (double)processed / Math.Max(1, commands));
        await run.WaitUntilDone(ct);
        return Told(live);
    }

    /// <summary>Each from a kill -9 of one of two workers until the other has all tasks live.</summary>
    private async Task<IReadOnlyList<double>> TakeOvers(ScaleRun run, CancellationToken ct)
    {
        var all = new List<double>();
        for (int i = 0; i < options.TakeOvers; i++)
        {
            await run.WaitUntilLive(ct);
            // Anywhere between two heartbeats and two snapshots.
            await Task.Delay(TimeSpan.FromSeconds(1 + (2 * random.NextDouble())), time, ct);
            long started = time.GetTimestamp();
            await run.KillWorker(random.Next(2));
            await run.WaitUntilLive(ct);
            all.Add(Told(Math.Round(time.GetElapsedTime(started).TotalSeconds, 2)));
            run.AddWorker();
            await run.Workers[^1].WaitUntilReady(time, ct);
        }
        return all;
    }

    private async Task<RecoveryResult> Recovery(ScaleRun run, CancellationToken ct)
    {
        double fromSnapshot = await Restart(run, () => Task.CompletedTask, ct);
        double rebuilt = await Restart(run, () => run.DropSnapshots(ct), ct);
        return Told(new RecoveryResult(await run.Processed(), fromSnapshot, rebuilt));
    }

    private async Task<double> Restart(ScaleRun run, Func<Task> between, CancellationToken ct)
    {
        while (run.Workers.Count > 0)
        {
            await run.KillWorker(0);
        }

        await between();
        long started = time.GetTimestamp();
        run.AddWorker();
        run.AddWorker();
        await run.WaitUntilLive(ct);
        return time.GetElapsedTime(started).TotalSeconds;
    }

    private Task<CollectBenchResult> Send(ScaleRun run, CancellationToken ct) =>
        new CollectBench(
            run.Collect.Address,
            new CollectBenchOptions { Duration = options.Fill, WarmUp = TimeSpan.Zero },
            time
        ).Run(ct);

    private T Told<T>(T result)
    {
        progress.WriteLine(result);
        return result;
    }
}
