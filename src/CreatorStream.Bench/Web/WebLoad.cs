using System.Net.Sockets;
using System.Text;

namespace CreatorStream.Bench.Web;

/// <summary>What connections got answered.</summary>
/// <param name="Seconds">Measured time.</param>
/// <param name="LatenciesMs">Of each request whose answer came in that time, from sending it to having all of its answer.</param>
/// <param name="CpuSeconds">Of the service in that time; null: nobody knows.</param>
internal sealed record WebSample(double Seconds, IReadOnlyList<double> LatenciesMs, double? CpuSeconds);

/// <summary>
/// Many connections, each with one request under way at a time, driven by one thread that asks all sockets at once which
/// have something: it shares the machine with the service, so it must cost little.
/// </summary>
internal sealed class WebLoad : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TimeProvider time;
    private readonly Func<double?> cpuSeconds;
    private readonly Dictionary<Socket, Connection> connections = [];
    private readonly List<Socket> ready = [];
    private List<double> latencies = [];

    /// <param name="cpuSeconds">What the service has used by now; null: nobody knows.</param>
    /// <exception cref="SocketException">The service can't be reached.</exception>
    public WebLoad(Uri service, int count, Func<double?> cpuSeconds, TimeProvider time)
    {
        this.time = time;
        this.cpuSeconds = cpuSeconds;
        for (int i = 0; i < count; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            connections.Add(socket, new Connection(socket));
            socket.Connect(service.Host, service.Port);
            socket.Blocking = false;
        }
    }

    /// <summary>Sends requests for so long, and measures behind a warm-up. When it returns all of them have been answered.</summary>
    /// <exception cref="HttpRequestException">An answer is another one, or none comes.</exception>
    public WebSample Run(WebRequests requests, TimeSpan warmUp, TimeSpan duration, CancellationToken ct)
    {
        long begun = time.GetTimestamp();
        foreach (Connection connection in connections.Values)
        {
            Send(connection, requests);
        }

        Exchange(requests, begun, warmUp, ct);
        latencies = [];
        double? cpu = cpuSeconds();
        long measured = time.GetTimestamp();
        Exchange(requests, measured, duration, ct);
        var sample = new WebSample(time.GetElapsedTime(measured).TotalSeconds, latencies, cpuSeconds() - cpu);
        latencies = [];
        while (connections.Values.Any(connection => connection.IsWaiting))
        {
            TakeAnswers(requests, sendsNext: false);
        }

        return sample;
    }

    public void Dispose()
    {
        foreach (Socket socket in connections.Keys)
        {
            socket.Dispose();
        }
    }

    private void Exchange(WebRequests requests, long since, TimeSpan duration, CancellationToken ct)
    {
        while (time.GetElapsedTime(since) < duration)
        {
            ct.ThrowIfCancellationRequested();
            TakeAnswers(requests, sendsNext: true);
        }
    }

    private void TakeAnswers(WebRequests requests, bool sendsNext)
    {
        ready.Clear();
        foreach ((Socket? socket, Connection? connection) in connections)
        {
            if (connection.IsWaiting)
            {
                ready.Add(socket);
            }
        }

        Socket.Select(ready, null, null, Patience);
        if (ready.Count == 0)
        {
            throw new HttpRequestException($"{requests.Name}: no answer for {Patience.TotalSeconds:0} s");
        }

        foreach (Socket socket in ready)
        {
            Connection connection = connections[socket];
            if (!connection.TryReceive(out int status))
            {
                continue;
            }

            if (status != requests.Status)
            {
                throw new HttpRequestException($"{requests.Name}: answered by {connection.Text}");
            }

            latencies.Add(time.GetElapsedTime(connection.SentAt).TotalMilliseconds);
            if (sendsNext)
            {
                Send(connection, requests);
            }
        }
    }

    private void Send(Connection connection, WebRequests requests)
    {
        ReadOnlyMemory<byte> request = requests.Next();
        connection.SentAt = time.GetTimestamp();
        connection.Send(request.Span);
    }

    private sealed class Connection(Socket socket)
    {
        private readonly byte[] answer = new byte[16 * 1024];
        private int length;

        public bool IsWaiting { get; private set; }

        public long SentAt { get; set; }

        public string Text => Encoding.UTF8.GetString(answer, 0, length);

        public void Send(ReadOnlySpan<byte> request)
        {
            // The former answer was read, so nothing lies in the way of so few bytes.
            if (socket.Send(request) != request.Length)
            {
                throw new HttpRequestException("a request did not fit into its socket");
            }

            length = 0;
            IsWaiting = true;
        }

        /// <returns>Whether the answer is whole.</returns>
        public bool TryReceive(out int status)
        {
            int read = socket.Receive(answer.AsSpan(length));
            if (read == 0)
            {
                throw new HttpRequestException($"a connection was closed: {Text}");
            }

            length += read;
            IsWaiting = !Answer.IsWhole(answer.AsSpan(0, length), out status);
            return !IsWaiting;
        }
    }
}
