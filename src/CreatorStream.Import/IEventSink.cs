namespace CreatorStream.Import;

/// <summary>
/// Where facts go: a service over HTTP, a data folder, a file. Implementations allow several calls of
/// <see cref="Send"/> at the same time.
/// </summary>
public interface IEventSink : IAsyncDisposable
{
    /// <summary>What keeps it waiting just now; null: nothing. Asked at any time, also when it is closed.</summary>
    string? Trouble => null;

    /// <summary>
    /// Hands over a batch and returns when it is durable there (or refused, event by event).
    /// </summary>
    /// <param name="ndjson">UTF-8, one JSON object a line; the memory may be reused after the call.</param>
    /// <param name="events">The number of lines; at most <see cref="SinkLimits.Events"/>.</param>
    /// <param name="ct">Stops waiting; the batch may or may not have arrived.</param>
    /// <exception cref="SinkException">The batch as a whole could not be delivered.</exception>
    ValueTask<SinkResult> Send(ReadOnlyMemory<byte> ndjson, int events, CancellationToken ct);
}

/// <summary>What a sink takes at once: the collector's own limits.</summary>
public static class SinkLimits
{
    public const int Events = 10_000;
    public const int Bytes = 5_000_000;
}

/// <summary>What happened to a batch. Repeats of an event are accepted.</summary>
public sealed record SinkResult(int Accepted, IReadOnlyList<SinkRejection> Rejected)
{
    public static SinkResult All(int events) => new(events, []);
}

/// <summary>An event that was not taken: its place in the batch (0-based), the field at fault, why.</summary>
public readonly record struct SinkRejection(int Index, string Field, string Reason);

/// <summary>A batch could not be delivered; the message says what to do about it.</summary>
public sealed class SinkException : Exception
{
    public SinkException() { }

    public SinkException(string message)
        : base(message) { }

    public SinkException(string message, Exception inner)
        : base(message, inner) { }
}

public enum FactKind
{
    Events,
    Counters,
    Catalog,
    Erasures,
}

/// <summary>Names a sink: a URL or a folder, what goes there, and the key to send with it.</summary>
public sealed record SinkTarget(string To, FactKind Kind, string? Key)
{
    public Uri? Url =>
        Uri.TryCreate(To, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https" ? url : null;

    /// <summary>The path that takes facts of this kind.</summary>
    public string Path =>
        Kind switch
        {
            FactKind.Events => "/v1/events",
            FactKind.Counters => "/v1/counters",
            FactKind.Erasures => "/api/erasures",
            _ => "/api/catalog",
        };
}

/// <summary>Opens the sink of a data folder; for a URL, <see cref="SinkFactoryExtensions.Open"/> knows what to do.</summary>
public delegate IEventSink DirectorySinkFactory(SinkTarget target);

public static class SinkFactoryExtensions
{
    /// <summary>An <see cref="HttpSink"/> for a URL, else what <paramref name="directory"/> makes of the folder.</summary>
    public static IEventSink Open(this DirectorySinkFactory directory, SinkTarget target, TimeProvider time) =>
        target.Url is { } url ? new HttpSink(url, target.Path, target.Key, time) : directory(target);
}
