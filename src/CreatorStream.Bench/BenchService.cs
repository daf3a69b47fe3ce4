using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CreatorStream.Bench;

/// <summary>
/// A service of its own for a benchmark, or one role of it: a child process on a free port with a data folder that goes
/// with it.
/// </summary>
internal sealed class BenchService : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly DirectoryInfo folder;

    private BenchService(Process process, DirectoryInfo folder, Uri address)
    {
        this.process = process;
        this.folder = folder;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>CPU seconds the service has used.</summary>
    public double CpuSeconds
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalSeconds;
        }
    }

    /// <summary>Resident memory in MB.</summary>
    public double MemoryMb
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1e6;
        }
    }

    /// <summary>
    /// Memory in MB that is the service's alone: resident, without mapped files, which the system can take back. All of
    /// it where the system doesn't tell them apart.
    /// </summary>
    public double PrivateMb
    {
        get
        {
            const string Name = "RssAnon:";
            string status = $"/proc/{process.Id}/status";
            string? line = File.Exists(status)
                ? File.ReadLines(status).FirstOrDefault(of => of.StartsWith(Name))
                : null;
            return line is null
                ? MemoryMb
                : long.Parse(line.AsSpan(Name.Length, line.Length - Name.Length - 2), CultureInfo.InvariantCulture)
                    * 1024
                    / 1e6;
        }
    }

    /// <summary>All roles in one, ready.</summary>
    /// <exception cref="IOException">The service does not get ready.</exception>
    public static async Task<BenchService> Start(TimeProvider time, CancellationToken ct)
    {
        BenchService service = Launch("serve");
        try
        {
            await service.WaitUntilReady(time, ct);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>One role, which may not be ready yet.</summary>
    public static BenchService Launch(string role, params IEnumerable<string> arguments)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-bench-");
        int port = FreePort();
        ProcessStartInfo start = OwnProgram.StartInfo(
            OwnProgram.Command([
                role,
                "--data",
                folder.FullName,
                "--port",
                port.ToString(CultureInfo.InvariantCulture),
                .. arguments,
            ])
        );
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return new BenchService(process, folder, new Uri($"http://127.0.0.1:{port}"));
    }

    /// <summary>Kill -9.</summary>
    public void Kill() => process.Kill();

    public async ValueTask DisposeAsync()
    {
        // Its data go with it: nothing is worth an orderly end.
        process.Kill();
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
        folder.Delete(recursive: true);
    }

    /// <exception cref="IOException">It does not get ready.</exception>
    public async Task WaitUntilReady(TimeProvider time, CancellationToken ct)
    {
        using var http = new HttpClient();
        long started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < Patience)
        {
            if (process.HasExited)
            {
                throw new IOException($"the service ended with exit code {process.ExitCode}");
            }

            try
            {
                using HttpResponseMessage response = await http.GetAsync(new Uri(Address, "/health/ready"), ct);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(Poll, time, ct);
        }
        throw new IOException($"the service was not ready after {Patience.TotalSeconds:0} s");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
