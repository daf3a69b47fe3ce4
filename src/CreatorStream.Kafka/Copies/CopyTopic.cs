namespace CreatorStream.Kafka.Copies;

/// <summary>A topic and the one that it is copied into.</summary>
/// <param name="IsOfVisitors">It has as many partitions as the log, and its messages lie by their visitor; others have one.</param>
/// <param name="LastWordCounts">The order of its messages matters.</param>
internal sealed record CopyTopic(string From, string To, bool IsOfVisitors, bool LastWordCounts)
{
    public static IReadOnlyList<CopyTopic> All(TopicSpecs from, TopicSpecs to) =>
        [
            .. from.VisitorTopics.Zip(to.VisitorTopics, (source, target) => new CopyTopic(source, target, true, false)),
            new CopyTopic(from.Metrics, to.Metrics, false, false),
            new CopyTopic(from.Catalog, to.Catalog, false, true),
            new CopyTopic(from.Decisions, to.Decisions, false, true),
        ];
}
