using Confluent.Kafka;

namespace CreatorStream.Kafka;

/// <summary>Where Kafka is, and how to be let in. Says nothing of its secrets when printed.</summary>
/// <param name="Servers">bootstrap.servers: HOST:PORT, separated by commas.</param>
public sealed record KafkaConnection(string Servers)
{
    /// <summary>plaintext, ssl, sasl_plaintext or sasl_ssl.</summary>
    public string SecurityProtocol { get; init; } = "plaintext";

    /// <summary>Files in PEM; the authority may be a folder, and is the system's where it is not given.</summary>
    public string? SslCaLocation { get; init; }
    public string? SslCertificateLocation { get; init; }
    public string? SslKeyLocation { get; init; }

    /// <summary>PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512.</summary>
    public string? SaslMechanism { get; init; }
    public string? SaslUsername { get; init; }
    public string? SaslPassword { get; init; }

    /// <summary>Further settings of librdkafka, for all clients.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();

    public override string ToString() => $"Kafka at {Servers} ({SecurityProtocol})";

    /// <summary>Puts these settings, and what all clients have in common, into a client's configuration.</summary>
    /// <param name="name">client.id: how the client appears in the brokers' logs and quotas.</param>
    /// <exception cref="KafkaUnavailableException">librdkafka is missing, or was built without what is asked for.</exception>
    internal T Configure<T>(T config, string name)
        where T : ClientConfig
    {
        RequireFeatures();
        config.BootstrapServers = Servers;
        config.ClientId = name;
        config.SocketKeepaliveEnable = true;
        config.LogConnectionClose = false;
        // Brokers that come back are found within a second, not within ten.
        config.ReconnectBackoffMaxMs = 1000;
        config.AllowAutoCreateTopics = false;
        Set(config, "security.protocol", SecurityProtocol);
        Set(config, "ssl.ca.location", SslCaLocation);
        Set(config, "ssl.certificate.location", SslCertificateLocation);
        Set(config, "ssl.key.location", SslKeyLocation);
        Set(config, "sasl.mechanism", SaslMechanism);
        Set(config, "sasl.username", SaslUsername);
        Set(config, "sasl.password", SaslPassword);
        foreach ((string? key, string? value) in More)
        {
            config.Set(key, value);
        }

        return config;
    }

    private static void Set(ClientConfig config, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            config.Set(key, value);
        }
    }

    private void RequireFeatures()
    {
        IReadOnlySet<string> features = KafkaLibrary.Features;
        string protocol = SecurityProtocol.ToLowerInvariant();
        bool scram = SaslMechanism?.StartsWith("SCRAM", StringComparison.OrdinalIgnoreCase) ?? false;
        Need(protocol.EndsWith("ssl", StringComparison.Ordinal), "ssl", "TLS");
        Need(protocol.StartsWith("sasl", StringComparison.Ordinal) && scram, "sasl_scram", "SASL SCRAM");

        void Need(bool asked, string feature, string what)
        {
            if (asked && !features.Contains(feature))
            {
                throw new KafkaUnavailableException(
                    $"librdkafka was built here without {what}, since OpenSSL's headers were missing (README, Packages)"
                );
            }
        }
    }
}
