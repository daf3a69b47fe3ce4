using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using CreatorStream.Host.Configuration;
using CreatorStream.Import;
using CreatorStream.Worlds;

namespace CreatorStream.Host.Running;

/// <summary><c>demo</c>: the service on a temporary folder, and a simulated advertiser that sends to it over HTTP.</summary>
internal static class DemoCommand
{
    public static Command Create(TimeProvider time)
    {
        var port = new Option<int>("--port")
        {
            Description = "Port to listen on, 0 for any",
            DefaultValueFactory = _ => 5180,
        };
        var seed = new Option<ulong>("--seed")
        {
            Description = "Same seed, same advertiser",
            DefaultValueFactory = _ => 1,
        };
        Option<double> speed = NumberOption.Of("--speed", "Simulated seconds a second", 1, most: 1000);
        Option<double> rate = NumberOption.Of("--rate", "Events a second", 25, most: 20_000);
        Option<double?> duration = NumberOption.Optional(
            "--duration",
            "Seconds until it ends; without it, Ctrl-C",
            most: 1e7
        );
        var data = new Option<string?>("--data")
        {
            Description = "A new folder that keeps the data, to be looked at with serve; a temporary one without it",
        };
        var noBrowser = new Option<bool>("--no-browser") { Description = "Opens no browser" };
        var command = new Command("demo", "Shows a live dashboard of a simulated advertiser, in one command")
        {
            port,
            seed,
            speed,
            rate,
            duration,
            data,
            noBrowser,
        };
        command.SetAction(
            async (parsed, cancel) =>
            {
                string? kept = parsed.GetValue(data);
                string folder = kept ?? Path.Combine(Path.GetTempPath(), $"creatorstream-demo-{Environment.ProcessId}");
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                try
                {
                    // It would be a second advertiser beside the first, whose people come again as if they were others.
                    if (kept != null && File.Exists(Path.Combine(kept, "log.db")))
                    {
                        throw new SettingException(
                            $"{kept} has data already, and a demo begins a world of its own. Name another folder, or look at what is there: creatorstream serve --data {kept}"
                        );
                    }
                    var options = new ServiceOptions
                    {
                        Data = folder,
                        Port = parsed.GetValue(port),
                        Dashboard = Environment.GetEnvironmentVariable("CREATORSTREAM_DASHBOARD"),
                    };
                    await using Service service = await Service.StartAsync(options, time, stop.Token);
                    Console.WriteLine(
                        $"CreatorStream shows a simulated advertiser at {service.Address} (Ctrl-C ends it)"
                    );
                    if (!parsed.GetValue(noBrowser))
                    {
                        OpenBrowser(service.Address);
                    }
                    var traffic = new DemoTraffic(
                        service.Address,
                        new DemoTrafficOptions
                        {
                            Seed = parsed.GetValue(seed),
                            Speed = parsed.GetValue(speed),
                            Rate = parsed.GetValue(rate),
                        },
                        time
                    );
                    if (parsed.GetValue(duration) is { } seconds)
                    {
                        stop.CancelAfter(TimeSpan.FromSeconds(seconds));
                    }
                    using CancellationTokenRegistration failed = service.Stopping.Register(stop.Cancel);
                    await traffic.Run(new Phases(), stop.Token);
                    Console.WriteLine($"{traffic.Accepted:N0} events were sent, {traffic.Rejected:N0} refused.");
                    return service.HasFailed ? 1 : 0;
                }
                catch (Exception error) when (error is SettingException or SinkException)
                {
                    await Console.Error.WriteLineAsync($"creatorstream: {error.Message}");
                    return error is SettingException ? 2 : 1;
                }
                finally
                {
                    if (kept == null && Directory.Exists(folder))
                    {
                        Directory.Delete(folder, recursive: true);
                    }
                }
            }
        );
        return command;
    }

    private static void OpenBrowser(Uri address)
    {
        if (!OperatingSystem.IsMacOS() && Environment.GetEnvironmentVariable("DISPLAY") == null)
        {
            return;
        }
        try
        {
            string opener = OperatingSystem.IsMacOS() ? "open" : "xdg-open";
            Process.Start(new ProcessStartInfo(opener, address.AbsoluteUri) { UseShellExecute = false })?.Dispose();
        }
        catch (Win32Exception)
        {
            // No browser to open: the address is printed.
        }
    }

    /// <summary>Says once when a phase begins.</summary>
    private sealed class Phases : IProgress<DemoProgress>
    {
        private string phase = "";

        public void Report(DemoProgress value)
        {
            if (value.Phase == phase)
            {
                return;
            }
            phase = value.Phase;
            Console.WriteLine(
                phase switch
                {
                    "catalog" => "Sending the catalog …",
                    "history" => "Sending the last hours, newest first …",
                    _ => $"Live, after {value.Accepted:N0} events of history.",
                }
            );
        }
    }
}
