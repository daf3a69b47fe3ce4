using System.Net;
using CreatorStream.Kafka;
using CreatorStream.Kafka.Facts;

namespace CreatorStream.Host.Configuration;

/// <summary>How a service runs. Every member is a flag, an environment variable and a key of the YAML file: see Settings.</summary>
internal sealed record ServiceOptions
{
    /// <summary>The folder that keeps the log and snapshots.</summary>
    public string? Data { get; init; }

    /// <summary>0: any free port.</summary>
    public int Port { get; init; } = 5180;

    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>Whoever calls beyond tracking must show it. Never logged.</summary>
    public string? Key { get; init; }

    /// <summary>The file of further keys, which need not be there yet; null: keys.json of <see cref="Data"/>.</summary>
    public string? Keys { get; init; }

    /// <summary>Where keys are kept; null: nowhere.</summary>
    public string? KeysFile => Keys ?? (Data == null ? null : Path.Combine(Data, "keys.json"));

    /// <summary>Of a new log; null: 4, or what the log has.</summary>
    public int? Partitions { get; init; }

    /// <summary>How old an event may be when it arrives; null: as old as the year 2000.</summary>
    public TimeSpan? Retention { get; init; }

    public TimeSpan SnapshotInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>What the process should stay below; see StateMemory.</summary>
    public long MemoryBytes { get; init; } = 512_000_000;

    /// <summary>A YAML or NDJSON file whose catalog entries are upserted at the start.</summary>
    public string? Catalog { get; init; }

    /// <summary>The file of webhooks; null: there are none.</summary>
    public string? Webhooks { get; init; }

    /// <summary>The file that says whom to tell of alerts; null: nobody is told.</summary>
    public string? Notifications { get; init; }

    /// <summary>The folder of the built dashboard.</summary>
    public string? Dashboard { get; init; }

    /// <summary>Requests a second from one address, above which it is told to wait; 0: no limit; null: by where it listens.</summary>
    public int? RequestsPerSecond { get; init; }

    public LogFormat LogFormat { get; init; }

    /// <summary>Kafka as the log, and how to be let in; null: the log is in <see cref="Data"/>.</summary>
    public KafkaConnection? Kafka { get; init; }

    /// <summary>How events are written to Kafka.</summary>
    public EventFormat KafkaFormat { get; init; }

    /// <summary>What a collector may keep on disk while Kafka is away; 0: nothing; null: 1 GB where there is a data folder.</summary>
    public long? SpoolBytes { get; init; }

    /// <summary>What the names of all topics begin with.</summary>
    public string TopicPrefix { get; init; } = "";

    /// <summary>Redis for the views; null: they come from Kafka alone.</summary>
    public string? Redis { get; init; }

    public string? RedisUser { get; init; }

    /// <summary>Never logged.</summary>
    public string? RedisPassword { get; init; }

    public bool RedisTls { get; init; }

    public string? RedisCa { get; init; }

    /// <summary>Where other processes reach this one's HTTP; null: where it listens.</summary>
    public string? Advertise { get; init; }

    /// <summary>Makes or changes the connection to Kafka, setting by setting.</summary>
    public ServiceOptions WithKafka(Func<KafkaConnection, KafkaConnection> change) =>
        this with
        {
            Kafka = change(Kafka ?? new KafkaConnection("")),
        };
}

internal enum LogFormat
{
    Text,
    Json,
}
