using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CreatorStream.Golden;

/// <summary>Takes events as a service would and keeps their lines: what an importer really sends.</summary>
public sealed class EventRecorder : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly List<string> lines = [];
    private readonly Task serving;

    public EventRecorder()
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        listener.Prefixes.Add(Address.ToString());
        listener.Start();
        serving = Serve();
    }

    public Uri Address { get; }

    /// <summary>All lines so far; call it when the sender has ended.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (lines)
            {
                return [.. lines];
            }
        }
    }

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        listener.Close();
        serving.Wait();
    }

    private async Task Serve()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // The listener was closed.
                return;
            }

            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            string[] lines = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            lock (this.lines)
            {
                this.lines.AddRange(lines);
            }

            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(
                Encoding.UTF8.GetBytes($"{{\"accepted\":{lines.Length},\"rejected\":[]}}")
            );
            context.Response.Close();
        }
    }
}
