using System.CommandLine;
using CreatorStream.Host.Configuration;

namespace CreatorStream.Host.Running;

/// <summary><c>serve --data DIR</c>: the service for real use on one machine. <c>serve --kafka</c>: its views alone.</summary>
internal static class ServeCommand
{
    public static Command Create(TimeProvider time)
    {
        var command = new Command(
            "serve",
            "Runs the service; state is kept in --data across restarts and crashes. With --kafka: shows the views of a service at scale"
        );
        Settings.AddTo(command);
        command.SetAction(
            async (parsed, cancel) =>
            {
                try
                {
                    return await RunAsync(Settings.Read(parsed), time, cancel);
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

    private static async Task<int> RunAsync(ServiceOptions options, TimeProvider time, CancellationToken cancel)
    {
        if (options.Kafka != null)
        {
            return await RoleCommands.RunAsync(Role.Serve, options, time, cancel);
        }
        await using Service service = await Service.StartAsync(options, time, cancel);
        if (options.Catalog is { } catalog)
        {
            await service.UpsertCatalogAsync(catalog, cancel);
        }
        Console.WriteLine($"CreatorStream listens on {service.Address} (data in {Path.GetFullPath(options.Data!)})");
        await service.WaitForShutdownAsync(cancel);
        return service.HasFailed ? 1 : 0;
    }
}
