using CreatorStream.Kafka;
using CreatorStream.Kafka.Facts;

namespace CreatorStream.Bench.Kafka;

/// <summary>Where the same events lie in each format.</summary>
internal static class BenchTopics
{
    /// <summary>Those that the peers' generator fills, an event a message.</summary>
    public static TopicSpecs Json { get; } = new();

    /// <summary>Those that <c>bench rebatch</c> fills.</summary>
    public static TopicSpecs Arrow { get; } = new("arrow.");

    public static TopicSpecs Of(EventFormat format) => format == EventFormat.Arrow ? Arrow : Json;

    /// <summary>How topics of a format are filled, for who finds none.</summary>
    public static string Filling(EventFormat format) =>
        format == EventFormat.Arrow ? "./creatorstream bench rebatch" : "peers.sh generate";
}
