using CreatorStream.Kafka.Tests;

namespace CreatorStream.Integration;

/// <summary>What befalls a service at scale, by a seed.</summary>
/// <param name="isReplicated">All topics do without one broker; else one that was killed is started again at once.</param>
internal sealed class Harm(ScaledRun run, KafkaBrokers brokers, bool isReplicated, Random random)
{
    private const int MostWorkers = 3;

    private readonly List<RoleProcess> stopped = [];
    private int downBroker;

    /// <returns>What was done.</returns>
    public async Task<string> DoAsync()
    {
        if (downBroker > 0 && random.Next(2) == 0)
        {
            return await RestartBrokerAsync();
        }
        if (stopped.Count > 0 && random.Next(3) == 0)
        {
            RoleProcess woken = stopped[0];
            await woken.SignalAsync("CONT");
            stopped.Remove(woken);
            run.Workers.Add(woken);
            return $"wake {woken.Name}";
        }
        RoleProcess? worker = run.Workers.Count == 0 ? null : run.Workers[random.Next(run.Workers.Count)];
        switch (random.Next(8))
        {
            case 0 when worker != null:
                worker.Kill();
                run.Workers.Remove(worker);
                return $"kill {worker.Name}";
            case 1 when worker != null:
                // It goes on later, when others have its tasks.
                await worker.SignalAsync("STOP");
                stopped.Add(worker);
                run.Workers.Remove(worker);
                return $"stop {worker.Name}";
            case 2 when worker != null:
                await worker.SignalAsync("TERM");
                run.Workers.Remove(worker);
                return $"end {worker.Name}";
            case 3 when run.Workers.Count < MostWorkers:
                await run.AddWorkerAsync();
                return $"start {run.Workers[^1].Name}";
            case 4:
                await run.Redis.FlushAsync();
                return "flush Redis";
            case 5:
                await run.Redis.SaveAsync();
                return "save Redis";
            case 6:
                await run.Redis.KillAsync();
                await run.Redis.StartAgainAsync();
                return "restart Redis with what was saved";
            case 7 when downBroker > 0:
                return await RestartBrokerAsync();
            case 7 when brokers.Own > 1:
                downBroker = random.Next(brokers.Own) + 1;
                await brokers.KillAsync(downBroker);
                string killed = $"kill broker {downBroker}";
                return isReplicated ? killed : $"{killed}, {await RestartBrokerAsync()}";
            default:
                return "nothing";
        }
    }

    /// <summary>From now on nothing befalls it, and it has what it needs.</summary>
    public async Task EndAsync()
    {
        if (downBroker > 0)
        {
            await RestartBrokerAsync();
        }
        foreach (RoleProcess worker in stopped)
        {
            await worker.SignalAsync("CONT");
        }
        if (run.Workers.Count == 0)
        {
            await run.AddWorkerAsync();
        }
    }

    private async Task<string> RestartBrokerAsync()
    {
        int broker = downBroker;
        await brokers.RestartAsync(broker);
        downBroker = 0;
        return $"restart broker {broker}";
    }
}
