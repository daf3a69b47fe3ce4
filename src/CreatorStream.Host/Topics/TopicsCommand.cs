using System.CommandLine;
using CreatorStream.Host.Configuration;
using CreatorStream.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Host.Topics;

/// <summary><c>topics create</c> and <c>topics check</c>; <c>topics repartition</c> is in <see cref="RepartitionCommand"/>.</summary>
internal static class TopicsCommand
{
    private const int DefaultPartitions = 8;

    public static Command Create(TimeProvider time)
    {
        var replication = new Option<short>("--replication")
        {
            Description = "Copies of each partition",
            DefaultValueFactory = _ => 1,
        };
        Command create = KafkaCommand.Create(
            "create",
            "Makes the topics that are missing, and the log's secret",
            "partitions"
        );
        create.Options.Add(replication);
        create.SetAction(
            (parsed, _) =>
                RunAsync(
                    parsed,
                    async (admin, options) =>
                    {
                        IReadOnlyList<string> made = await admin.CreateAsync(
                            options.Partitions ?? DefaultPartitions,
                            parsed.GetValue(replication)
                        );
                        Console.WriteLine(
                            made.Count == 0 ? "All topics are there." : $"Made: {string.Join(", ", made)}"
                        );
                        return 0;
                    }
                )
        );
        Command check = KafkaCommand.Create("check", "Names every difference between the topics and what is needed");
        check.SetAction((parsed, _) => RunAsync(parsed, CheckAsync));
        return new Command("topics", "Makes, checks and copies the topics of a service at scale")
        {
            create,
            check,
            RepartitionCommand.Create(time),
        };
    }

    private static async Task<int> CheckAsync(TopicAdmin admin, ServiceOptions options)
    {
        if (await admin.ReadLogIdentityAsync() is not { } log)
        {
            throw new SettingException(
                $"There is no log yet: make one by creatorstream topics create --kafka {options.Kafka!.Servers}."
            );
        }
        IReadOnlyList<TopicDifference> differences = await admin.CheckAsync(log.Partitions, null);
        foreach (TopicDifference difference in differences)
        {
            Console.WriteLine($"{(difference.IsFatal ? "fatal  " : "differs")}  {difference}");
        }
        if (log.IsBeingCopied)
        {
            Console.WriteLine(
                "The log is being copied: messages keep the times they came with until it is handed over."
            );
        }
        Console.WriteLine(
            differences.Count == 0
                ? $"All topics are as needed: a log of {log.Partitions} partitions."
                : $"{differences.Count} differences."
        );
        return differences.Count == 0 ? 0 : 3;
    }

    private static Task<int> RunAsync(ParseResult parsed, Func<TopicAdmin, ServiceOptions, Task<int>> run) =>
        KafkaCommand.RunAsync(
            parsed,
            async (connection, options) =>
            {
                using var admin = new TopicAdmin(connection, new TopicSpecs(options.TopicPrefix), NullLogger.Instance);
                return await run(admin, options);
            }
        );
}
