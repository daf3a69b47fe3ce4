using CreatorStream.Kafka;
using CreatorStream.Kafka.DeadLetters;
using CreatorStream.Kafka.Entries;
using CreatorStream.Kafka.Facts;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Kafka.Views;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Redis;

namespace CreatorStream.Host.Running;

// How a role begins: what it waits for, and what it starts then.
internal sealed partial class Roles
{
    /// <summary>A collector with a spool waits no longer for Kafka before it takes events.</summary>
    private static readonly TimeSpan KafkaPatience = TimeSpan.FromSeconds(2);

    /// <summary>A tick is a transaction there.</summary>
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AddressInterval = TimeSpan.FromMilliseconds(20);

    private KafkaConnection Connection => options.Kafka!;

    private async Task BeginAsync(CancellationToken cancel)
    {
        TopicAdmin admin = Own(new TopicAdmin(Connection, topics, logger));
        if (role == Role.Serve)
        {
            await ServeAsync(await start.FindLogAsync(admin, cancel), cancel);
        }
        else
        {
            (LogIdentity log, KafkaFactLog kafka) = await TakingMeanwhileAsync(ReachLogAsync(admin, cancel), cancel);
            Partitions = log.Partitions;
            if (role == Role.Collect)
            {
                // All that was decided so far, before anything is sent there, or taken for it.
                erased ??= Own(new ErasedVisitors(kafka));
                erased.TakeInFrom(kafka);
            }
            if (spool != null)
            {
                Watch("The spool", await spool.AttachAsync(kafka, Erased), cancel);
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
                Process(admin, log, facts, cancel);
            }
        }
        start.WaitsFor = null;
        hasBegun = true;
    }

    /// <summary>
    /// Waits for all that is needed of Kafka. A collector takes events meanwhile, if it knows how they are divided: some
    /// topics may answer long before the others do.
    /// </summary>
    private async Task<T> TakingMeanwhileAsync<T>(Task<T> reaching, CancellationToken cancel)
    {
        if (
            spool is { CanTakeEarly: true }
            && await Task.WhenAny(reaching, Task.Delay(KafkaPatience, time, cancel)) != reaching
        )
        {
            facts = spool.TakeEarly(out ErasedVisitors known);
            erased = Own(known);
            takesEarly = true;
            // A spool that fails is told of at once, not when Kafka is there.
            await await Task.WhenAny(reaching, spool.Spool!.Completion);
        }
        return await reaching;
    }

    /// <summary>Waits for the log, and for the entries of all that is in it.</summary>
    private async Task<(LogIdentity Log, KafkaFactLog Facts)> ReachLogAsync(TopicAdmin admin, CancellationToken cancel)
    {
        LogIdentity log = await start.FindLogAsync(admin, cancel);
        EntryLog entries = Own(
            await Reach(() => new EntryLog(Connection, topics, withCounters: role == Role.Process, logger), cancel)
        );
        Watch("The reader of the catalog", entries.Completion, cancel);
        start.WaitsFor = "the catalog";
        await entries.Ready.WaitAsync(cancel);
        FactProducer producer = Own(
            new FactProducer(Connection, new FactProducerOptions("creatorstream-collect"), logger)
        );
        return (log, new KafkaFactLog(log, topics, producer, entries, options.KafkaFormat, time));
    }

    private async Task ServeAsync(LogIdentity log, CancellationToken cancel)
    {
        Partitions = log.Partitions;
        Owners = Own(await Reach(() => new Owners(Connection, topics, log.Partitions, logger), cancel));
        Watch("The reader of progress", Owners.Completion, cancel);
        TaskWatch = Own(new TaskWatch(Connection, topics, log.Partitions, logger));
        DeadLetters = Own(new DeadLetterWatch(Connection, topics, logger));
        Watch("The reader of dead letters", DeadLetters.Completion, cancel);
        ViewTopicReader reader = Own(
            await Reach(() => new ViewTopicReader(Connection, topics, log.Partitions, views, logger), cancel)
        );
        Watch("The reader of views", reader.Completion, cancel);
        if (OpenRedis(log) is { } redis)
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
            Watch("The reader of Redis", RedisReader.Finished, cancel);
            Watch("The connection to Redis", redis.Finished, cancel);
        }
        await reader.Ready.WaitAsync(cancel);
    }

    private void Process(TopicAdmin admin, LogIdentity log, IFactLog kafka, CancellationToken cancel)
    {
        if (OpenRedis(log) is { } redis)
        {
            RedisWriter = new RedisViewWriter(redis, RedisSettings(log), time, loggers.CreateLogger<RedisViewWriter>());
            ending.Push(RedisWriter.DisposeAsync);
            RedisWriter.Start();
            redis.Start();
            Watch("The writer to Redis", RedisWriter.Finished, cancel);
            Watch("The connection to Redis", redis.Finished, cancel);
        }
        Scan = new EventScan(
            Connection,
            topics,
            log.Partitions,
            Own(new ErasedVisitors(kafka)),
            loggers.CreateLogger<EventScan>()
        );
        ILogger logger = loggers.CreateLogger<TaskGroup>();
        Group = new TaskGroup(
            Connection,
            new TaskContext(
                new KafkaTaskBrokers(Connection, topics, log, admin, scratch.Path, time, logger),
                topics,
                kafka,
                memory,
                new EngineOptions
                {
                    Retention = options.Retention,
                    SnapshotInterval = options.SnapshotInterval,
                    TickInterval = TickInterval,
                },
                new PartialsOptions(),
                Address,
                changed => RedisWriter?.Put(changed),
                left => RedisWriter?.Forget(left),
                time,
                logger
            )
        );
        ending.Push(Group.DisposeAsync);
        Watch("The group of tasks", Group.Completion, cancel);
    }

    private RedisConnection? OpenRedis(LogIdentity log)
    {
        if (options.Redis == null)
        {
            return null;
        }
        Redis = new RedisConnection(RedisSettings(log), time, loggers.CreateLogger<RedisConnection>());
        ending.Push(Redis.DisposeAsync);
        return Redis;
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

    // Those that end by being disposed do so when the process stops.
    private void Watch(string what, Task loop, CancellationToken cancel) =>
        _ = supervisor.WatchAsync(what, loop, cancel);

    // What asks brokers as it is made, which may be away by now.
    private Task<T> Reach<T>(Func<T> make, CancellationToken cancel) => start.ReachAsync(() => Task.Run(make), cancel);

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
}
