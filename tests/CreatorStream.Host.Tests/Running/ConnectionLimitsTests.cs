using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using CreatorStream.Host.Configuration;
using CreatorStream.Host.Running;
using CreatorStream.Redis.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CreatorStream.Host.Tests.Running;

/// <summary>Who opens connections and says nothing takes the room of nobody.</summary>
public class ConnectionLimitsTests
{
    private const int Descriptors = 700;
    private const int Strangers = 900;

    private static readonly Uri Ready = new("/health/ready", UriKind.Relative);
    private static readonly Uri Events = new("/v1/events", UriKind.Relative);
    private static readonly Uri Metrics = new("/metrics", UriKind.Relative);

    [Fact]
    public async Task Connections_that_say_nothing_leave_room_for_files_and_for_who_speaks()
    {
        using var scratch = new Scratch();
        await using ChildProcess service = Serve(scratch.Path("data"));
        const string Listens = "listens on ";
        string said = await service.SaysAsync(Listens);
        var address = new Uri(said[(said.IndexOf(Listens, StringComparison.Ordinal) + Listens.Length)..].Split(' ')[0]);
        using var http = new HttpClient { BaseAddress = address };
        await Eventually.Holds(
            "it is ready",
            async () => (await Status(http.GetAsync(Ready))) == HttpStatusCode.OK ? null : "not yet"
        );
        var silent = new List<Socket>();
        try
        {
            await Eventually.Holds(
                "connections are refused",
                async () =>
                {
                    // At once, and faster than the service can answer: those it refuses take descriptors too.
                    Socket[] more = [.. Enumerable.Range(0, Strangers).Select(_ => NewSocket())];
                    silent.AddRange(more);
                    await Task.WhenAll(
                        more.Select(socket => ConnectAsync(socket, new DnsEndPoint(address.Host, address.Port)))
                    );
                    service.AssertRuns();
                    return service.Output.Contains("connections were refused", StringComparison.Ordinal)
                        ? null
                        : "none";
                }
            );
            var click = new
            {
                id = "e1",
                type = "click",
                time = "2026-03-01T12:00:00Z",
                visitor = "v1",
            };
            Assert.Equal(HttpStatusCode.OK, await Answer(service, () => http.PostAsJsonAsync(Events, click)));
            Assert.Equal(HttpStatusCode.OK, await Answer(service, () => http.GetAsync(Ready)));
        }
        finally
        {
            silent.ForEach(socket => socket.Dispose());
        }
        using var later = new HttpClient { BaseAddress = address };
        Assert.Equal(HttpStatusCode.OK, await Answer(service, () => later.GetAsync(Ready)));
        string metrics = await later.GetStringAsync(Metrics);
        Assert.Matches("creatorstream_connections [1-9]", metrics);
        Assert.Matches("creatorstream_connections_refused_total [1-9]", metrics);
    }

    [Fact]
    public void A_connection_may_say_nothing_for_half_a_minute()
    {
        var options = new ServiceOptions();
        WebApplicationBuilder builder = WebParts.CreateBuilder(options, WebParts.OpenKeys(options));
        builder.Services.AddSingleton(TimeProvider.System);
        using WebApplication app = builder.Build();
        KestrelServerLimits limits = app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;
        Assert.Equal(TimeSpan.FromSeconds(30), limits.KeepAliveTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), limits.RequestHeadersTimeout);
    }

    [Fact]
    public async Task A_connection_counts_until_its_descriptor_is_given_back_and_a_refused_one_has_none()
    {
        var limits = new ConnectionLimits(4, TimeProvider.System, new RecordedLog<ConnectionLimits>());
        var sockets = new SocketTransportFactory(
            Options.Create(new SocketTransportOptions()),
            NullLoggerFactory.Instance
        );
        var listeners = new LimitedListeners(sockets, limits);
        await using IConnectionListener listener = await listeners.BindAsync(
            new IPEndPoint(IPAddress.Loopback, 0),
            default
        );
        var callers = new List<Socket>();
        try
        {
            ConnectionContext first = await Enter();
            ConnectionContext second = await Enter();
            Assert.Equal(2, limits.Open);
            Task<ConnectionContext?> third = listener.AcceptAsync().AsTask();
            for (int refused = 0; refused < 20; refused++)
            {
                Socket caller = await Call();
                Assert.True(await IsClosed(caller));
            }
            Assert.Equal((2, 20), (limits.Open, limits.Refused));
            await first.DisposeAsync();
            Assert.Equal(1, limits.Open);
            await Call();
            await (await third)!.DisposeAsync();
            await second.DisposeAsync();
            Assert.Equal((0, 20), (limits.Open, limits.Refused));
        }
        finally
        {
            callers.ForEach(caller => caller.Dispose());
        }

        async Task<Socket> Call()
        {
            Socket caller = NewSocket();
            callers.Add(caller);
            await ConnectAsync(caller, listener.EndPoint);
            return caller;
        }

        async Task<ConnectionContext> Enter()
        {
            await Call();
            return (await listener.AcceptAsync())!;
        }
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", "192.0.2.2")]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", "::ffff:192.0.2.2")]
    [InlineData("2001:db8::1", "2001:db8:0:ffff::1", "2001:db8:1::1")]
    public void One_address_takes_a_quarter_and_all_take_half_of_the_descriptors(string one, string same, string other)
    {
        var time = new ManualTime(DateTimeOffset.UnixEpoch);
        var log = new RecordedLog<ConnectionLimits>();
        var limits = new ConnectionLimits(64, time, log);
        Assert.Equal((32, 8), (limits.Most, limits.MostOfOne));
        Enter(one, 8);
        Assert.False(limits.TryEnter(IPAddress.Parse(same)));
        limits.Leave(IPAddress.Parse(one));
        Enter(same, 1);
        Assert.False(limits.TryEnter(IPAddress.Parse(one)));
        Enter(other, 1);
        // Behind a proxy on the machine all callers are one address.
        Enter("127.0.0.1", 14);
        Enter("::1", 9);
        Assert.False(limits.TryEnter(IPAddress.Loopback));
        Assert.Equal((32, 3), (limits.Open, limits.Refused));
        Assert.Single(log.Lines);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(limits.TryEnter(IPAddress.Parse(other)));
        Assert.Equal(2, log.Lines.Count);
        Assert.True(log.Has("3 connections were refused since this was last said"));

        void Enter(string address, int times) =>
            Assert.All(Enumerable.Range(0, times), _ => Assert.True(limits.TryEnter(IPAddress.Parse(address))));
    }

    [Theory]
    [InlineData("Max open files            700                  4096                 files", 700)]
    [InlineData("Max open files            unlimited            unlimited            files", int.MaxValue)]
    [InlineData("", 1024)]
    public void Descriptors_are_what_the_system_says(string line, int most)
    {
        using var scratch = new Scratch();
        Assert.Equal(
            most,
            OpenFiles.Read(scratch.Write("limits", $"Max cpu time  unlimited  unlimited  seconds\n{line}\n"))
        );
        Assert.Equal(1024, OpenFiles.Read(scratch.Path("none")));
    }

    /// <summary>A refused connection is tried again: silent ones go by themselves, should this one have gone before.</summary>
    private static async Task<HttpStatusCode> Answer(ChildProcess service, Func<Task<HttpResponseMessage>> ask)
    {
        HttpStatusCode status = default;
        await Eventually.Holds(
            "there is an answer",
            async () =>
            {
                service.AssertRuns();
                try
                {
                    status = await Status(ask());
                    return null;
                }
                catch (HttpRequestException error)
                {
                    return error.Message;
                }
            }
        );
        return status;
    }

    private static async Task<HttpStatusCode> Status(Task<HttpResponseMessage> asked)
    {
        using HttpResponseMessage answer = await asked;
        return answer.StatusCode;
    }

    private static async Task<bool> IsClosed(Socket caller)
    {
        try
        {
            return await caller.ReceiveAsync(new byte[1]) == 0;
        }
        catch (SocketException)
        {
            return true; // reset
        }
    }

    private static Socket NewSocket() => new(SocketType.Stream, ProtocolType.Tcp);

    private static async Task ConnectAsync(Socket socket, EndPoint to)
    {
        try
        {
            await socket.ConnectAsync(to);
        }
        catch (SocketException)
        {
            // Refused before the connect was through.
        }
    }

    private static ChildProcess Serve(string data) =>
        ChildProcess.Start(
            "few-descriptors",
            "bash",
            "-c",
            $"ulimit -n {Descriptors} && exec \"$@\"",
            "bash",
            "dotnet",
            typeof(WebParts).Assembly.Location,
            "serve",
            "--data",
            data,
            "--port",
            "0"
        );
}
