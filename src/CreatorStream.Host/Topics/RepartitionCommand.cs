using System.CommandLine;
using System.Globalization;
using CreatorStream.Host.Configuration;
using CreatorStream.Import;
using CreatorStream.Kafka;
using CreatorStream.Kafka.Copies;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Host.Topics;

/// <summary><c>topics repartition --partitions N --to-prefix P [--replication R] [--cut-over]</c></summary>
internal static class RepartitionCommand
{
    /// <summary>After this long without a message nobody is taken to write any more.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    public static Command Create(TimeProvider time)
    {
        var prefix = new Option<string>("--to-prefix")
        {
            Description = "What the names of the new topics begin with",
            Required = true,
        };
        var replication = new Option<short>("--replication")
        {
            Description = "Copies of each partition of the new topics",
            DefaultValueFactory = _ => 1,
        };
        var cutOver = new Option<bool>("--cut-over")
        {
            Description = "Collectors are stopped: copy what is left, and hand the new topics over",
        };
        Command command = KafkaCommand.Create(
            "repartition",
            "Copies the log into new topics with another number of partitions; can be stopped and run again",
            "partitions"
        );
        command.Options.Add(prefix);
        command.Options.Add(replication);
        command.Options.Add(cutOver);
        command.SetAction(
            (parsed, cancel) =>
                KafkaCommand.RunAsync(
                    parsed,
                    async (connection, options) =>
                    {
                        int partitions =
                            options.Partitions
                            ?? throw new SettingException("--partitions is missing: say how many the copy shall have.");
                        string to = parsed.GetValue(prefix)!;
                        if (to == options.TopicPrefix)
                        {
                            throw new SettingException("--to-prefix must differ from --topic-prefix.");
                        }
                        using var copy = new LogCopy(
                            connection,
                            new TopicSpecs(options.TopicPrefix),
                            new TopicSpecs(to),
                            time,
                            NullLogger.Instance
                        );
                        await copy.OpenAsync(partitions, parsed.GetValue(replication));
                        return copy.IsHandedOver ? await LateAsync(copy, to, time, cancel)
                            : parsed.GetValue(cutOver) ? await CutOverAsync(copy, to, time, cancel)
                            : await CatchUpAsync(copy, to, partitions, time, cancel);
                    }
                )
        );
        return command;
    }

    private static async Task<int> CatchUpAsync(
        LogCopy copy,
        string to,
        int partitions,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        long copied = await RunAsync(copy, $"copying to {to}*", TimeSpan.Zero, time, cancel);
        Console.WriteLine(
            $"""
            {Copied(copied, copy)} Nothing is left just now.
            To cut over to {partitions} partitions:
              1. Start process and serve with --topic-prefix {to}: they read the copy while it grows.
                 Run this again from time to time, so that little is left for the end.
              2. When they are ready, stop the collectors and whatever else writes to the old topics.
              3. Run this again with --cut-over and wait until it says that nothing is left.
              4. Start the collectors with --topic-prefix {to}, and let other producers write to the new topics.
            The old topics stay as they are.
            """
        );
        return 0;
    }

    private static async Task<int> CutOverAsync(LogCopy copy, string to, TimeProvider time, CancellationToken cancel)
    {
        long copied = await RunAsync(
            copy,
            $"copying to {to}* until nothing has come for {Quiet.TotalSeconds} s",
            Quiet,
            time,
            cancel
        );
        await copy.HandOverAsync();
        Console.WriteLine(
            $"""
            {Copied(copied, copy)} Nothing is left: the log is {to}* now.
            Start the collectors with --topic-prefix {to}, and let other producers write to the new topics.
            Whatever still comes to the old ones is copied by running this again.
            """
        );
        return 0;
    }

    private static async Task<int> LateAsync(LogCopy copy, string to, TimeProvider time, CancellationToken cancel)
    {
        long copied = await RunAsync(copy, $"copying to {to}* what came late", TimeSpan.Zero, time, cancel);
        Console.WriteLine(
            $"The log was handed over to {to}* before. {Copied(copied, copy)} What comes now carries the time of now. Nothing is left."
        );
        if (copy.LateEntries == 0)
        {
            return 0;
        }
        await Console.Error.WriteLineAsync(
            $"creatorstream: {copy.LateEntries} messages came to the old catalog and decisions since. They are not copied, "
                + "since newer words may be in the new ones: send those entries again to the new collectors."
        );
        return 1;
    }

    /// <returns>Messages copied.</returns>
    private static Task<long> RunAsync(
        LogCopy copy,
        string what,
        TimeSpan quiet,
        TimeProvider time,
        CancellationToken cancel
    ) =>
        Meter.Run(
            CommandErrors.Console,
            time,
            what,
            async meter =>
            {
                await copy.CatchUpAsync(
                    quiet,
                    copied =>
                    {
                        meter.Add(copied);
                        meter.Fraction = (double)meter.Events / (meter.Events + copy.Left);
                    },
                    cancel
                );
                return meter.Events;
            },
            "messages"
        );

    private static string Copied(long copied, LogCopy copy)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{copied:N0} messages copied");
        if (copy.Unusable > copy.LeftOut)
        {
            text += string.Create(
                CultureInfo.InvariantCulture,
                $", {copy.Unusable - copy.LeftOut:N0} of them no events: the new log sets them aside again"
            );
        }
        if (copy.LeftOut > 0)
        {
            text += string.Create(
                CultureInfo.InvariantCulture,
                $", {copy.LeftOut:N0} that are no events left out, since they may tell of somebody who was erased: the old log has set them aside"
            );
        }
        if (copy.Erased > 0)
        {
            text += string.Create(
                CultureInfo.InvariantCulture,
                $", {copy.Erased:N0} events without the persons who were erased"
            );
        }
        return text + ".";
    }
}
