using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CreatorStream.Redis.Tests;

/// <summary>
/// Stands between a client and Redis, and can swallow whatever passes without closing anything, as a network does that
/// dropped a machine. A connection that lost bytes never comes back, also when others pass again.
/// </summary>
internal sealed class BlackHole : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentBag<Socket> sockets = [];
    private readonly ConcurrentBag<Task> pumps = [];
    private readonly int target;
    private readonly Task accepting;
    private long swallowed;
    private volatile bool isSwallowing;

    public BlackHole(int target)
    {
        this.target = target;
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public long Swallowed => Interlocked.Read(ref swallowed);

    public bool IsSwallowing
    {
        get => isSwallowing;
        set => isSwallowing = value;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        foreach (Socket socket in sockets)
        {
            socket.Dispose();
        }
        await Task.WhenAll(pumps);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await listener.AcceptSocketAsync(stop.Token);
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
                sockets.Add(client);
                sockets.Add(server);
                await server.ConnectAsync(IPAddress.Loopback, target, stop.Token);
                var lost = new StrongBox();
                pumps.Add(PumpAsync(client, server, lost));
                pumps.Add(PumpAsync(server, client, lost));
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
    }

    private async Task PumpAsync(Socket from, Socket to, StrongBox lost)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, stop.Token) is > 0 and var count)
            {
                lost.IsLost |= isSwallowing;
                if (lost.IsLost)
                {
                    Interlocked.Add(ref swallowed, count);
                }
                else
                {
                    await to.SendAsync(buffer.AsMemory(0, count), stop.Token);
                }
            }
            to.Shutdown(SocketShutdown.Send);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // One of the two ends is gone; the other is told.
            from.Dispose();
            to.Dispose();
        }
    }

    private sealed class StrongBox
    {
        public volatile bool IsLost;
    }
}
