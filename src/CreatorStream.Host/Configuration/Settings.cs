using System.CommandLine;
using System.Globalization;
using System.Net;
using CreatorStream.Kafka.Facts;

namespace CreatorStream.Host.Configuration;

/// <summary>A value that can't be used, said so that a user can mend it.</summary>
internal sealed class SettingException(string message) : Exception(message);

/// <summary>One setting: a flag <c>--name</c>, the variable <c>CREATORSTREAM_NAME</c>, and the key <c>name</c> of the YAML file.</summary>
/// <param name="Apply">Puts a value as text into the options.</param>
internal sealed record Setting(string Name, string Help, Func<ServiceOptions, string, ServiceOptions> Apply)
{
    public string Variable => "CREATORSTREAM_" + Name.ToUpperInvariant().Replace('-', '_');
}

/// <summary>
/// All settings of a service, and where their values come from: flags before environment variables before the YAML file
/// before defaults.
/// </summary>
internal static class Settings
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("data", "Folder that keeps all state; made where it is missing", (o, v) => o with { Data = v }),
        new(
            "port",
            "Port to listen on, 0 for any free one (default 5180)",
            (o, v) => o with { Port = Number(v, 0, 65535) }
        ),
        new(
            "listen",
            "Address to listen on (default 127.0.0.1); beyond the loopback it needs a key",
            (o, v) => o with { Listen = Address(v) }
        ),
        new(
            "key",
            "A key with all rights; better by CREATORSTREAM_KEY than by flag. More keys: the command keys",
            (o, v) => o with { Key = Key(v) }
        ),
        new(
            "keys",
            "File of keys (default: keys.json of the data folder); several processes may share it",
            (o, v) => o with { Keys = v }
        ),
        new(
            "partitions",
            "Partitions of a new log (default 4, on Kafka 8); fixed for its life",
            (o, v) => o with { Partitions = Number(v, 1, 256) }
        ),
        new(
            "retention",
            "How old an event may be when it arrives, such as 90d or 36h (default: no limit)",
            (o, v) => o with { Retention = Duration(v) }
        ),
        new(
            "snapshot-interval",
            "How often state is saved, such as 60s: what a crash makes it read again (default 60s)",
            (o, v) => o with { SnapshotInterval = Duration(v) }
        ),
        new(
            "memory",
            "Memory to stay below, such as 512MB or 4GB (default 512MB): state beyond it is left to files of the data folder",
            (o, v) => o with { MemoryBytes = Size(v, LeastMemoryMB) }
        ),
        new(
            "catalog",
            "YAML or NDJSON file of catalog entries to upsert at the start",
            (o, v) => o with { Catalog = v }
        ),
        new("webhooks", "YAML file of signed webhooks that other programs call", (o, v) => o with { Webhooks = v }),
        new(
            "notifications",
            "YAML file that says whom to tell of alerts, by e-mail, Slack or webhook",
            (o, v) => o with { Notifications = v }
        ),
        new(
            "rate-limit",
            "Requests a second from one address, 0 for no limit (default: none on the loopback, 200 elsewhere)",
            (o, v) => o with { RequestsPerSecond = Number(v, 0, 1_000_000) }
        ),
        new(
            "log-format",
            "text, or json for one object a line (default text)",
            (o, v) => o with { LogFormat = Format(v) }
        ),
        new(
            "kafka",
            "Brokers, HOST:PORT,…: Kafka is the log, and roles may be processes of their own",
            (o, v) => o.WithKafka(k => k with { Servers = v })
        ),
        new(
            "kafka-security",
            "plaintext (default), ssl, sasl_plaintext or sasl_ssl",
            (o, v) => o.WithKafka(k => k with { SecurityProtocol = Security(v) })
        ),
        new(
            "kafka-ca",
            "PEM file of the authority that signed the brokers' certificates (default: the system's)",
            (o, v) => o.WithKafka(k => k with { SslCaLocation = v })
        ),
        new(
            "kafka-cert",
            "PEM file of this client's certificate",
            (o, v) => o.WithKafka(k => k with { SslCertificateLocation = v })
        ),
        new("kafka-cert-key", "PEM file of its private key", (o, v) => o.WithKafka(k => k with { SslKeyLocation = v })),
        new(
            "kafka-sasl",
            "PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512",
            (o, v) => o.WithKafka(k => k with { SaslMechanism = v })
        ),
        new("kafka-user", "User for SASL", (o, v) => o.WithKafka(k => k with { SaslUsername = v })),
        new(
            "kafka-password",
            "Password for SASL; better by CREATORSTREAM_KAFKA_PASSWORD than by flag",
            (o, v) => o.WithKafka(k => k with { SaslPassword = v })
        ),
        new(
            "kafka-format",
            "json, an event a message (default), or arrow, many as columns: how events are written; both are read",
            (o, v) => o with { KafkaFormat = EventsAs(v) }
        ),
        new(
            "spool",
            "What collect keeps in the data folder while Kafka is away, such as 500MB, 0 for none (default 1GB)",
            (o, v) => o with { SpoolBytes = v == "0" ? 0 : Size(v, 1) }
        ),
        new(
            "topic-prefix",
            "What the names of all topics begin with, where several services share brokers",
            (o, v) => o with { TopicPrefix = v }
        ),
        new("redis", "HOST:PORT of a Redis that holds the views", (o, v) => o with { Redis = v }),
        new("redis-user", "User of Redis' access list", (o, v) => o with { RedisUser = v }),
        new(
            "redis-password",
            "Password of Redis; better by CREATORSTREAM_REDIS_PASSWORD than by flag",
            (o, v) => o with { RedisPassword = v }
        ),
        new("redis-tls", "true: talk to Redis by TLS", (o, v) => o with { RedisTls = YesOrNo(v) }),
        new(
            "redis-ca",
            "PEM file of the authority that signed Redis' certificate (default: the system's)",
            (o, v) => o with { RedisCa = v }
        ),
        new(
            "advertise",
            "Where other processes reach this one, such as http://10.0.0.7:5180 (default: where it listens)",
            (o, v) => o with { Advertise = Url(v) }
        ),
        new("dashboard", "Folder of the built dashboard", (o, v) => o with { Dashboard = v }),
    ];

    private const int LeastMemoryMB = 256;
    private const long MostBytes = 1_024_000_000_000;

    /// <summary>Adds a flag for each setting, and --config.</summary>
    public static void AddTo(Command command, params string[] without)
    {
        foreach (Setting setting in All.Where(setting => !without.Contains(setting.Name)))
        {
            command.Options.Add(new Option<string>("--" + setting.Name) { Description = setting.Help });
        }
        command.Options.Add(new Option<string>("--config") { Description = "YAML file with any of these settings" });
    }

    /// <exception cref="SettingException">A value can't be used; the message says which and from where.</exception>
    public static ServiceOptions Read(ParseResult flags)
    {
        string? file = Flag(flags, "--config") ?? Environment.GetEnvironmentVariable("CREATORSTREAM_CONFIG");
        IReadOnlyDictionary<string, ConfigValue> values =
            file == null ? new Dictionary<string, ConfigValue>() : ConfigFile.Read(file);
        var options = new ServiceOptions();
        foreach (Setting setting in All)
        {
            if (values.TryGetValue(setting.Name, out ConfigValue? value))
            {
                options = ConfigFile.Apply(file!, setting, value, options);
            }
            if (Environment.GetEnvironmentVariable(setting.Variable) is { Length: > 0 } variable)
            {
                options = Apply(setting, variable, options, setting.Variable);
            }
            if (Flag(flags, "--" + setting.Name) is { } flag)
            {
                options = Apply(setting, flag, options, "--" + setting.Name);
            }
        }
        return options;
    }

    private static string? Flag(ParseResult flags, string name) =>
        flags.CommandResult.Command.Options.Any(option => option.Name == name) ? flags.GetValue<string>(name) : null;

    private static ServiceOptions Apply(Setting setting, string value, ServiceOptions options, string from)
    {
        try
        {
            return setting.Apply(options, value);
        }
        catch (SettingException error)
        {
            throw new SettingException($"{from} {error.Message}");
        }
    }

    private static int Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number >= least
        && number <= most
            ? number
            : throw new SettingException($"must be a number from {least} to {most}, not «{text}».");

    private static string Security(string text) =>
        text is "plaintext" or "ssl" or "sasl_plaintext" or "sasl_ssl"
            ? text
            : throw new SettingException($"must be plaintext, ssl, sasl_plaintext or sasl_ssl, not «{text}».");

    private static bool YesOrNo(string text) =>
        text switch
        {
            "true" => true,
            "false" => false,
            _ => throw new SettingException($"must be true or false, not «{text}»."),
        };

    private static string Url(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
            ? url.GetLeftPart(UriPartial.Authority)
            : throw new SettingException($"must be an address such as http://10.0.0.7:5180, not «{text}».");

    private static LogFormat Format(string text) =>
        text switch
        {
            "text" => LogFormat.Text,
            "json" => LogFormat.Json,
            _ => throw new SettingException($"must be text or json, not «{text}»."),
        };

    private static EventFormat EventsAs(string text) =>
        text switch
        {
            "json" => EventFormat.Json,
            "arrow" => EventFormat.Arrow,
            _ => throw new SettingException($"must be json or arrow, not «{text}»."),
        };

    private static IPAddress Address(string text) =>
        text == "localhost" ? IPAddress.Loopback
        : IPAddress.TryParse(text, out IPAddress? address) ? address
        : throw new SettingException($"must be an IP address such as 127.0.0.1 or 0.0.0.0, not «{text}».");

    private static string Key(string text) =>
        text.Length is >= 8 and <= 256 ? text : throw new SettingException("must have 8 to 256 characters.");

    private static long Size(string text, int leastMB)
    {
        long unit = text switch
        {
            [.., 'M', 'B'] => 1_000_000,
            [.., 'G', 'B'] => 1_000_000_000,
            _ => 0,
        };
        return
            unit > 0
            && long.TryParse(
                text.AsSpan(0, text.Length - 2),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out long n
            )
            && n <= MostBytes / unit
            && n * unit >= leastMB * 1_000_000L
            ? n * unit
            : throw new SettingException(
                $"must be a size from {leastMB}MB to 1024GB, such as 512MB or 4GB, not «{text}»."
            );
    }

    private static TimeSpan Duration(string text)
    {
        if (
            text.Length >= 2
            && double.TryParse(
                text.AsSpan(0, text.Length - 1),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out double number
            )
            && number > 0
            && number < 1e6
        )
        {
            switch (text[^1])
            {
                case 's':
                    return TimeSpan.FromSeconds(number);
                case 'm':
                    return TimeSpan.FromMinutes(number);
                case 'h':
                    return TimeSpan.FromHours(number);
                case 'd':
                    return TimeSpan.FromDays(number);
            }
        }
        throw new SettingException($"must be a duration such as 30s, 15m, 36h or 90d, not «{text}».");
    }
}
