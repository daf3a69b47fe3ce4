using CreatorStream.Host.Configuration;
using CreatorStream.Kafka;
using CreatorStream.Kafka.DeadLetters;
using CreatorStream.Kafka.Entries;
using CreatorStream.Kafka.Facts;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Kafka.Views;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using CreatorStream.Redis;

namespace CreatorStream.Host.Running;

/// <summary>What a process of a service at scale does.</summary>
public enum Role
{
    Collect,
    Process,
    Serve,
}

/// <summary>
/// Runs one role against Kafka and Redis: waits for them, begins, and ends the process where something can't go on. Its
/// members are there once it has begun.
/// </summary>
public sealed class Roles(
    Role role,
    ServiceOptions options,
    NewestViews views,
    StateMemory memory,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILoggerFactory loggers
) : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AddressInterval = TimeSpan.FromMilliseconds(20);

    private readonly ILogger logger = loggers.CreateLogger<Roles>();
    private readonly TopicSpecs topics = new(options.TopicPrefix);
    private readonly Stack<Func<ValueTask>> ending = new();
    private KafkaFactLog? facts;
    private volatile string? waitsFor = "Kafka";
    private volatile bool hasBegun;

    public IFactLog Facts => facts ?? throw new LogUnavailableException("The service is starting.");

    public TaskGroup? Group { get; private set; }

    public Owners? Owners { get; private set; }

    public TaskWatch? TaskWatch { get; private set; }

    public DeadLetterWatch? DeadLetters { get; private set; }

    public RedisViewReader? RedisReader { get; private set; }

    public RedisViewWriter? RedisWriter { get; private set; }

    public RedisConnection? Redis { get; private set; }

    /// <summary>Of the log; 0 before it is known.</summary>
    public int Partitions { get; private set; }

    public bool HasFailed { get; private set; }

    /// <summary>Where others reach this process; set when it listens.</summary>
    public string Address { get; set; } = "";

    /// <summary>It can do its work; or, why not yet.</summary>
    public bool IsReady(out string reason)
    {
        bool isLive = hasBegun && (Group?.IsReady ?? true);
        if (hasBegun && memory.Shortage is { } shortage)
        {
            reason = $"not reading on: {shortage.Reason}";
            return false;
        }
        reason =
            isLive ? "ready"
            : waitsFor is { } what ? $"waiting for {what}"
            : "taking tasks over: "
                + string.Join(
                    ", ",
                    Group!.Owned.Where(task => !task.IsLive).Select(task => $"{task.Name} {task.Trouble}".Trim())
                );
        return isLive;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        while (ending.TryPop(out Func<ValueTask>? end))
        {
            await end();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Yield();
            List<Task> running = await BeginAsync(stoppingToken);
            running.Add(new StateWatch(memory, time, logger).RunAsync(stoppingToken));
            await await Task.WhenAny(running);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The orderly end.
        }
        catch (Exception error)
        {
            HasFailed = true;
            logger.LogCritical(error, "The {Role} process can't go on and ends", role);
            lifetime.StopApplication();
        }
    }

    /// <returns>What runs from now on; each ends only with a failure.</returns>
    private async Task<List<Task>> BeginAsync(CancellationToken cancel)
    {
        KafkaConnection connection = options.Kafka!;
        TopicAdmin admin = Own(new TopicAdmin(connection, topics, logger));
        LogIdentity log = await IdentityAsync(admin, cancel);
        await CheckAsync(admin, log);
        Partitions = log.Partitions;
        var running = new List<Task>();
        if (role == Role.Serve)
        {
            Owners = Own(new Owners(connection, topics, log.Partitions, logger));
            TaskWatch = Own(new TaskWatch(connection, topics, log.Partitions, logger));
            DeadLetters = Own(new DeadLetterWatch(connection, topics, logger));
            ViewTopicReader reader = Own(new ViewTopicReader(connection, topics, log.Partitions, views, logger));
            running.AddRange(Owners.Completion, reader.Completion);
            if (OpenRedis() is { } redis)
            {
                RedisReader = new RedisViewReader(
                    redis,
                    views,
                    RedisSettings(log),
                    time,
                    loggers.CreateLogger<RedisViewReader>()
                );
                ending.Push(RedisReader.DisposeAsync);
                RedisReader.Start();
                redis.Start();
                running.AddRange(RedisReader.Finished, redis.Finished);
            }
            await reader.Ready.WaitAsync(cancel);
        }
        else
        {
            EntryLog entries = Own(new EntryLog(connection, topics, logger));
            running.Add(entries.Completion);
            waitsFor = "the catalog";
            await entries.Ready.WaitAsync(cancel);
            FactProducer producer = Own(
                new FactProducer(connection, new FactProducerOptions("creatorstream-collect"), logger)
            );
            facts = new KafkaFactLog(log, topics, producer, entries, options.KafkaFormat);
            if (role == Role.Process)
            {
                // Others are told where this process answers, as soon as it owns a task.
                while (Address.Length == 0)
                {
                    await Task.Delay(AddressInterval, time, cancel);
                }
                running.AddRange(Process(connection, admin, log));
            }
        }
        waitsFor = null;
        hasBegun = true;
        return running;

        RedisConnection? OpenRedis()
        {
            if (options.Redis == null)
            {
                return null;
            }
            Redis = new RedisConnection(RedisSettings(log), time, loggers.CreateLogger<RedisConnection>());
            ending.Push(Redis.DisposeAsync);
            return Redis;
        }

        IEnumerable<Task> Process(KafkaConnection to, TopicAdmin by, LogIdentity of)
        {
            if (OpenRedis() is { } redis)
            {
                RedisWriter = new RedisViewWriter(
                    redis,
                    RedisSettings(of),
                    time,
                    loggers.CreateLogger<RedisViewWriter>()
                );
                ending.Push(RedisWriter.DisposeAsync);
                RedisWriter.Start();
                redis.Start();
                yield return RedisWriter.Finished;
                yield return redis.Finished;
            }
            Group = new TaskGroup(
                new TaskContext(
                    to,
                    topics,
                    of,
                    facts!,
                    by,
                    memory,
                    new EngineOptions { Retention = options.Retention, SnapshotInterval = options.SnapshotInterval },
                    Address,
                    ScaledService.Scratch(options),
                    changed => RedisWriter?.Put(changed),
                    time,
                    loggers.CreateLogger<TaskGroup>()
                )
            );
            ending.Push(Group.DisposeAsync);
            yield return Group.Completion;
        }
    }

    private T Own<T>(T part)
        where T : IDisposable
    {
        ending.Push(() =>
        {
            part.Dispose();
            return ValueTask.CompletedTask;
        });
        return part;
    }

    private RedisOptions RedisSettings(LogIdentity log) =>
        new()
        {
            Address = options.Redis!,
            User = options.RedisUser,
            Password = options.RedisPassword,
            Tls = options.RedisTls,
            CaFile = options.RedisCa,
            // Views of another life of the log are not this one's. Not the secret itself: others may see names of keys.
            Prefix = $"cs:{options.TopicPrefix}{Events.Hash64.Compute(BitConverter.GetBytes(log.Secret), 0):x16}",
        };

    /// <summary>Waits for the brokers, and for a log to be there.</summary>
    private async Task<LogIdentity> IdentityAsync(TopicAdmin admin, CancellationToken cancel)
    {
        string said = "";
        while (true)
        {
            string reason;
            try
            {
                LogIdentity? log = await admin.ReadLogIdentityAsync();
                // Those who compute may follow a copy as it grows; whoever writes would write past it.
                if (log != null && !(log.IsBeingCopied && role == Role.Collect))
                {
                    return log;
                }
                reason =
                    log == null
                        ? $"a log: run creatorstream topics create --kafka {options.Kafka!.Servers}"
                        : "the log to be copied: finish it by creatorstream topics repartition … --cut-over";
            }
            catch (Exception error)
                when (error is LogUnavailableException or KafkaInputException or KafkaFailedException)
            {
                reason = $"Kafka at {options.Kafka!.Servers}: {error.Message}";
            }
            waitsFor = reason;
            if (reason != said)
            {
                logger.LogWarning("Waiting for {Reason}", reason);
                said = reason;
            }
            await Task.Delay(RetryInterval, time, cancel);
        }
    }

    /// <summary>Says what is not as needed; refuses what would make figures wrong.</summary>
    private async Task CheckAsync(TopicAdmin admin, LogIdentity log)
    {
        IReadOnlyList<TopicDifference> differences = await admin.CheckAsync(log.Partitions, null);
        foreach (TopicDifference difference in differences)
        {
            logger.LogWarning("Topics are not as needed: {Difference}", difference);
        }
        if (differences.FirstOrDefault(difference => difference.IsFatal) is { } fatal)
        {
            throw new SettingException(
                $"{fatal}. The number of partitions is fixed for a log's life; creatorstream topics repartition copies it into another."
            );
        }
    }
}
