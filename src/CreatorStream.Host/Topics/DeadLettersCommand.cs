using System.CommandLine;
using CreatorStream.Host.Configuration;
using CreatorStream.Import;
using CreatorStream.Kafka;
using CreatorStream.Kafka.DeadLetters;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Host.Topics;

/// <summary><c>deadletters list</c>, <c>deadletters show</c>; <c>deadletters retry</c> is in <see cref="RetryCommand"/>.</summary>
internal static class DeadLettersCommand
{
    private const int DefaultNewest = 10;

    public static Command Create(TimeProvider time) =>
        new("deadletters", "Shows what could not be used, by reason, and sends it again after a fix")
        {
            List(time),
            Show(time),
            RetryCommand.Create(time),
        };

    private static Command List(TimeProvider time)
    {
        var limit = new Option<int>("--limit")
        {
            Description = "How many of the newest to show",
            DefaultValueFactory = _ => DefaultNewest,
        };
        Command command = KafkaCommand.Create("list", "Counts by reason, and the newest ones");
        DeadLetterFilter.AddTo(command, withOffsets: false);
        command.Options.Add(limit);
        command.SetAction(
            (parsed, cancel) =>
                KafkaCommand.RunAsync(
                    parsed,
                    async (connection, options) =>
                    {
                        int newest = parsed.GetValue(limit);
                        if (newest < 0)
                        {
                            throw new SettingException("--limit must not be below 0.");
                        }
                        var filter = DeadLetterFilter.Read(parsed, options.TopicPrefix);
                        DeadLetterLog log = Open(connection, options, time);
                        DeadLetterCounts counts = await Meter.Run(
                            CommandErrors.Console,
                            time,
                            "reading dead-letters",
                            async meter =>
                            {
                                var found = new DeadLetterCounts(newest);
                                await foreach (StoredDeadLetter letter in log.ReadAsync(cancel))
                                {
                                    meter.Add(1);
                                    if (filter.Matches(letter))
                                    {
                                        found.Add(letter);
                                    }
                                }
                                return found;
                            },
                            "messages"
                        );
                        Console.Write(DeadLetterText.List(counts));
                        if (log.Foreign > 0)
                        {
                            Console.WriteLine($"{log.Foreign} messages in dead-letters were not written by a task.");
                        }
                        return 0;
                    }
                )
        );
        return command;
    }

    private static Command Show(TimeProvider time)
    {
        var place = new Argument<string>("place")
        {
            Description = "Where it came from, TOPIC/PARTITION/OFFSET, or its offset in dead-letters",
        };
        Command command = KafkaCommand.Create("show", "One of them whole: where it came from, why, key and value");
        command.Arguments.Add(place);
        command.SetAction(
            (parsed, cancel) =>
                KafkaCommand.RunAsync(
                    parsed,
                    async (connection, options) =>
                    {
                        string name = parsed.GetValue(place)!;
                        Func<StoredDeadLetter, bool> isMeant = DeadLetterFilter.One(name, options.TopicPrefix);
                        await foreach (StoredDeadLetter letter in Open(connection, options, time).ReadAsync(cancel))
                        {
                            if (isMeant(letter))
                            {
                                Console.Write(DeadLetterText.Show(letter));
                                return 0;
                            }
                        }
                        await Console.Error.WriteLineAsync($"creatorstream: there is no dead letter {name}");
                        return 1;
                    }
                )
        );
        return command;
    }

    private static DeadLetterLog Open(KafkaConnection connection, ServiceOptions options, TimeProvider time) =>
        new(connection, new TopicSpecs(options.TopicPrefix), time, NullLogger.Instance);
}
