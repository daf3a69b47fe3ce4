using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using CreatorStream.Kafka.Copies;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Kafka;

/// <summary>Where a topic is not as it should be.</summary>
/// <param name="Setting">As Kafka names it, or partitions, or replication.</param>
/// <param name="IsFatal">Figures would come out wrong: the service must not run on it.</param>
public sealed record TopicDifference(string Topic, string Setting, string Is, string Should, bool IsFatal)
{
    public override string ToString() => $"{Topic}: {Setting} is {Is}, should be {Should}";
}

/// <summary>Makes the topics, and tells where they differ from what is needed.</summary>
public sealed class TopicAdmin : IDisposable
{
    private const string Partitions = "partitions";
    private const string Missing = "missing";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly IAdminClient admin;
    private readonly TopicSpecs topics;
    private readonly LogIdentities identities;

    /// <exception cref="KafkaUnavailableException">librdkafka is missing, or can't do what the connection asks for.</exception>
    public TopicAdmin(KafkaConnection connection, TopicSpecs topics, ILogger logger)
    {
        this.topics = topics;
        identities = new LogIdentities(connection, topics, logger);
        admin = new AdminClientBuilder(connection.Configure(new AdminClientConfig(), "creatorstream-admin"))
            .SetLogHandler((_, message) => KafkaLog.Write(logger, message))
            .Build();
    }

    /// <summary>Makes the topics that are missing, and the log's own record if there is none. Changes no topic that is
    /// there; see <see cref="CheckAsync"/>.</summary>
    /// <param name="partitions">Of the visitor topics.</param>
    /// <param name="replication">Copies of each partition; writes need all but one of them, and at least one.</param>
    /// <returns>The names of the topics made.</returns>
    /// <exception cref="KafkaFailedException">There is a log with another number of partitions, or a topic can't be made.</exception>
    /// <exception cref="LogUnavailableException">Brokers are away.</exception>
    public async Task<IReadOnlyList<string>> CreateAsync(int partitions, short replication)
    {
        Dictionary<string, TopicMetadata> existing = Existing();
        LogIdentity? log = existing.ContainsKey(topics.Progress) ? await ReadLogIdentityAsync() : null;
        if (log is not null && log.Partitions != partitions)
        {
            throw new KafkaFailedException(
                $"this log has {log.Partitions} partitions, which are fixed for its life; {partitions} were asked for"
            );
        }

        if (log is null && identities.Leftover(existing.Values) is { } leftover)
        {
            throw new KafkaFailedException(
                $"{topics.Progress} does not have the log's own record, and {leftover} has messages that belong to it: restore {topics.Progress}, or choose another --topic-prefix, or delete all topics of the log to begin anew"
            );
        }

        IReadOnlyList<string> made = await CreateMissingAsync(existing, topics.All(partitions), replication);
        await identities.WriteIfMissingAsync(partitions);
        return made;
    }

    /// <summary>Deletes topics with all that they hold. Brokers go on deleting for some time after they said so.</summary>
    /// <exception cref="LogUnavailableException">Brokers are away, or refuse.</exception>
    public async Task DeleteAsync(IEnumerable<string> names)
    {
        try
        {
            await admin.DeleteTopicsAsync(names, new DeleteTopicsOptions { RequestTimeout = Timeout });
        }
        catch (KafkaException e)
        {
            throw new LogUnavailableException($"Kafka doesn't delete topics: {e.Error.Reason}", e);
        }
    }

    /// <summary>Makes the topics that a log is copied into where they are missing, and its record. Until
    /// <see cref="StampByLogAsync"/> their messages carry the times that they come with.</summary>
    /// <param name="log">The log to come: the secret of the one that is copied, and its own number of partitions.</param>
    /// <param name="from">The prefix of the topics that are copied.</param>
    /// <returns>What earlier runs came to.</returns>
    /// <exception cref="KafkaFailedException">Something else is there, or a topic can't be made.</exception>
    /// <exception cref="LogUnavailableException">Brokers are away.</exception>
    internal async Task<CopyRecord> BeginCopyAsync(LogIdentity log, string from, short replication)
    {
        Dictionary<string, TopicMetadata> existing = Existing();
        (LogIdentity? copy, CopyRecord? former) = existing.ContainsKey(topics.Progress)
            ? await identities.ReadBothAsync()
            : (null, null);
        if (copy is not null && (copy.Secret != log.Secret || former?.From != from))
        {
            throw new KafkaFailedException(
                $"the topics {topics.Clicks} and so on are those of another log: choose another --to-prefix"
            );
        }

        if (copy is not null && copy.Partitions != log.Partitions)
        {
            throw new KafkaFailedException(
                $"the copy has {copy.Partitions} partitions, which are fixed; {log.Partitions} were asked for"
            );
        }

        CopyRecord record = former ?? new CopyRecord(from, new Dictionary<string, long>(), IsHandedOver: false);
        IReadOnlyList<TopicSpec> specs = record.IsHandedOver
            ? topics.All(log.Partitions)
            : topics.AllOfCopy(log.Partitions);
        // Brokers take note of a changed setting some time after they said so: the topics must be made with it.
        var there = specs.Where(spec => existing.ContainsKey(spec.Name)).ToList();
        TopicDifference? wrong = (await DifferencesAsync(there, null)).FirstOrDefault(difference =>
            difference.IsFatal || difference.Setting == TopicSpecs.StampSetting
        );
        if (wrong is not null)
        {
            throw new KafkaFailedException($"{wrong}: delete that topic, or choose another --to-prefix");
        }

        await CreateMissingAsync(existing, specs, replication);
        if (copy is null)
        {
            await identities.WriteAsync(log, record);
        }

        return record;
    }

    /// <summary>Messages carry the log's time from soon on; those that are there keep theirs.</summary>
    /// <exception cref="LogUnavailableException">Brokers are away, or refuse.</exception>
    internal Task StampByLogAsync() =>
        AskAsync(() =>
            admin.IncrementalAlterConfigsAsync(
                topics
                    .All(1)
                    .Where(spec => spec.Settings.ContainsKey(TopicSpecs.StampSetting))
                    .ToDictionary(
                        spec => new ConfigResource { Type = ResourceType.Topic, Name = spec.Name },
                        _ => new List<ConfigEntry>
                        {
                            new()
                            {
                                Name = TopicSpecs.StampSetting,
                                Value = TopicSpecs.StampByLog,
                                IncrementalOperation = AlterConfigOpType.Set,
                            },
                        }
                    ),
                new IncrementalAlterConfigsOptions { RequestTimeout = Timeout }
            )
        );

    /// <summary>By name, how many partitions each topic has that is there.</summary>
    /// <exception cref="LogUnavailableException">Brokers are away.</exception>
    public IReadOnlyDictionary<string, int> PartitionCounts() =>
        Existing().ToDictionary(topic => topic.Key, topic => topic.Value.Partitions.Count);

    /// <summary>Every difference between the topics and what is needed; empty where all is well.</summary>
    /// <exception cref="LogUnavailableException">Brokers are away.</exception>
    /// <param name="replication">Copies of each partition; null: as many as each topic has.</param>
    public Task<IReadOnlyList<TopicDifference>> CheckAsync(int partitions, short? replication) =>
        DifferencesAsync(topics.All(partitions), replication);

    private async Task<IReadOnlyList<TopicDifference>> DifferencesAsync(
        IReadOnlyList<TopicSpec> specs,
        short? replication
    )
    {
        Dictionary<string, TopicMetadata> existing = Existing();
        Dictionary<string, Dictionary<string, string>> settings = await SettingsAsync([
            .. specs.Select(spec => spec.Name).Where(existing.ContainsKey),
        ]);
        var differences = new List<TopicDifference>();
        foreach (TopicSpec spec in specs)
        {
            if (!existing.TryGetValue(spec.Name, out TopicMetadata? topic))
            {
                differences.Add(new(spec.Name, Partitions, Missing, Text(spec.Partitions), IsFatal: true));
                continue;
            }
            if (topic.Partitions.Count != spec.Partitions)
            {
                differences.Add(
                    new(spec.Name, Partitions, Text(topic.Partitions.Count), Text(spec.Partitions), IsFatal: true)
                );
            }

            int copies = topic.Partitions.Count == 0 ? 0 : topic.Partitions.Min(p => p.Replicas.Length);
            if (replication is { } asked && copies != asked)
            {
                differences.Add(new(spec.Name, "replication", Text(copies), Text(asked), IsFatal: false));
            }

            differences.AddRange(
                from wanted in Settings(spec, replication ?? (short)copies)
                let found = settings[spec.Name].GetValueOrDefault(wanted.Key, Missing)
                where found != wanted.Value
                select new TopicDifference(spec.Name, wanted.Key, found, wanted.Value, IsFatal: false)
            );
        }
        return differences;
    }

    /// <summary>Deletes the records before an offset, for good.</summary>
    /// <exception cref="LogUnavailableException">Brokers are away, or refuse.</exception>
    public Task DeleteRecordsAsync(string topic, int partition, long before) =>
        AskAsync(() =>
            admin.DeleteRecordsAsync(
                [new TopicPartitionOffset(topic, partition, before)],
                new DeleteRecordsOptions { RequestTimeout = Timeout, OperationTimeout = Timeout }
            )
        );

    /// <summary>What the log says of itself, or null where there is none.</summary>
    /// <exception cref="LogUnavailableException">Brokers are away, or there is no topic for it.</exception>
    public Task<LogIdentity?> ReadLogIdentityAsync() => identities.ReadAsync();

    public void Dispose() => admin.Dispose();

    /// <exception cref="LogUnavailableException">Brokers are away.</exception>
    internal Dictionary<string, TopicMetadata> Existing()
    {
        try
        {
            return admin
                .GetMetadata(Timeout)
                .Topics.Where(topic => !topic.Error.IsError)
                .ToDictionary(topic => topic.Topic);
        }
        catch (KafkaException e)
        {
            throw new LogUnavailableException($"Kafka doesn't tell its topics: {e.Error.Reason}", e);
        }
    }

    /// <returns>The names of the topics made.</returns>
    /// <exception cref="KafkaFailedException">One can't be made.</exception>
    /// <exception cref="LogUnavailableException">Brokers are away.</exception>
    internal async Task<IReadOnlyList<string>> CreateMissingAsync(
        Dictionary<string, TopicMetadata> existing,
        IReadOnlyList<TopicSpec> specs,
        short replication
    )
    {
        var missing = specs.Where(spec => !existing.ContainsKey(spec.Name)).ToList();
        if (missing.Count == 0)
        {
            return [];
        }

        try
        {
            await admin.CreateTopicsAsync(
                missing.Select(spec => new TopicSpecification
                {
                    Name = spec.Name,
                    NumPartitions = spec.Partitions,
                    ReplicationFactor = replication,
                    Configs = Settings(spec, replication),
                }),
                new CreateTopicsOptions { RequestTimeout = Timeout, OperationTimeout = Timeout }
            );
            return [.. missing.Select(spec => spec.Name)];
        }
        catch (CreateTopicsException e)
        {
            // Somebody else may be making them at the same time.
            var failed = e.Results.Where(r => r.Error.IsError && r.Error.Code != ErrorCode.TopicAlreadyExists).ToList();
            if (failed.Count > 0)
            {
                throw new KafkaFailedException(
                    "topics can't be made: " + string.Join("; ", failed.Select(r => $"{r.Topic}: {r.Error.Reason}")),
                    e
                );
            }

            return [.. e.Results.Where(r => !r.Error.IsError).Select(r => r.Topic)];
        }
        catch (KafkaException e)
        {
            throw new LogUnavailableException($"Kafka doesn't make topics: {e.Error.Reason}", e);
        }
    }

    private async Task<Dictionary<string, Dictionary<string, string>>> SettingsAsync(List<string> names)
    {
        if (names.Count == 0)
        {
            return [];
        }

        List<DescribeConfigsResult> described = await AskAsync(() =>
            admin.DescribeConfigsAsync(
                names.Select(name => new ConfigResource { Type = ResourceType.Topic, Name = name }),
                new DescribeConfigsOptions { RequestTimeout = Timeout }
            )
        );
        return described.ToDictionary(
            topic => topic.ConfigResource.Name,
            topic => topic.Entries.ToDictionary(entry => entry.Key, entry => entry.Value.Value)
        );
    }

    private static async Task<T> AskAsync<T>(Func<Task<T>> question)
    {
        try
        {
            return await question();
        }
        catch (KafkaException e)
        {
            throw new LogUnavailableException($"Kafka doesn't answer: {e.Error.Reason}", e);
        }
    }

    private static Dictionary<string, string> Settings(TopicSpec spec, short replication) =>
        new(spec.Settings) { ["min.insync.replicas"] = Text(Math.Max(1, replication - 1)) };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
