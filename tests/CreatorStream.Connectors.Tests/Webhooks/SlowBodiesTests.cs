using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CreatorStream.Connectors.Tests.Webhooks;

/// <summary>Strangers who announce a body and send none.</summary>
public sealed class SlowBodiesTests
{
    private const int MostLarge = 16;
    private const int Large = 4_000_000;
    private const string Order = """
        {"id":1,"created_at":"2026-03-01T12:00:00Z","total":"1.00","customer":{"id":"c"}}
        """;

    [Fact]
    public async Task Large_ones_keep_nobody_out_but_other_large_ones()
    {
        await using Hooks hooks = await Hooks.Start(waitsForBodies: true);
        var silent = new List<TcpClient>();
        try
        {
            for (int i = 0; i < MostLarge; i++)
            {
                silent.Add(await Announce(hooks, Large, asksFirst: true));
                byte[] asked = new byte["HTTP/1.1 100 Continue\r\n\r\n".Length];
                // Asked for when reading begins.
                await silent[^1].GetStream().ReadExactlyAsync(asked);
                Assert.StartsWith("HTTP/1.1 100", Encoding.ASCII.GetString(asked), StringComparison.Ordinal);
            }
            using TcpClient refused = await Announce(hooks, Large, asksFirst: true);
            Assert.StartsWith("HTTP/1.1 503", await FirstLine(refused), StringComparison.Ordinal);
            (await hooks.Send("shop", Order, Hooks.Signed(Order))).Is(HttpStatusCode.OK, 1);
            Assert.Equal(1, (await hooks.Collector.PostEvents(Collector.Event())).Accepted);
        }
        finally
        {
            silent.ForEach(of => of.Dispose());
        }
    }

    [Fact]
    public async Task One_that_does_not_come_in_ten_seconds_is_not_waited_for()
    {
        // Its timers are due at once.
        var time = new ManualTime(FixedTime.Now);
        await using Hooks hooks = await Hooks.Start(time);
        using TcpClient silent = await Announce(hooks, 9, asksFirst: false);
        Assert.StartsWith("HTTP/1.1 408", await FirstLine(silent), StringComparison.Ordinal);
        Assert.Contains(TimeSpan.FromSeconds(10), time.Waits);
    }

    private static async Task<TcpClient> Announce(Hooks hooks, int bytes, bool asksFirst)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, hooks.Collector.Client.BaseAddress!.Port);
        string head =
            $"POST /v1/hooks/shop HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {bytes}\r\n"
            + (asksFirst ? "Expect: 100-continue\r\n\r\n" : "\r\n");
        await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        return tcp;
    }

    private static async Task<string?> FirstLine(TcpClient tcp)
    {
        using var reader = new StreamReader(tcp.GetStream(), leaveOpen: true);
        return await reader.ReadLineAsync();
    }
}
