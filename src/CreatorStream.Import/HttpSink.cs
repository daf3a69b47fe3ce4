using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Polly;
using Polly.Retry;

namespace CreatorStream.Import;

/// <summary>
/// Posts batches to a service. A lost connection and the answers 408, 429, 502, 503 and 504 are tried again, with growing
/// pauses, at least those that <c>Retry-After</c> asks for: harmless, since a repeat of an event counts once. It gives up
/// by time: a service that is started again may take minutes, one that never answered is probably the wrong address.
/// </summary>
public sealed class HttpSink : IEventSink
{
    /// <summary>Of the pause: it has long been the longest then.</summary>
    private const int MostDoublings = 10;

    private static readonly MediaTypeHeaderValue Ndjson = new("application/x-ndjson");
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PatienceAtFirst = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Who waits for longer is told.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private static readonly ResiliencePropertyKey<long> BeganAt = new(nameof(BeganAt));

    private readonly HttpClient http;
    private readonly ResiliencePipeline retry;
    private readonly Uri url;
    private readonly string? key;
    private readonly TimeProvider time;
    private volatile string? failed;
    private int underWay;
    private long heardAt;
    private long? takenAt;

    /// <param name="service">The service's address; a path in it is kept as a prefix.</param>
    /// <param name="path">Where to post, e.g. <c>/v1/events</c>.</param>
    /// <param name="key">Sent as a bearer token.</param>
    /// <param name="time">Paces the pauses between attempts.</param>
    /// <param name="handler">Replaces the network in tests.</param>
    public HttpSink(Uri service, string path, string? key, TimeProvider time, HttpMessageHandler? handler = null)
    {
        url = new Uri(service.AbsoluteUri.TrimEnd('/') + path);
        this.key = key;
        this.time = time;
        http = new HttpClient(handler ?? new SocketsHttpHandler(), disposeHandler: true)
        {
            Timeout = TimeSpan.FromMinutes(2),
        };
        retry = Retry();
    }

    public string? Trouble
    {
        get
        {
            TimeSpan silent = time.GetElapsedTime(Volatile.Read(ref heardAt));
            return this.failed is { } failed ? $"{failed}; it is tried again"
                : Volatile.Read(ref underWay) > 0 && silent >= Silence ? $"no answer for {silent.TotalSeconds:0} s"
                : null;
        }
    }

    public async ValueTask<SinkResult> Send(ReadOnlyMemory<byte> ndjson, int events, CancellationToken ct)
    {
        if (Interlocked.Increment(ref underWay) == 1)
        {
            Volatile.Write(ref heardAt, time.GetTimestamp());
        }
        try
        {
            return await SendUntilTaken(ndjson, ct);
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }

    public ValueTask DisposeAsync()
    {
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<SinkResult> SendUntilTaken(ReadOnlyMemory<byte> ndjson, CancellationToken ct)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(ct);
        context.Properties.Set(BeganAt, time.GetTimestamp());
        try
        {
            return await retry.ExecuteAsync(
                async (attempt, batch) => await SendOnce(batch, attempt.CancellationToken),
                context,
                ndjson
            );
        }
        catch (NotNowException e)
        {
            failed = null;
            throw new SinkException($"{url} has taken nothing for {Waited.TotalMinutes} min: {e.Message}", e);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private ResiliencePipeline Retry() =>
        new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(
                new RetryStrategyOptions
                {
                    // It gives up by time.
                    MaxRetryAttempts = int.MaxValue,
                    ShouldHandle = args =>
                        ValueTask.FromResult(args.Outcome.Exception is NotNowException && !IsGivenUp(args.Context)),
                    DelayGenerator = args =>
                    {
                        TimeSpan pause = FirstPause * Math.Pow(2, Math.Min(args.AttemptNumber, MostDoublings));
                        TimeSpan? asked = ((NotNowException)args.Outcome.Exception!).RetryAfter;
                        pause = pause < LongestPause ? pause : LongestPause;
                        return ValueTask.FromResult<TimeSpan?>(asked > pause ? asked : pause);
                    },
                    OnRetry = args =>
                    {
                        failed = args.Outcome.Exception!.Message;
                        return default;
                    },
                }
            )
            .Build();

    /// <exception cref="NotNowException">It may be tried again.</exception>
    private async Task<SinkResult> SendOnce(ReadOnlyMemory<byte> ndjson, CancellationToken ct)
    {
        try
        {
            using HttpResponseMessage response = await Post(ndjson, ct);
            Volatile.Write(ref heardAt, time.GetTimestamp());
            if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.MultiStatus or HttpStatusCode.BadRequest)
            {
                SinkResult result = await ReadAnswer(response, ct);
                NoteTaken();
                return result;
            }
            throw IsPassing(response.StatusCode)
                ? new NotNowException($"it answers {(int)response.StatusCode}") { RetryAfter = RetryAfter(response) }
                : await Refused(response, ct);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || TimedOut(e, ct))
        {
            throw new NotNowException(e is OperationCanceledException ? "no answer in time" : e.Message, e);
        }
    }

    private void NoteTaken()
    {
        failed = null;
        lock (http)
        {
            takenAt = time.GetTimestamp();
        }
    }

    /// <summary>How long it is waited for.</summary>
    private TimeSpan Waited
    {
        get
        {
            lock (http)
            {
                return takenAt == null ? PatienceAtFirst : Patience;
            }
        }
    }

    private bool IsGivenUp(ResilienceContext context)
    {
        long began = context.Properties.GetValue(BeganAt, 0);
        lock (http)
        {
            long since = Math.Max(began, takenAt ?? began);
            return time.GetElapsedTime(since) >= Waited;
        }
    }

    private async Task<HttpResponseMessage> Post(ReadOnlyMemory<byte> ndjson, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url);
        request.Content = new ReadOnlyMemoryContent(ndjson);
        request.Content.Headers.ContentType = Ndjson;
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return await http.SendAsync(request, ct);
    }

    private async Task<SinkResult> ReadAnswer(HttpResponseMessage response, CancellationToken ct)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync(ct);
        try
        {
            using var answer = JsonDocument.Parse(body);
            JsonElement root = answer.RootElement;
            int accepted = root.GetProperty("accepted").GetInt32();
            var rejected = new List<SinkRejection>();
            if (root.TryGetProperty("rejected", out JsonElement list))
            {
                foreach (JsonElement item in list.EnumerateArray())
                {
                    rejected.Add(new(item.GetProperty("index").GetInt32(), Text(item, "field"), Text(item, "reason")));
                }
            }

            return new SinkResult(accepted, rejected);
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new SinkException(
                $"{url} answered {(int)response.StatusCode} with something else than a count of accepted events; "
                    + "is it a CreatorStream service?",
                e
            );
        }
    }

    private async Task<SinkException> Refused(HttpResponseMessage response, CancellationToken ct)
    {
        string text = Words(await response.Content.ReadAsStringAsync(ct));
        string detail = text.Length == 0 ? "" : ": " + (text.Length > 300 ? text[..300] + "…" : text);
        return new SinkException(
            response.StatusCode switch
            {
                HttpStatusCode.Unauthorized => this.key is null
                    ? $"{url} wants a key: give --key or set CREATORSTREAM_KEY"
                    : $"{url} refuses the key",
                HttpStatusCode.NotFound => $"{url} does not exist; is it a CreatorStream service?",
                _ => $"{url} answered {(int)response.StatusCode}{detail}",
            }
        );
    }

    /// <summary>The reason that the service gives, in either of its forms; else the text as it is.</summary>
    private static string Words(string text)
    {
        try
        {
            using var answer = JsonDocument.Parse(text);
            JsonElement root = answer.RootElement;
            string said = root.TryGetProperty("rejected", out JsonElement list)
                ? Text(list.EnumerateArray().FirstOrDefault(), "reason")
                : Text(root, "error");
            return said.Length > 0 ? said : text;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Something before the service answered.
            return text;
        }
    }

    private static string Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    private static bool TimedOut(Exception e, CancellationToken ct) =>
        e is OperationCanceledException && !ct.IsCancellationRequested;

    private static bool IsPassing(HttpStatusCode status) =>
        status
            is HttpStatusCode.RequestTimeout
                or HttpStatusCode.TooManyRequests
                or HttpStatusCode.BadGateway
                or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout;

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        RetryConditionHeaderValue? header = response.Headers.RetryAfter;
        TimeSpan? asked = header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);
        return asked is { } pause ? TimeSpan.FromTicks(Math.Clamp(pause.Ticks, 0, TimeSpan.TicksPerMinute)) : null;
    }

    /// <summary>The batch was not taken, for a reason that may pass.</summary>
    private sealed class NotNowException(string message, Exception? cause = null) : Exception(message, cause)
    {
        public TimeSpan? RetryAfter { get; init; }
    }
}
