using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CreatorStream.Redis;

/// <summary>
/// The connection to Redis, and the circuit breaker before it. The first operation that fails or takes too long, or a
/// probe that does, breaks the connection: operations then fail at once, and after a pause the connection is made anew
/// and probed. It is never waited for that the library finds out by itself: a dead socket may take it a quarter of an
/// hour, and after a break nothing that was late can be mistaken for an answer to something else.
/// </summary>
public sealed class RedisConnection(RedisOptions options, TimeProvider time, ILogger<RedisConnection> logger)
    : IAsyncDisposable
{
    /// <summary>Answers of a server that can't serve now.</summary>
    private static readonly string[] Unready =
    [
        "LOADING",
        "READONLY",
        "MASTERDOWN",
        "CLUSTERDOWN",
        "NOAUTH",
        "NOREPLICAS",
    ];

    private readonly ConfigurationOptions configuration = options.Configure();
    private readonly CancellationTokenSource stop = new();
    private readonly List<(string Channel, Action<byte[]> Handler)> subscriptions = [];
    private Session? session;
    private bool isAwaySaid;
    private long awaySinceTicks = time.GetUtcNow().UtcTicks;
    private long commands;

    /// <summary>Called when <see cref="IsOpen"/> may have changed, by any thread; returns quickly.</summary>
    public event Action? OpenChanged;

    /// <summary>Whether operations are tried; otherwise they fail at once.</summary>
    public bool IsOpen => Volatile.Read(ref session) != null;

    /// <summary>Since when operations fail at once; null while they are tried.</summary>
    public DateTimeOffset? AwaySince =>
        IsOpen ? null : new DateTimeOffset(Interlocked.Read(ref awaySinceTicks), TimeSpan.Zero);

    /// <summary>Commands sent so far, probes not among them.</summary>
    public long Commands => Interlocked.Read(ref commands);

    /// <summary>
    /// Hears a channel whenever the connection is open, from before <see cref="IsOpen"/> says so. To be called
    /// before <see cref="Start"/>.
    /// </summary>
    public void Subscribe(string channel, Action<byte[]> handler) => subscriptions.Add((channel, handler));

    /// <summary>Completes at the end; faulted where there is a mistake in this, so that whoever hosts it ends.</summary>
    public Task Finished { get; private set; } = Task.CompletedTask;

    public void Start() => Finished = Task.Run(() => KeepOpenAsync(stop.Token), CancellationToken.None);

    /// <param name="count">How many commands the operation sends.</param>
    /// <exception cref="RedisUnavailableException">Redis is away, or did not answer within the timeout.</exception>
    /// <exception cref="RedisServerException">Redis answered with an error.</exception>
    public async Task<T> RunAsync<T>(int count, Func<IDatabase, Task<T>> operation, CancellationToken cancel)
    {
        Session live =
            Volatile.Read(ref session) ?? throw new RedisUnavailableException($"Redis at {options} is away.");
        Interlocked.Add(ref commands, count);
        return await TryAsync(live, () => operation(live.Multiplexer.GetDatabase()), cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        // Who watches it has heard of a failure.
        await Finished.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task KeepOpenAsync(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                if (await OpenAsync(cancel) is { } opened)
                {
                    try
                    {
                        await ProbeUntilBrokenAsync(opened, cancel);
                    }
                    finally
                    {
                        Break(opened, "it is closed");
                        await CloseAsync(opened.Multiplexer);
                    }
                }
                await Task.Delay(options.Pause, time, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested) { }
    }

    /// <returns>Null where Redis is not there, which is logged once.</returns>
    private async Task<Session?> OpenAsync(CancellationToken cancel)
    {
        Task<ConnectionMultiplexer> connecting = ConnectionMultiplexer.ConnectAsync(configuration);
        try
        {
            // The library tries for one timeout to connect and then for some more to find out who is the primary.
            ConnectionMultiplexer multiplexer = await connecting.WaitAsync(3 * options.Timeout, time, cancel);
            var opened = new Session(multiplexer);
            foreach ((string channel, Action<byte[]> handler) in subscriptions)
            {
                await multiplexer
                    .GetSubscriber()
                    .SubscribeAsync(
                        new RedisChannel(channel, RedisChannel.PatternMode.Literal),
                        (_, message) => handler((byte[]?)message ?? [])
                    )
                    .WaitAsync(options.Timeout, time, cancel);
            }
            await ProbeAsync(multiplexer).WaitAsync(options.Timeout, time, cancel);
            multiplexer.ConnectionFailed += (_, failed) =>
            {
                // Another node may come and go; those that this connection began with it can't do without.
                if (failed.EndPoint is { } node && opened.Nodes.Contains(node))
                {
                    Break(opened, $"the connection failed: {failed.FailureType}");
                }
            };
            Volatile.Write(ref session, opened);
            isAwaySaid = false;
            logger.RedisIsThere(options);
            OpenChanged?.Invoke();
            return opened;
        }
        catch (Exception error) when (!cancel.IsCancellationRequested)
        {
            if (!isAwaySaid)
            {
                isAwaySaid = true;
                logger.RedisCantBeReached(options, error.Message);
            }
            Abandon(connecting);
            return null;
        }
        catch (OperationCanceledException)
        {
            Abandon(connecting);
            throw;
        }
    }

    private async Task ProbeUntilBrokenAsync(Session opened, CancellationToken cancel)
    {
        while (!opened.Broken.Task.IsCompleted)
        {
            if (!await Waiting.UntilAsync(opened.Broken.Task, options.Pause, time, cancel))
            {
                try
                {
                    await TryAsync(opened, () => ProbeAsync(opened.Multiplexer), cancel);
                }
                catch (Exception error) when (error is RedisUnavailableException or RedisServerException)
                {
                    Break(opened, error.Message);
                }
            }
        }
    }

    /// <summary>Both sockets: that of commands and that of announcements.</summary>
    private static async Task<bool> ProbeAsync(ConnectionMultiplexer multiplexer)
    {
        await Task.WhenAll(multiplexer.GetDatabase().PingAsync(), multiplexer.GetSubscriber().PingAsync());
        return true;
    }

    private async Task<T> TryAsync<T>(Session live, Func<Task<T>> operation, CancellationToken cancel)
    {
        Task<T>? task = null;
        try
        {
            task = operation();
            return await task.WaitAsync(options.Timeout, time, cancel);
        }
        catch (Exception error) when (IsAway(error) && !cancel.IsCancellationRequested)
        {
            Break(live, error.Message);
            throw new RedisUnavailableException($"Redis at {options} does not answer: {error.Message}", error);
        }
        finally
        {
            // Its late error is nobody's any more.
            _ = task?.ContinueWith(
                static late => late.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default
            );
        }
    }

    /// <summary>Whether Redis can not be used for now, rather than that it refused one thing.</summary>
    internal static bool IsAway(Exception error) =>
        error switch
        {
            RedisServerException => Unready.Any(word => error.Message.StartsWith(word, StringComparison.Ordinal)),
            TimeoutException or RedisException or RedisCommandException => true,
            ObjectDisposedException or OperationCanceledException => true,
            _ => false,
        };

    private void Break(Session broken, string reason)
    {
        if (Interlocked.CompareExchange(ref session, null, broken) == broken)
        {
            Interlocked.Exchange(ref awaySinceTicks, time.GetUtcNow().UtcTicks);
            if (!stop.IsCancellationRequested)
            {
                logger.RedisIsAway(options, reason);
                isAwaySaid = true;
            }
            OpenChanged?.Invoke();
        }
        broken.Broken.TrySetResult();
    }

    private void Abandon(Task<ConnectionMultiplexer> connecting) =>
        _ = connecting.ContinueWith(
            late => late.IsCompletedSuccessfully ? CloseAsync(late.Result) : Task.FromResult(late.Exception),
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default
        );

    private async Task CloseAsync(ConnectionMultiplexer multiplexer)
    {
        try
        {
            await multiplexer.CloseAsync(false).WaitAsync(options.Timeout, time);
        }
        catch (Exception error) when (IsAway(error))
        {
            logger.RedisDidNotClose(error, options);
        }
    }

    private sealed class Session(ConnectionMultiplexer multiplexer)
    {
        public ConnectionMultiplexer Multiplexer => multiplexer;

        /// <summary>The nodes that were there when this began.</summary>
        public HashSet<System.Net.EndPoint> Nodes { get; } =
        [.. multiplexer.GetEndPoints().Where(node => multiplexer.GetServer(node).IsConnected)];

        public TaskCompletionSource Broken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
