using System.CommandLine;
using CreatorStream.Host.Configuration;
using CreatorStream.Kafka;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Host.Running;

/// <summary><c>topics create</c> and <c>topics check</c>.</summary>
public static class TopicsCommand
{
    private static readonly string[] Used =
    [
        "kafka",
        "kafka-security",
        "kafka-ca",
        "kafka-cert",
        "kafka-cert-key",
        "kafka-sasl",
        "kafka-user",
        "kafka-password",
        "topic-prefix",
        "partitions",
    ];

    private const int DefaultPartitions = 8;

    public static Command Create()
    {
        var replication = new Option<short>("--replication")
        {
            Description = "Copies of each partition",
            DefaultValueFactory = _ => 1,
        };
        Command create = Sub("create", "Makes the topics that are missing, and the log's secret");
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
        Command check = Sub("check", "Names every difference between the topics and what is needed");
        check.SetAction((parsed, _) => RunAsync(parsed, CheckAsync));
        return new Command("topics", "Makes and checks the topics of a service at scale") { create, check };
    }

    private static Command Sub(string name, string help)
    {
        var command = new Command(name, help);
        Settings.AddTo(command, [.. Settings.All.Select(setting => setting.Name).Except(Used)]);
        return command;
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
        Console.WriteLine(
            differences.Count == 0
                ? $"All topics are as needed: a log of {log.Partitions} partitions."
                : $"{differences.Count} differences."
        );
        return differences.Count == 0 ? 0 : 3;
    }

    private static async Task<int> RunAsync(ParseResult parsed, Func<TopicAdmin, ServiceOptions, Task<int>> run)
    {
        try
        {
            ServiceOptions options = Settings.Read(parsed);
            KafkaConnection connection = options.Kafka is { Servers.Length: > 0 } named
                ? named
                : throw new SettingException("--kafka is missing: name the brokers, such as 127.0.0.1:9092.");
            using var admin = new TopicAdmin(connection, new TopicSpecs(options.TopicPrefix), NullLogger.Instance);
            return await run(admin, options);
        }
        catch (SettingException error)
        {
            await Console.Error.WriteLineAsync($"creatorstream: {error.Message}");
            return 2;
        }
        catch (Exception error)
            when (error
                    is LogUnavailableException
                        or KafkaFailedException
                        or KafkaInputException
                        or KafkaUnavailableException
            )
        {
            await Console.Error.WriteLineAsync($"creatorstream: {error.Message}");
            return 1;
        }
    }
}
