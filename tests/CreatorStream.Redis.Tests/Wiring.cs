using CreatorStream.Pipeline.Views;

namespace CreatorStream.Redis.Tests;

/// <summary>A process that owns workspaces, or one that shows them, or both, at one Redis.</summary>
internal sealed class Wiring : IAsyncDisposable
{
    private Wiring(RedisOptions options, TimeProvider time)
    {
        Options = options;
        Connection = new RedisConnection(options, time, ConnectionLog);
        Writer = new RedisViewWriter(Connection, options, time, WriterLog);
        Reader = new RedisViewReader(Connection, Shown, options, time, ReaderLog);
    }

    public RedisOptions Options { get; }
    public RedisConnection Connection { get; }
    public RedisViewWriter Writer { get; }
    public NewestViews Shown { get; } = new();
    public RedisViewReader Reader { get; }
    public RecordedLog<RedisConnection> ConnectionLog { get; } = new();
    public RecordedLog<RedisViewWriter> WriterLog { get; } = new();
    public RecordedLog<RedisViewReader> ReaderLog { get; } = new();

    /// <summary>How often versions are compared where a test waits for that; never, where it must be something else.</summary>
    public static TimeSpan Often { get; } = TimeSpan.FromMilliseconds(100);
    public static TimeSpan Never { get; } = TimeSpan.FromDays(1);

    public static Wiring Start(RedisServer redis, TimeSpan checkEvery, TimeProvider? time = null) =>
        Start(
            new RedisOptions
            {
                Address = redis.Address,
                Prefix = redis.Prefix,
                CheckEvery = checkEvery,
                Pause = TimeSpan.FromMilliseconds(100),
                // Other tests run on the same cores.
                Timeout = TimeSpan.FromSeconds(5),
            },
            time
        );

    public static Wiring Start(RedisOptions options, TimeProvider? time = null)
    {
        var wiring = new Wiring(options, time ?? TimeProvider.System);
        wiring.Connection.Start();
        wiring.Writer.Start();
        wiring.Reader.Start();
        return wiring;
    }

    public Task LiveAsync() => Eventually.Holds("the reader is live", () => Reader.IsLive);

    public Task WrittenAsync() => Eventually.Holds("all is written", () => Writer.Pending == 0);

    public Task ShowsAsync(PublishedView view) =>
        Eventually.Holds(
            $"{view.Key} of {view.Version} is shown",
            () => Shown.Find(view.Key) is { } shown && shown.Version == view.Version
        );

    public async ValueTask DisposeAsync()
    {
        await Reader.DisposeAsync();
        await Writer.DisposeAsync();
        await Connection.DisposeAsync();
        Shown.Dispose();
    }
}
