using System.CommandLine;
using CreatorStream.Connectors.Notifications;
using CreatorStream.Import;

namespace CreatorStream.Host.Running;

/// <summary><c>notify test CHANNEL --notifications FILE</c>: sends a sample and says what the other side answered.</summary>
internal static class NotifyCommand
{
    public static Command Create(TimeProvider time)
    {
        var channel = new Argument<string>("CHANNEL") { Description = "The name of the channel in the file" };
        var file = new Option<string>("--notifications")
        {
            Description = "YAML file that says whom to tell of alerts",
            Required = true,
        };
        var test = new Command("test", "Sends a sample by one channel, once, and prints what the other side said")
        {
            channel,
            file,
        };
        test.SetAction(
            async (parsed, cancel) =>
            {
                try
                {
                    var opened = NotificationsFile.Read(parsed.GetValue(file)!);
                    NotificationTry tried = await opened.TryAsync(parsed.GetValue(channel)!, time, cancel);
                    await (tried.IsTaken ? Console.Out : Console.Error).WriteLineAsync(tried.Said);
                    return tried.IsTaken ? 0 : 1;
                }
                catch (YamlFileException error)
                {
                    await Console.Error.WriteLineAsync($"creatorstream: {error.Message}");
                    return 2;
                }
            }
        );
        return new Command("notify", "Tries the channels by which people are told of alerts") { test };
    }
}
