using CreatorStream.Events;

namespace CreatorStream.Kafka;

/// <summary>A topic as CreatorStream needs it.</summary>
/// <param name="Settings">Of the topic, as Kafka names them; min.insync.replicas follows from the replication.</param>
public sealed record TopicSpec(string Name, int Partitions, IReadOnlyDictionary<string, string> Settings);

/// <summary>The topics, and what each needs. All names may have a prefix, so that several logs share a cluster.</summary>
public sealed class TopicSpecs(string prefix = "")
{
    /// <summary>The largest message that is written. Topics take a little more, for batches' own headers.</summary>
    public const int MostMessageBytes = 2_000_000;
    private const int TopicMessageBytes = 2_097_152;

    /// <summary>Of key and value, where a value of <see cref="MostMessageBytes"/> may have a key of some kilobytes.</summary>
    public const int MostLetterBytes = MostMessageBytes + 65_536;

    /// <summary>Whose time a topic's messages carry: the log's, or the sender's.</summary>
    internal const string StampSetting = "message.timestamp.type";
    internal const string StampByLog = "LogAppendTime";
    internal const string StampBySender = "CreateTime";

    public string Prefix => prefix;
    public string Impressions => prefix + "impressions";
    public string Clicks => prefix + "clicks";
    public string Engagements => prefix + "engagements";
    public string Conversions => prefix + "conversions";
    public string Metrics => prefix + "metrics";
    public string Catalog => prefix + "catalog";
    public string Decisions => prefix + "decisions";
    public string Verdicts => prefix + "verdicts";
    public string Partials => prefix + "partials";
    public string Views => prefix + "views";
    public string Snapshots => prefix + "snapshots";
    public string Progress => prefix + "progress";
    public string Tasks => prefix + "tasks";
    public string DeadLetters => prefix + "dead-letters";

    /// <summary>A task's transactional.id: those of two logs on the same brokers must not fence one another.</summary>
    public string TransactionalId(string task) => prefix + task;

    /// <summary>Those that hold what visitors did: partition p of all of them is one task's.</summary>
    public IReadOnlyList<string> VisitorTopics => [Impressions, Clicks, Engagements, Conversions];

    /// <summary>The topic of events of a type.</summary>
    public string Of(EventType type) =>
        type.Class() switch
        {
            EventClass.Impression => Impressions,
            EventClass.Click or EventClass.Visit or EventClass.Step or EventClass.Stay => Clicks,
            EventClass.Engagement or EventClass.Social => Engagements,
            _ => Conversions,
        };

    /// <param name="partitions">Of the visitor topics, fixed for the log's life.</param>
    public IReadOnlyList<TopicSpec> All(int partitions) =>
        [
            // By the broker's time, not a sender's clock, an event is accepted; so all inputs carry it.
            .. VisitorTopics.Select(topic => Kept(topic, partitions, stamped: true)),
            Kept(Metrics, 1, stamped: true),
            Compacted(Catalog, 1, stamped: true),
            Compacted(Decisions, 1, stamped: true),
            Compacted(Verdicts, partitions),
            // Tasks delete what nobody needs any more themselves, record by record.
            Kept(Partials, partitions),
            Compacted(Views, partitions),
            Compacted(Snapshots, partitions),
            Compacted(Progress, 2 * partitions),
            // Nothing is ever written there: a group shares its partitions out, and each is a task of stage 1 or 2.
            Kept(Tasks, 2 * partitions),
            Kept(DeadLetters, 1),
        ];

    /// <summary>The same while a log is copied into them: messages carry the time that they come with.</summary>
    public IReadOnlyList<TopicSpec> AllOfCopy(int partitions) =>
        [
            .. All(partitions)
                .Select(spec =>
                    spec.Settings.ContainsKey(StampSetting)
                        ? spec with
                        {
                            Settings = new Dictionary<string, string>(spec.Settings) { [StampSetting] = StampBySender },
                        }
                        : spec
                ),
        ];

    private static TopicSpec Kept(string name, int partitions, bool stamped = false) =>
        Spec(name, partitions, "delete", stamped, ("retention.ms", "-1"), ("retention.bytes", "-1"));

    // Small segments that close soon: the one being written is never compacted, and readers begin with all there is.
    private static TopicSpec Compacted(string name, int partitions, bool stamped = false) =>
        Spec(
            name,
            partitions,
            "compact",
            stamped,
            ("segment.bytes", "67108864"),
            ("segment.ms", "600000"),
            ("min.cleanable.dirty.ratio", "0.1")
        );

    private static TopicSpec Spec(
        string name,
        int partitions,
        string cleanup,
        bool stamped,
        params (string Key, string Value)[] more
    )
    {
        var settings = new Dictionary<string, string>
        {
            ["cleanup.policy"] = cleanup,
            ["max.message.bytes"] = TopicMessageBytes.ToString(),
        };
        if (stamped)
        {
            settings[StampSetting] = StampByLog;
        }

        foreach ((string? key, string? value) in more)
        {
            settings[key] = value;
        }

        return new TopicSpec(name, partitions, settings);
    }
}
