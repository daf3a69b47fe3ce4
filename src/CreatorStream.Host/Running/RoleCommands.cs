using System.CommandLine;
using CreatorStream.Host.Configuration;

namespace CreatorStream.Host.Running;

/// <summary><c>collect</c> and <c>process</c>: one role of a service at scale. <c>serve --kafka</c> is the third.</summary>
internal static class RoleCommands
{
    public static Command Collect(TimeProvider time) =>
        Create(Role.Collect, "collect", "Takes events by HTTP into Kafka: one process of a service at scale", time);

    public static Command Process(TimeProvider time) =>
        Create(Role.Process, "process", "Computes views from Kafka: one process of a service at scale", time);

    /// <summary>Runs one role until a signal or a failure ends it.</summary>
    public static async Task<int> RunAsync(
        Role role,
        ServiceOptions options,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        await using ScaledService service = await ScaledService.StartAsync(role, options, time, cancel);
        string name = role.ToString().ToLowerInvariant();
        Console.WriteLine($"CreatorStream {name} listens on {service.Address} ({options.Kafka})");
        await service.WaitForShutdownAsync(cancel);
        return service.HasFailed ? 1 : 0;
    }

    private static Command Create(Role role, string name, string help, TimeProvider time)
    {
        var command = new Command(name, help);
        Settings.AddTo(command);
        command.SetAction(
            async (parsed, cancel) =>
            {
                try
                {
                    return await RunAsync(role, Settings.Read(parsed), time, cancel);
                }
                catch (SettingException error)
                {
                    await Console.Error.WriteLineAsync($"creatorstream: {error.Message}");
                    return 2;
                }
            }
        );
        return command;
    }
}
