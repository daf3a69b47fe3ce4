using CreatorStream.Host.Configuration;
using CreatorStream.Kafka;
using CreatorStream.Kafka.DeadLetters;
using CreatorStream.Kafka.Entries;
using CreatorStream.Kafka.Facts;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Kafka.Views;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Erasures;
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
/// Runs one role against Kafka and Redis: waits for them and begins. Its members are there once it has begun.
/// </summary>
public sealed class Roles(
    Role role,
    ServiceOptions options,
    NewestViews views,
    StateMemory memory,
    TimeProvider time,
    Supervisor supervisor,
    ILoggerFactory loggers,
    CollectorSpool? spool = null
) : BackgroundService
{
    /// <summary>A collector with a spool waits no longer for Kafka before it takes events.</summary>
    private static readonly TimeSpan KafkaPatience = TimeSpan.FromSeconds(2);

    /// <summary>A tick is a transaction there.</summary>
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AddressInterval = TimeSpan.FromMilliseconds(20);

    private readonly ILogger logger = loggers.CreateLogger<Roles>();
    private readonly TopicSpecs topics = new(options.TopicPrefix);
    private readonly Stack<Func<ValueTask>> ending = new();
    private readonly KafkaStart start = new(role, options.Kafka!, time, loggers.CreateLogger<Roles>());
    private volatile IFactLog? facts;
    private volatile ErasedVisitors? erased;
    private volatile bool takesEarly;
    private volatile bool hasBegun;

    /// <summary>Of a collector that takes events: who was erased.</summary>
    /// <exception cref="LogUnavailableException">That is not known yet.</exception>
    public ErasedVisitors Erased => erased ?? throw new LogUnavailableException("The service is starting.");

    public IFactLog Facts => facts ?? throw new LogUnavailableException("The service is starting.");

    /// <summary>What waits for Kafka; null where there is no spool.</summary>
    public CollectorSpool? Spool => spool;

    /// <summary>It knows the log and its catalog. A collector may be ready before.</summary>
    public bool HasBegun => hasBegun;

    public TaskGroup? Group { get; private set; }

    public Owners? Owners { get; private set; }

    public TaskWatch? TaskWatch { get; private set; }

    public DeadLetterWatch? DeadLetters { get; private set; }

    public RedisViewReader? RedisReader { get; private set; }

    public RedisViewWriter? RedisWriter { get; private set; }

    public RedisConnection? Redis { get; private set; }

    /// <summary>Of the log; 0 before it is known.</summary>
    public int Partitions { get; private set; }

    /// <summary>Where others reach this process; set when it listens.</summary>
    public string Address { get; set; } = "";

    /// <summary>It can do its work; or, why not yet.</summary>
    public bool IsReady(out string reason)
    {
        bool isLive = takesEarly || (hasBegun && (Group?.IsReady ?? true));
        if (hasBegun && memory.Shortage is { } shortage)
        {
            reason = $"not reading on: {shortage.Reason}";
            return false;
        }
        reason =
            isLive ? "ready"
            : start.WaitsFor is { } what ? $"waiting for {what}"
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
        await Task.Yield();
        await Task.WhenAll(
            supervisor.WatchAsync("The start", BeginAsync(stoppingToken), stoppingToken, mayEnd: true),
            supervisor.WatchAsync(
                "The watch of memory",
                new StateWatch(memory, time, logger).RunAsync(stoppingToken),
                stoppingToken
            )
        );
    }

    private async Task BeginAsync(CancellationToken cancel)
    {
        KafkaConnection connection = options.Kafka!;
        TopicAdmin admin = Own(new TopicAdmin(connection, topics, logger));
        LogIdentity log = await FindLogAsync(admin, cancel);
        Partitions = log.Partitions;
        if (role == Role.Serve)
        {
            Owners = Own(await Reach(() => new Owners(connection, topics, log.Partitions, logger)));
            Watch("The reader of progress", Owners.Completion);
            TaskWatch = Own(new TaskWatch(connection, topics, log.Partitions, logger));
            DeadLetters = Own(new DeadLetterWatch(connection, topics, logger));
            Watch("The reader of dead letters", DeadLetters.Completion);
            ViewTopicReader reader = Own(
                await Reach(() => new ViewTopicReader(connection, topics, log.Partitions, views, logger))
            );
            Watch("The reader of views", reader.Completion);
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
                Watch("The reader of Redis", RedisReader.Finished);
                Watch("The connection to Redis", redis.Finished);
            }
            await reader.Ready.WaitAsync(cancel);
        }
        else
        {
            EntryLog entries = Own(await Reach(() => new EntryLog(connection, topics, logger)));
            Watch("The reader of the catalog", entries.Completion);
            start.WaitsFor = "the catalog";
            await entries.Ready.WaitAsync(cancel);
            FactProducer producer = Own(
                new FactProducer(connection, new FactProducerOptions("creatorstream-collect"), logger)
            );
            var kafka = new KafkaFactLog(log, topics, producer, entries, options.KafkaFormat);
            if (role == Role.Collect)
            {
                // All that was decided so far, before anything is sent there, or taken for it.
                erased ??= Own(new ErasedVisitors(kafka));
                erased.TakeInFrom(kafka);
            }
            if (spool != null)
            {
                Watch("The spool", await spool.AttachAsync(kafka, Erased));
                // Before the producer ends, which the rest of the spool must not wait for.
                ending.Push(spool.Log!.DisposeAsync);
            }
            facts = spool?.Log ?? (IFactLog)kafka;
            if (role == Role.Process)
            {
                // Others are told where this process answers, as soon as it owns a task.
                while (Address.Length == 0)
                {
                    await Task.Delay(AddressInterval, time, cancel);
                }
                Process(connection, admin, log);
            }
        }
        start.WaitsFor = null;
        hasBegun = true;

        // Those that end by being disposed do so when the process stops.
        void Watch(string what, Task loop) => _ = supervisor.WatchAsync(what, loop, cancel);

        // What asks brokers as it is made, which may be away by now.
        Task<T> Reach<T>(Func<T> make) => start.ReachAsync(() => Task.Run(make), cancel);

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

        void Process(KafkaConnection to, TopicAdmin by, LogIdentity of)
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
                Watch("The writer to Redis", RedisWriter.Finished);
                Watch("The connection to Redis", redis.Finished);
            }
            Group = new TaskGroup(
                new TaskContext(
                    to,
                    topics,
                    of,
                    facts!,
                    by,
                    memory,
                    new EngineOptions
                    {
                        Retention = options.Retention,
                        SnapshotInterval = options.SnapshotInterval,
                        TickInterval = TickInterval,
                    },
                    Address,
                    ScaledService.Scratch(options),
                    changed => RedisWriter?.Put(changed),
                    time,
                    loggers.CreateLogger<TaskGroup>()
                )
            );
            ending.Push(Group.DisposeAsync);
            Watch("The group of tasks", Group.Completion);
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

    /// <summary>Waits for Kafka and a log. A collector takes events meanwhile, if it knows how they are divided.</summary>
    private async Task<LogIdentity> FindLogAsync(TopicAdmin admin, CancellationToken cancel)
    {
        Task<LogIdentity> finding = start.FindLogAsync(admin, cancel);
        if (
            spool is { CanTakeEarly: true }
            && await Task.WhenAny(finding, Task.Delay(KafkaPatience, time, cancel)) != finding
        )
        {
            facts = spool.TakeEarly(out ErasedVisitors known);
            erased = Own(known);
            takesEarly = true;
            await await Task.WhenAny(finding, spool.Spool!.Completion);
        }
        return await finding;
    }
}
