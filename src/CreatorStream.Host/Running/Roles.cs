using System.Collections.Concurrent;
using CreatorStream.Host.Configuration;
using CreatorStream.Kafka;
using CreatorStream.Kafka.DeadLetters;
using CreatorStream.Kafka.Facts;
using CreatorStream.Kafka.Tasks;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using CreatorStream.Redis;

namespace CreatorStream.Host.Running;

/// <summary>What a process of a service at scale does.</summary>
internal enum Role
{
    Collect,
    Process,
    Serve,
}

/// <summary>
/// Runs one role against Kafka and Redis: waits for them and begins. Its members are there once it has begun.
/// </summary>
internal sealed partial class Roles(
    Role role,
    ServiceOptions options,
    NewestViews views,
    StateMemory memory,
    ScratchFolder scratch,
    TimeProvider time,
    Supervisor supervisor,
    ILoggerFactory loggers,
    CollectorSpool? spool = null
) : BackgroundService
{
    private readonly ILogger logger = loggers.CreateLogger<Roles>();
    private readonly TopicSpecs topics = new(options.TopicPrefix);
    private readonly ConcurrentStack<Func<ValueTask>> ending = new();
    private readonly KafkaStart start = new(role, options.Kafka!, time, loggers.CreateLogger<Roles>());
    private volatile IFactLog? facts;
    private volatile ErasedVisitors? erased;
    private volatile bool takesEarly;
    private volatile bool hasBegun;

    public Role Role => role;

    /// <summary>Of a collector that takes events: who was erased.</summary>
    /// <exception cref="LogUnavailableException">That is not known yet.</exception>
    public ErasedVisitors Erased => erased ?? throw new LogUnavailableException("The service is starting.");

    public IFactLog Facts => facts ?? throw new LogUnavailableException("The service is starting.");

    /// <summary>What waits for Kafka; null where there is no spool.</summary>
    public CollectorSpool? Spool => spool;

    /// <summary>Why a collector takes nothing just now, as far as its last requests tell; null while it does.</summary>
    public string? Refusal => spool == null ? (facts as KafkaFactLog)?.Refusal : spool.Log?.Refusal;

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

    /// <summary>Reads events once more, for who asks about the past; null before the log is known.</summary>
    public EventScan? Scan { get; private set; }

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
}
