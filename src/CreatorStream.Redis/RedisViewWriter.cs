using System.Collections.Concurrent;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Views;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CreatorStream.Redis;

/// <summary>
/// Keeps Redis as new as what the owner of some workspaces published. The newest version of each view is kept here:
/// while Redis is away it waits, and when Redis has lost it, or went back behind it, it is written again. So memory is
/// bounded by the number of views, and commands by the number of times that something changed.
/// </summary>
public sealed class RedisViewWriter : IAsyncDisposable
{
    /// <summary>What is sent at once, before answers are awaited: bounded in bytes, as an operation is in time.</summary>
    private const int MostViewsAtOnce = 512;
    private const int MostBytesAtOnce = 1 << 20;
    private const int MostWorkspacesAtOnce = 128;

    /// <summary>Well within the life of a key: that of a quiet campaign's view must not end.</summary>
    private static readonly TimeSpan RenewEvery = TimeSpan.FromDays(1);

    private readonly RedisConnection connection;
    private readonly RedisOptions options;
    private readonly RedisNames names;
    private readonly TimeProvider time;
    private readonly ILogger<RedisViewWriter> logger;
    private readonly CancellationTokenSource stop = new();
    private readonly Signal changed = new();
    private readonly KeptViews views = new();

    /// <summary>The workspaces that are in Redis' set of them, for all this knows.</summary>
    private readonly HashSet<string> listed = [];
    private string? complaint;
    private long written;
    private long refused;
    private long restored;

    /// <param name="connection">Outlives this.</param>
    public RedisViewWriter(
        RedisConnection connection,
        RedisOptions options,
        TimeProvider time,
        ILogger<RedisViewWriter> logger
    )
    {
        this.connection = connection;
        this.options = options;
        this.time = time;
        this.logger = logger;
        names = new RedisNames(options.Prefix);
        connection.OpenChanged += changed.Set;
    }

    /// <summary>Views whose newest version is not in Redis yet.</summary>
    public int Pending => views.Pending;

    /// <summary>Versions that Redis took.</summary>
    public long Written => Interlocked.Read(ref written);

    /// <summary>Versions that Redis had a newer one of: another owner wrote it.</summary>
    public long Refused => Interlocked.Read(ref refused);

    /// <summary>Versions that were found lost and put to be written again.</summary>
    public long Restored => Interlocked.Read(ref restored);

    /// <summary>Completes at the end; faulted where there is a mistake in this, so that whoever hosts it ends.</summary>
    public Task Finished { get; private set; } = Task.CompletedTask;

    public void Start() => Finished = Task.Run(() => RunAsync(stop.Token), CancellationToken.None);

    /// <summary>
    /// Takes what changed in a tick; returns at once, whatever Redis does. A version that is older than what was put
    /// before is dropped.
    /// </summary>
    public void Put(IReadOnlyList<PublishedView> changedViews)
    {
        views.Put(changedViews);
        changed.Set();
    }

    /// <summary>Workspaces that this process owns no more: what is pending of them is written, and nothing kept.</summary>
    public void Forget(Predicate<string> workspaces) => views.Forget(workspaces);

    /// <summary>Writes what is pending, where Redis is there, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        connection.OpenChanged -= changed.Set;
        await stop.CancelAsync();
        // Who watches it has heard of a failure.
        await Finished.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await WritePendingAsync(CancellationToken.None);
        }
        catch (Exception error) when (error is RedisUnavailableException or RedisServerException)
        {
            logger.ViewsNotWritten(Pending, error.Message);
        }
        stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        bool isKnown = false;
        long checkedAt = 0;
        long? renewedAt = null;
        try
        {
            while (true)
            {
                Task next = changed.Next;
                TimeSpan wait = options.CheckEvery;
                try
                {
                    if (!connection.IsOpen)
                    {
                        isKnown = false;
                    }
                    else
                    {
                        if (!isKnown || time.GetElapsedTime(checkedAt) >= options.CheckEvery)
                        {
                            bool renews = renewedAt is not { } last || time.GetElapsedTime(last) >= RenewEvery;
                            await FindLostAsync(renews, cancel);
                            isKnown = true;
                            checkedAt = time.GetTimestamp();
                            renewedAt = renews ? checkedAt : renewedAt;
                        }
                        await WritePendingAsync(cancel);
                        complaint = null;
                        wait -= time.GetElapsedTime(checkedAt);
                    }
                }
                catch (RedisUnavailableException)
                {
                    // The connection logged it, and says when it is back.
                    isKnown = false;
                }
                catch (RedisServerException error)
                {
                    if (complaint != error.Message)
                    {
                        logger.ViewsNotTaken(Pending, error.Message);
                        complaint = error.Message;
                    }
                    // A full Redis, or one that grants no rights, is not asked again at every tick.
                    await Task.Delay(options.Pause, time, cancel);
                    continue;
                }
                await Waiting.UntilAsync(next, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested) { }
    }

    /// <summary>
    /// Compares the versions in Redis with those kept here: after FLUSHALL, an old dump or a failover some are gone or
    /// older.
    /// </summary>
    /// <param name="renews">Also lets all that is there live on.</param>
    private async Task FindLostAsync(bool renews, CancellationToken cancel)
    {
        listed.Clear();
        foreach (string[] some in views.Workspaces().Chunk(MostWorkspacesAtOnce))
        {
            await ListAsync(some, cancel);
            HashEntry[][] versions = await connection.RunAsync(
                some.Length,
                database => Task.WhenAll(some.Select(of => database.HashGetAllAsync(names.Versions(of)))),
                cancel
            );
            if (renews)
            {
                await RenewAsync(some, versions, cancel);
            }
            for (int i = 0; i < some.Length; i++)
            {
                int lost = views.FindLost(some[i], versions[i]);
                if (lost > 0)
                {
                    // It may have been lost since it was listed.
                    listed.Remove(some[i]);
                    Interlocked.Add(ref restored, lost);
                    logger.ViewsLost(lost, some[i]);
                }
            }
        }
    }

    /// <summary>Lets all of these workspaces live on, whoever wrote it. A view that is gone by itself is written again.</summary>
    private async Task RenewAsync(string[] workspaces, HashEntry[][] versions, CancellationToken cancel)
    {
        RedisKey[] hashes = [.. workspaces.Select(names.Versions)];
        await RenewAsync(hashes, cancel);
        IEnumerable<ViewKey> keys = workspaces
            .Zip(versions)
            .SelectMany(of => of.Second.Select(entry => (Workspace: of.First, entry.Name)))
            .Select(of => RedisNames.TryParseField(of.Workspace, of.Name, out ViewKey key) ? key : (ViewKey?)null)
            .OfType<ViewKey>();
        foreach (ViewKey[] some in keys.Chunk(MostViewsAtOnce))
        {
            bool[] areThere = await RenewAsync([.. some.Select(names.View)], cancel);
            views.PutAgain(some.Where((_, at) => !areThere[at]));
        }
    }

    /// <returns>Whether each is there.</returns>
    private Task<bool[]> RenewAsync(RedisKey[] keys, CancellationToken cancel) =>
        connection.RunAsync(
            keys.Length,
            database => Task.WhenAll(keys.Select(key => database.KeyExpireAsync(key, PutScript.Life))),
            cancel
        );

    /// <summary>Tells who begins with nothing which workspaces there are.</summary>
    private async Task ListAsync(IEnumerable<string> workspaces, CancellationToken cancel)
    {
        string[] unlisted = [.. workspaces.Distinct().Where(workspace => !listed.Contains(workspace))];
        if (unlisted.Length > 0)
        {
            RedisValue[] values = [.. unlisted.Select(workspace => (RedisValue)workspace)];
            await connection.RunAsync(
                2,
                async database =>
                {
                    Task<long> added = database.SetAddAsync(names.Workspaces, values);
                    await Task.WhenAll(added, database.KeyExpireAsync(names.Workspaces, PutScript.Life));
                    return await added;
                },
                cancel
            );
            listed.UnionWith(unlisted);
        }
    }

    /// <exception cref="RedisServerException">Redis did not take all of them: the first reason.</exception>
    private async Task WritePendingAsync(CancellationToken cancel)
    {
        while (views.Take(MostViewsAtOnce, MostBytesAtOnce) is { Length: > 0 } batch)
        {
            await ListAsync(batch.Select(of => of.View.Key.Workspace), cancel);
            (PublishedView View, byte[] Body)[][] parts =
            [
                .. batch.GroupBy(of => of.View.Key.Workspace).Select(part => part.ToArray()),
            ];
            var failed = new ConcurrentQueue<(PublishedView View, byte[] Body)>();
            RedisServerException?[] errors = await PutAsync(parts, failed, cancel);
            RedisServerException?[] more = failed.IsEmpty ? [] : await PutAsync([.. failed.Chunk(1)], failed, cancel);
            if (errors.Concat(more).FirstOrDefault(error => error != null) is { } first)
            {
                throw first;
            }
        }
    }

    /// <summary>Puts parts, each in a command of its own.</summary>
    /// <param name="failed">Takes those of several that must be put by themselves: one must not hold up the others.</param>
    /// <returns>What Redis answered in place of an outcome.</returns>
    private Task<RedisServerException?[]> PutAsync(
        (PublishedView View, byte[] Body)[][] parts,
        ConcurrentQueue<(PublishedView View, byte[] Body)> failed,
        CancellationToken cancel
    ) =>
        connection.RunAsync(
            parts.Length,
            database => Task.WhenAll(parts.Select(part => PutAsync(database, part, failed))),
            cancel
        );

    private async Task<RedisServerException?> PutAsync(
        IDatabase database,
        (PublishedView View, byte[] Body)[] part,
        ConcurrentQueue<(PublishedView View, byte[] Body)> failed
    )
    {
        try
        {
            PutOutcome[] outcomes = await PutScript.RunAsync(database, names, part);
            foreach (((PublishedView View, byte[] Body) of, PutOutcome outcome) in part.Zip(outcomes))
            {
                if (outcome == PutOutcome.Failed)
                {
                    failed.Enqueue(of);
                    continue;
                }
                Interlocked.Add(ref written, outcome == PutOutcome.Written ? 1 : 0);
                Interlocked.Add(ref refused, outcome == PutOutcome.Older ? 1 : 0);
                views.Settle(of.View);
            }
            return null;
        }
        catch (RedisServerException error) when (!RedisConnection.IsAway(error))
        {
            return error;
        }
    }
}
