using System.CommandLine;
using CreatorStream.Host.Configuration;
using CreatorStream.Kafka;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Host.Topics;

/// <summary>What commands that work on Kafka's topics have in common: settings, and errors as one line and an exit code.</summary>
internal static class KafkaCommand
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
    ];

    /// <param name="more">Settings beside those that say where Kafka is and which topics are meant.</param>
    public static Command Create(string name, string help, params string[] more)
    {
        var command = new Command(name, help);
        Settings.AddTo(command, [.. Settings.All.Select(setting => setting.Name).Except(Used).Except(more)]);
        return command;
    }

    /// <returns>What the work returns; 1 where it fails or is stopped, 2 for a setting that can't be used.</returns>
    public static async Task<int> RunAsync(ParseResult parsed, Func<KafkaConnection, ServiceOptions, Task<int>> work)
    {
        try
        {
            ServiceOptions options = Settings.Read(parsed);
            KafkaConnection connection = options.Kafka is { Servers.Length: > 0 } named
                ? named
                : throw new SettingException("--kafka is missing: name the brokers, such as 127.0.0.1:9092.");
            return await work(connection, options);
        }
        catch (SettingException error)
        {
            await Console.Error.WriteLineAsync($"creatorstream: {error.Message}");
            return 2;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("creatorstream: stopped; a second run repeats nothing twice");
            return 1;
        }
        catch (Exception error)
            when (error
                    is LogUnavailableException
                        or KafkaFailedException
                        or KafkaInputException
                        or OffsetGoneException
                        or KafkaUnavailableException
            )
        {
            await Console.Error.WriteLineAsync($"creatorstream: {error.Message}");
            return 1;
        }
    }

    /// <summary>UTC, to the second.</summary>
    public static string Time(long ms) =>
        ms <= 0
            ? "unknown"
            : DateTimeOffset
                .FromUnixTimeMilliseconds(ms)
                .ToString("yyyy-MM-dd HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
