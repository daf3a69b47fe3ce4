using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace CreatorStream.Serve.Tests;

/// <summary>A client of the hub that speaks SignalR's JSON protocol over a bare WebSocket, and reads only when told to.</summary>
internal sealed class HubClient : IDisposable
{
    private const char End = '\u001e';

    private readonly ClientWebSocket socket = new();
    private readonly SocketsHttpHandler handler = new()
    {
        // Little room on the client's side, so that what is not read stays with the server soon.
        ConnectCallback = async (context, cancel) =>
        {
            var tcp = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 16 * 1024, NoDelay = true };
            await tcp.ConnectAsync(context.DnsEndPoint, cancel);
            return new NetworkStream(tcp, ownsSocket: true);
        },
    };
    private readonly StringBuilder received = new();
    private readonly Queue<JsonElement> messages = new();
    private int invocations;

    public static async Task<HubClient> Connect(Uri hub, (string Name, string Value)[] headers)
    {
        var client = new HubClient();
        foreach ((string name, string value) in headers)
        {
            client.socket.Options.SetRequestHeader(name, value);
        }
        using var invoker = new HttpMessageInvoker(client.handler, disposeHandler: false);
        await Eventually.Done(client.socket.ConnectAsync(hub, invoker, CancellationToken.None), "the hub answers");
        await client.SendText("{\"protocol\":\"json\",\"version\":1}");
        JsonElement answer = (await client.Next())!.Value;
        Assert.False(answer.TryGetProperty("error", out _));
        return client;
    }

    /// <summary>Calls a method of the hub without waiting for its answer.</summary>
    public async Task<string> Call(string method, params string?[] arguments)
    {
        string id = $"{++invocations}";
        await SendText(
            JsonSerializer.Serialize(
                new
                {
                    type = 1,
                    invocationId = id,
                    target = method,
                    arguments,
                }
            )
        );
        return id;
    }

    /// <summary>Calls a method of the hub; other messages are kept for <see cref="Next"/>.</summary>
    /// <returns>The error, or null.</returns>
    public async Task<string?> Invoke(string method, params string?[] arguments)
    {
        string id = await Call(method, arguments);
        var others = new List<JsonElement>();
        while (await Next() is { } message)
        {
            if (Type(message) == 3 && message.GetProperty("invocationId").GetString() == id)
            {
                others.ForEach(messages.Enqueue);
                return message.TryGetProperty("error", out JsonElement error) ? error.GetString() : null;
            }
            others.Add(message);
        }
        throw new IOException("The connection was closed.");
    }

    /// <summary>The next message but pings, or null when the server has closed.</summary>
    public async Task<JsonElement?> Next()
    {
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            if (messages.TryDequeue(out JsonElement message))
            {
                if (Type(message) == 7)
                {
                    return null;
                }
                if (Type(message) != 6)
                {
                    return message;
                }
                continue;
            }
            ValueWebSocketReceiveResult read;
            try
            {
                read = await Eventually.Done(
                    socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None).AsTask(),
                    "the hub sends a message"
                );
            }
            catch (WebSocketException)
            {
                // Closed without a word.
                return null;
            }
            if (read.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }
            Take(Encoding.UTF8.GetString(buffer, 0, read.Count));
        }
    }

    /// <summary>The arguments of the next message to a target; completions are passed over.</summary>
    public async Task<(string Target, JsonElement Message)> NextCall()
    {
        while (await Next() is { } message)
        {
            if (Type(message) == 1)
            {
                return (message.GetProperty("target").GetString()!, message.GetProperty("arguments")[0]);
            }
        }
        throw new IOException("The connection was closed.");
    }

    /// <summary>Reads snapshot and deltas onto a screen until it shows what it should.</summary>
    public async Task ReadUntil(Screen screen, Func<Screen, bool> isIt)
    {
        while (screen.Messages == 0 || !isIt(screen))
        {
            (string target, JsonElement message) = await NextCall();
            if (target == "snapshot")
            {
                screen.Snapshot(message);
            }
            else
            {
                Assert.Equal("delta", target);
                screen.Delta(message);
            }
        }
    }

    public void Dispose()
    {
        socket.Dispose();
        handler.Dispose();
    }

    private Task SendText(string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text + End), WebSocketMessageType.Text, true, CancellationToken.None);

    private void Take(string text)
    {
        // Letters of several bytes don't occur in these tests, so no read ends within one.
        int from = 0;
        for (int end = text.IndexOf(End); end >= 0; end = text.IndexOf(End, from))
        {
            received.Append(text, from, end - from);
            from = end + 1;
            using var document = JsonDocument.Parse(received.ToString());
            messages.Enqueue(document.RootElement.Clone());
            received.Clear();
        }
        received.Append(text, from, text.Length - from);
    }

    private static int Type(JsonElement message) =>
        message.TryGetProperty("type", out JsonElement type) ? type.GetInt32() : 0;
}
