using System.CommandLine;
using CreatorStream.Host.Configuration;
using CreatorStream.Import;
using CreatorStream.Kafka;
using CreatorStream.Kafka.DeadLetters;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Host.Topics;

/// <summary><c>deadletters retry [--reason TEXT] [--topic T] [--offset N …] [--set FIELD=VALUE …] [--anyway]</c></summary>
internal static class RetryCommand
{
    private const int MostTogether = 1_000;
    private const int MostRefusedShown = 20;

    public static Command Create(TimeProvider time)
    {
        var set = new Option<string[]>("--set")
        {
            Description =
                "Write a field of the events anew, or with nothing behind the = leave it out; may be repeated",
            HelpName = "FIELD=VALUE",
        };
        var anyway = new Option<bool>("--anyway") { Description = "Send also what could still not be used" };
        Command command = KafkaCommand.Create(
            "retry",
            "Sends them again, to their own topic and their visitor's partition; sent twice they count once"
        );
        DeadLetterFilter.AddTo(command, withOffsets: true);
        command.Options.Add(set);
        command.Options.Add(anyway);
        command.SetAction(
            (parsed, cancel) =>
                KafkaCommand.RunAsync(
                    parsed,
                    async (connection, options) =>
                    {
                        IReadOnlyDictionary<string, string> changes = Changes(parsed.GetValue(set) ?? []);
                        var topics = new TopicSpecs(options.TopicPrefix);
                        using var admin = new TopicAdmin(connection, topics, NullLogger.Instance);
                        LogIdentity log =
                            await admin.ReadLogIdentityAsync()
                            ?? throw new SettingException(
                                $"There is no log at {connection.Servers} with topics such as {topics.Clicks}."
                            );
                        Outcome outcome = await Meter.Run(
                            CommandErrors.Console,
                            time,
                            "sending dead letters again",
                            meter =>
                                SendAsync(
                                    connection,
                                    topics,
                                    DeadLetterFilter.Read(parsed, options.TopicPrefix),
                                    new DeadLetterRetry(topics, log.Partitions, changes, parsed.GetValue(anyway)),
                                    time,
                                    meter,
                                    cancel
                                ),
                            "messages"
                        );
                        return Tell(outcome);
                    }
                )
        );
        return command;
    }

    /// <exception cref="SettingException">One of them sets nothing.</exception>
    internal static IReadOnlyDictionary<string, string> Changes(IEnumerable<string> texts)
    {
        var changes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new SettingException($"--set must be FIELD=VALUE, such as currency=EUR, not «{text}».");
            }
            changes[text[..equals]] = text[(equals + 1)..];
        }
        return changes;
    }

    private static async Task<Outcome> SendAsync(
        KafkaConnection connection,
        TopicSpecs topics,
        DeadLetterFilter filter,
        DeadLetterRetry retry,
        TimeProvider time,
        Meter meter,
        CancellationToken cancel
    )
    {
        var outcome = new Outcome();
        var together = new List<FactMessage>();
        using var producer = new FactProducer(
            connection,
            new FactProducerOptions("creatorstream-retry"),
            NullLogger.Instance
        );
        var log = new DeadLetterLog(connection, topics, time, NullLogger.Instance);
        await foreach (StoredDeadLetter letter in log.ReadAsync(cancel))
        {
            if (!filter.Matches(letter))
            {
                continue;
            }
            meter.Add(1);
            long now = time.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
            if (retry.Prepare(letter, now, out string reason) is { } message)
            {
                together.Add(message);
            }
            else
            {
                outcome.Refused.Add((letter.Offset, letter.Coordinates, reason));
            }
            if (together.Count == MostTogether)
            {
                await FlushAsync();
            }
        }
        await FlushAsync();
        return outcome;

        async Task FlushAsync()
        {
            await producer.ProduceAsync(together);
            outcome.Sent += together.Count;
            together = [];
        }
    }

    private static int Tell(Outcome outcome)
    {
        if (outcome.Sent == 0 && outcome.Refused.Count == 0)
        {
            Console.WriteLine("There are no such dead letters.");
            return 0;
        }
        Console.WriteLine($"{outcome.Sent} sent again.");
        if (outcome.Refused.Count == 0)
        {
            return 0;
        }
        Console.WriteLine($"{outcome.Refused.Count} not sent, since they could still not be used:");
        foreach ((long offset, string coordinates, string reason) in outcome.Refused.Take(MostRefusedShown))
        {
            Console.WriteLine($"{offset, 10}  {coordinates, -28}  {reason}");
        }
        if (outcome.Refused.Count > MostRefusedShown)
        {
            Console.WriteLine($"{"…", 10}  and {outcome.Refused.Count - MostRefusedShown} more");
        }
        return 1;
    }

    private sealed class Outcome
    {
        public long Sent { get; set; }

        public List<(long Offset, string Coordinates, string Reason)> Refused { get; } = [];
    }
}
