using CreatorStream.Host.Configuration;
using CreatorStream.Kafka;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Host.Running;

/// <summary>Waits for brokers, and for a log to be there, as long as it takes; says in words for what.</summary>
internal sealed class KafkaStart(Role role, KafkaConnection connection, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private volatile string? waitsFor = "Kafka";
    private string said = "";

    /// <summary>null when all is there.</summary>
    public string? WaitsFor
    {
        get => waitsFor;
        set => waitsFor = value;
    }

    /// <exception cref="SettingException">The log would give wrong figures.</exception>
    public async Task<LogIdentity> FindLogAsync(TopicAdmin admin, CancellationToken cancel)
    {
        while (true)
        {
            LogIdentity? log = await ReachAsync(admin.ReadLogIdentityAsync, cancel);
            // Those who compute may follow a copy as it grows; whoever writes would write past it.
            if (log != null && !(log.IsBeingCopied && role == Role.Collect))
            {
                Check(await ReachAsync(() => admin.CheckAsync(log.Partitions, null), cancel));
                return log;
            }
            await PauseAsync(
                log == null
                    ? $"a log: run creatorstream topics create --kafka {connection.Servers}"
                    : "the log to be copied: finish it by creatorstream topics repartition … --cut-over",
                cancel
            );
        }
    }

    /// <summary>Asks again until brokers answer.</summary>
    public async Task<T> ReachAsync<T>(Func<Task<T>> ask, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (Exception error)
                when (error is LogUnavailableException or KafkaInputException or KafkaFailedException)
            {
                await PauseAsync($"Kafka at {connection.Servers}: {error.Message}", cancel);
            }
        }
    }

    /// <summary>Says what is not as needed; refuses what would make figures wrong.</summary>
    private void Check(IReadOnlyList<TopicDifference> differences)
    {
        foreach (TopicDifference difference in differences)
        {
            logger.TopicsDiffer(difference);
        }
        if (differences.FirstOrDefault(difference => difference.IsFatal) is { } fatal)
        {
            throw new SettingException(
                $"{fatal}. The number of partitions is fixed for a log's life; creatorstream topics repartition copies it into another."
            );
        }
    }

    private async Task PauseAsync(string reason, CancellationToken cancel)
    {
        waitsFor = reason;
        if (reason != said)
        {
            logger.StartWaits(reason);
            said = reason;
        }
        await Task.Delay(RetryInterval, time, cancel);
    }
}
