using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Collect.Tests;

/// <summary>The collector on a real web server and a real log in a temporary folder.</summary>
internal sealed class Collector : IAsyncDisposable
{
    public const string Json = "application/json";
    public const string Lines = "application/x-ndjson";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("creatorstream-collect-");
    private readonly CancellationTokenSource stop = new();
    private readonly WebApplication app;
    private Task following = Task.CompletedTask;

    private Collector(bool isOpen, Action<IEndpointRouteBuilder>? alsoMap, TimeProvider time, bool waitsForBodies)
    {
        Log = SqliteFactLog.Open(
            Path.Combine(folder.FullName, "log.db"),
            3,
            new FixedTime(),
            NullLogger<SqliteFactLog>.Instance
        );
        Memory = new StateMemory(folder.FullName, budgetBytes: 1, freeBytes: () => FreeBytes);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        // What the service's log has of the web server's.
        builder
            .Logging.ClearProviders()
            .AddProvider(Errors)
            .AddFilter(level => level >= LogLevel.Error)
            .AddFilter("CreatorStream.Connectors", LogLevel.Warning);
        // As the service limits what is not the collector's.
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            if (waitsForBodies)
            {
                kestrel.Limits.MinRequestBodyDataRate = null;
            }
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(time).AddSingleton<IFactLog>(Log);
        builder.Services.AddSingleton(Memory).AddCollect(() => isOpen);
        app = builder.Build();
        app.Use(
            (context, next) =>
            {
                context.Features.Set(Sender);
                return next(context);
            }
        );
        app.UseCollect();
        app.MapCollect();
        alsoMap?.Invoke(app);
    }

    public SqliteFactLog Log { get; }

    /// <summary>What was logged as an error, and warnings of routes beside the collector's own.</summary>
    public LoggedErrors Errors { get; } = new();

    /// <summary>State of tasks that are not here; its disk is full when a test says so.</summary>
    public StateMemory Memory { get; }

    /// <summary>Who calls what is no way in for strangers.</summary>
    public Principal Sender { get; set; } = Principal.Local;

    public long FreeBytes { get; set; } = long.MaxValue;

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    public CatalogDirectory Catalog => app.Services.GetRequiredService<CatalogDirectory>();

    public CollectMetrics Metrics => app.Services.GetRequiredService<CollectMetrics>();

    public VisitorIds Ids => app.Services.GetRequiredService<VisitorIds>();

    /// <param name="isOpen">To names from strangers, where a workspace doesn't say.</param>
    /// <param name="knowsCatalog">false: it has not read it yet, and never does.</param>
    /// <param name="alsoMap">Routes beside the collector's own.</param>
    /// <param name="time">null: it stands still.</param>
    /// <param name="waitsForBodies">The web server gives no body up that comes slowly.</param>
    public static async Task<Collector> Start(
        bool isOpen = true,
        bool knowsCatalog = true,
        Action<IEndpointRouteBuilder>? alsoMap = null,
        TimeProvider? time = null,
        bool waitsForBodies = false
    )
    {
        var collector = new Collector(isOpen, alsoMap, time ?? new FixedTime(), waitsForBodies);
        await collector.app.StartAsync();
        collector.Client.BaseAddress = new Uri(collector.app.Urls.First());
        if (!knowsCatalog)
        {
            return collector;
        }
        collector.following = collector
            .app.Services.GetRequiredService<CatalogDirectory>()
            .FollowAsync(collector.stop.Token);
        return collector;
    }

    /// <summary>Sets up a catalog that ends with a link, and waits until the collector knows it.</summary>
    public async Task SetUp(string catalog, string workspace, string lastLink)
    {
        Answer answer = await Post("/api/catalog", catalog, Lines);
        Assert.Empty(answer.Rejected);
        bool known = await Eventually.Get(
            () => Task.FromResult(Catalog.Find(workspace)?.TryLink(lastLink, out _) == true),
            found => found
        );
        Assert.True(known);
    }

    /// <summary>An event that says no more than it must, with fields added or replaced.</summary>
    public static string Event(params (string Name, string Json)[] fields)
    {
        var all = new Dictionary<string, string>
        {
            ["id"] = "\"e1\"",
            ["type"] = "\"visit\"",
            ["time"] = "\"2026-03-01T12:00:00Z\"",
            ["visitor"] = "\"v1\"",
        };
        foreach ((string name, string json) in fields)
        {
            all[name] = json;
        }
        return "{" + string.Join(',', all.Select(field => $"\"{field.Key}\":{field.Value}")) + "}";
    }

    public static byte[] Gzip(ReadOnlySpan<byte> bytes)
    {
        using var into = new MemoryStream();
        using (var gzip = new GZipStream(into, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }
        return into.ToArray();
    }

    public Task<Answer> PostEvents(string body, string type = Json) =>
        Post("/v1/events", Encoding.UTF8.GetBytes(body), type);

    public Task<Answer> Post(string path, string body, string type = Json) =>
        Post(path, Encoding.UTF8.GetBytes(body), type);

    public Task<Answer> Post(string path, byte[] body, string? type, string? encoding = null) =>
        Post(path, new ByteArrayContent(body), type, encoding);

    public async Task<Answer> Post(string path, HttpContent content, string? type, string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        content.Headers.ContentType = type == null ? null : MediaTypeHeaderValue.Parse(type);
        if (encoding != null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }
        using HttpResponseMessage response = await Client.SendAsync(request);
        return await Answer.Of(response);
    }

    public async Task<HttpResponseMessage> Get(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        return await Client.SendAsync(request);
    }

    /// <summary>Sends bytes as they are and reads what comes until the server closes; may break off after sending.</summary>
    public async Task<string> Raw(string request, bool breakOff = false)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, Client.BaseAddress!.Port);
        using var reader = new StreamReader(tcp.GetStream());
        await tcp.GetStream().WriteAsync(Encoding.UTF8.GetBytes(request));
        if (breakOff)
        {
            tcp.Client.Shutdown(SocketShutdown.Send);
        }
        try
        {
            return await reader.ReadToEndAsync();
        }
        catch (IOException error)
            when (breakOff && error.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            // Who breaks off may be broken off, too: that is no answer.
            return "";
        }
    }

    /// <summary>All events in the log, as another reader sees them.</summary>
    public EventBatch Events()
    {
        var all = new EventBatch();
        var batch = new EventBatch();
        var parser = new EventParser();
        for (int partition = 0; partition < Log.Partitions; partition++)
        {
            using ILogReader reader = Log.Read(LogStream.Events, partition, 0);
            while (reader.TryRead(out LogRecord record))
            {
                EventBatchCodec.Decode(record.Payload, batch);
                Assert.Equal(record.Facts, batch.Count);
                for (int row = 0; row < batch.Count; row++)
                {
                    Assert.Equal(
                        partition,
                        Partitioner.PartitionOf(batch.Bytes(EventField.Visitor, row), Log.Partitions)
                    );
                    parser.ParseJson(Text(batch, row), 1, long.MaxValue / 2, all.Append, []);
                }
            }
        }
        return all;
    }

    public int EventCount() => Events().Count;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await following.ContinueWith(_ => { }, TaskScheduler.Default);
        Client.Dispose();
        await app.DisposeAsync();
        Log.Dispose();
        Memory.Dispose();
        stop.Dispose();
        folder.Delete(recursive: true);
    }

    private static byte[] Text(EventBatch batch, int row)
    {
        var json = new Dictionary<string, string>
        {
            ["type"] = batch.Types[row].ToString().ToLowerInvariant(),
            ["time"] = Rfc3339.Format(batch.TimesMicros[row]),
        };
        for (EventField field = EventField.Id; (int)field < EventFields.Count; field++)
        {
            json[field.JsonName()] = Encoding.UTF8.GetString(batch.Bytes(field, row));
        }
        if (batch.ValuesMicros[row] != EventBatch.NoValue)
        {
            json["value"] = (batch.ValuesMicros[row] / (decimal)Micros.PerUnit).ToString(
                System.Globalization.CultureInfo.InvariantCulture
            );
        }
        if (batch.LeadWordsOf(row).Completeness is { } percent)
        {
            json["completeness"] = (percent / 100m).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        return JsonSerializer.SerializeToUtf8Bytes(json);
    }
}

/// <summary>Keeps what was logged.</summary>
internal sealed class LoggedErrors : ILoggerProvider, ILogger
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> lines = new();

    public IEnumerable<string> Lines => lines;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

    public void Dispose() { }
}

/// <summary>What the collector said.</summary>
internal sealed record Answer(HttpStatusCode Status, int Accepted, IReadOnlyList<Rejection> Rejected, string Text)
{
    public static async Task<Answer> Of(HttpResponseMessage response)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.Content.Headers.ContentType?.MediaType == Collector.Json, $"{response.StatusCode} {text}");
        using var json = JsonDocument.Parse(text);
        return new Answer(
            response.StatusCode,
            json.RootElement.GetProperty("accepted").GetInt32(),
            [
                .. json
                    .RootElement.GetProperty("rejected")
                    .EnumerateArray()
                    .Select(of => new Rejection(
                        of.GetProperty("index").GetInt32(),
                        of.GetProperty("field").GetString()!,
                        of.GetProperty("reason").GetString()!
                    )),
            ],
            text
        );
    }

    public void Is(HttpStatusCode status, int accepted, params (int Index, string Field)[] rejected)
    {
        Assert.True(
            (status, accepted) == (Status, Accepted)
                && rejected.SequenceEqual(Rejected.Select(rejection => (rejection.Index, rejection.Field))),
            $"{(int)Status} {Text}"
        );
        Assert.All(Rejected, rejection => Assert.NotEmpty(rejection.Reason));
    }
}
