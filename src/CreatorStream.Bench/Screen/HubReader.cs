using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace CreatorStream.Bench.Screen;

/// <summary>
/// A dashboard without a screen: subscribes to campaigns' overviews by SignalR's JSON protocol over a WebSocket, and
/// tells the count of impressions of each message as it arrives.
/// </summary>
internal sealed class HubReader : IAsyncDisposable
{
    private const byte End = 0x1e;
    private const int FirstBytes = 64 * 1024;

    private readonly ClientWebSocket socket = new();
    private readonly CancellationTokenSource stop = new();
    private byte[] buffer = new byte[FirstBytes];
    private int filled;

    private HubReader() { }

    /// <summary>Completes when the connection ends; faulted where it broke.</summary>
    public Task Reading { get; private set; } = Task.CompletedTask;

    /// <param name="arrived">Called for each message that tells a campaign's impressions, by one thread at a time.</param>
    /// <exception cref="WebSocketException">The service can't be reached.</exception>
    /// <exception cref="IOException">The hub refuses.</exception>
    public static async Task<HubReader> Open(
        Uri service,
        IEnumerable<string> campaigns,
        Action<string, long> arrived,
        CancellationToken ct
    )
    {
        var reader = new HubReader();
        try
        {
            var hub = new UriBuilder(new Uri(service, "/hub")) { Scheme = service.Scheme == "https" ? "wss" : "ws" };
            await reader.socket.ConnectAsync(hub.Uri, ct);
            await reader.Send("""{"protocol":"json","version":1}""", ct);
            foreach (string campaign in campaigns)
            {
                await reader.Send(
                    JsonSerializer.Serialize(
                        new
                        {
                            type = 1,
                            target = "Subscribe",
                            arguments = new[] { "campaign", campaign, "overview" },
                        }
                    ),
                    ct
                );
            }

            reader.Reading = reader.Read(arrived);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        try
        {
            await Reading;
        }
        catch (Exception error) when (error is WebSocketException or IOException or OperationCanceledException)
        {
            // Who measures has looked at how it ended, if that is of interest.
        }
        socket.Dispose();
        stop.Dispose();
    }

    private async Task Read(Action<string, long> arrived)
    {
        while (true)
        {
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            ValueWebSocketReceiveResult read;
            try
            {
                read = await socket.ReceiveAsync(buffer.AsMemory(filled), stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            if (read.MessageType == WebSocketMessageType.Close)
            {
                throw new IOException("the service closed the connection of a client");
            }

            filled += read.Count;
            Take(arrived);
        }
    }

    private void Take(Action<string, long> arrived)
    {
        int begin = 0;
        for (int length; (length = buffer.AsSpan(begin, filled - begin).IndexOf(End)) >= 0; begin += length + 1)
        {
            if (HubMessage.TryRead(buffer.AsSpan(begin, length), out string? campaign, out long impressions))
            {
                arrived(campaign, impressions);
            }
        }

        buffer.AsSpan(begin, filled - begin).CopyTo(buffer);
        filled -= begin;
    }

    private Task Send(string text, CancellationToken ct)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(text), End];
        return socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, ct);
    }
}
