using Confluent.Kafka;

namespace CreatorStream.Kafka.Tests;

public sealed class ConnectionTests
{
    private static readonly KafkaConnection Secured = new("broker:9093")
    {
        SecurityProtocol = "sasl_ssl",
        SaslMechanism = "SCRAM-SHA-512",
        SaslUsername = "collector",
        SaslPassword = "hidden-word",
        SslCaLocation = "/etc/ca.pem",
        SslCertificateLocation = "/etc/client.pem",
        SslKeyLocation = "/etc/client.key",
    };

    [Fact]
    public void A_connection_says_where_but_not_its_secrets()
    {
        Assert.Equal("Kafka at broker:9093 (sasl_ssl)", Secured.ToString());
        Assert.DoesNotContain("hidden-word", $"{Secured}", StringComparison.Ordinal);
    }

    [SkippableFact]
    public void All_settings_reach_the_client()
    {
        Skip.IfNot(KafkaLibrary.Features.IsSupersetOf(["ssl", "sasl_scram"]), "librdkafka was built without TLS");
        ConsumerConfig config = Secured.Configure(new Confluent.Kafka.ConsumerConfig(), "name");
        var set = config.ToDictionary(setting => setting.Key, setting => setting.Value);
        Assert.Equal("broker:9093", set["bootstrap.servers"]);
        Assert.Equal("sasl_ssl", set["security.protocol"]);
        Assert.Equal("SCRAM-SHA-512", set["sasl.mechanism"]);
        Assert.Equal("collector", set["sasl.username"]);
        Assert.Equal("hidden-word", set["sasl.password"]);
        Assert.Equal("/etc/ca.pem", set["ssl.ca.location"]);
        Assert.Equal("/etc/client.pem", set["ssl.certificate.location"]);
        Assert.Equal("/etc/client.key", set["ssl.key.location"]);
    }

    [Fact]
    public void A_log_identity_does_not_print_its_secret() =>
        Assert.Equal("log of 8 partitions", new LogIdentity(0xFEED, 8).ToString());

    [Fact]
    public void The_visitor_topics_have_equal_partitions()
    {
        var topics = new TopicSpecs("p.");
        var specs = topics.All(8).ToDictionary(spec => spec.Name);
        Assert.All(topics.VisitorTopics, topic => Assert.Equal(8, specs[topic].Partitions));
        Assert.Equal(16, specs["p.tasks"].Partitions);
        Assert.Equal(14, specs.Count);
    }
}
