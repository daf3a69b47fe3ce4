using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Views;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CreatorStream.Redis;

/// <summary>
/// Keeps Redis as new as what the owner of some workspaces published. The newest version of each view is kept here:
/// while Redis is away it waits, and when Redis has lost it, or went back behind it, it is written again. So memory is
/// bounded by the number of views, and commands by the number of changed views.
/// </summary>
public sealed class RedisViewWriter : IAsyncDisposable
{
    /// <summary>What is sent at once, before answers are awaited: bounded in bytes, as an operation is in time.</summary>
    private const int MostViewsAtOnce = 512;
    private const int MostBytesAtOnce = 1 << 20;
    private const int MostWorkspacesAtOnce = 128;

    private readonly RedisConnection connection;
    private readonly RedisOptions options;
    private readonly RedisNames names;
    private readonly TimeProvider time;
    private readonly ILogger<RedisViewWriter> logger;
    private readonly CancellationTokenSource stop = new();
    private readonly Signal changed = new();
    private readonly Lock gate = new();
    private readonly Dictionary<ViewKey, PublishedView> kept = [];
    private readonly HashSet<ViewKey> pending = [];
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
    public int Pending
    {
        get
        {
            lock (gate)
            {
                return pending.Count;
            }
        }
    }

    /// <summary>Versions that Redis took.</summary>
    public long Written => Interlocked.Read(ref written);

    /// <summary>Versions that Redis had a newer one of: another owner wrote it.</summary>
    public long Refused => Interlocked.Read(ref refused);

    /// <summary>Versions that were found lost and put to be written again.</summary>
    public long Restored => Interlocked.Read(ref restored);

    /// <summary>Completes at the end; faulted where there is a mistake in this, so that whoever hosts it ends.</summary>
    public Task Finished { get; private set; } = Task.CompletedTask;

    public void Start() => Finished = Task.Run(() => RunAsync(stop.Token), CancellationToken.None);

    /// <summary>Takes what changed in a tick; returns at once, whatever Redis does. A version that is older than what was put before is dropped.</summary>
    public void Put(IReadOnlyList<PublishedView> views)
    {
        lock (gate)
        {
            foreach (PublishedView view in views)
            {
                if (!kept.TryGetValue(view.Key, out PublishedView? before) || before.Version < view.Version)
                {
                    kept[view.Key] = view;
                    pending.Add(view.Key);
                }
            }
        }
        changed.Set();
    }

    /// <summary>For a workspace that another process owns from now on: nothing of it is written any more.</summary>
    public void Forget(string workspace)
    {
        lock (gate)
        {
            foreach (ViewKey key in kept.Keys.Where(key => key.Workspace == workspace).ToArray())
            {
                kept.Remove(key);
                pending.Remove(key);
            }
        }
    }

    /// <summary>Writes what is pending, where Redis is there, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        connection.OpenChanged -= changed.Set;
        await stop.CancelAsync();
        await Finished;
        try
        {
            await WritePendingAsync(CancellationToken.None);
        }
        catch (RedisUnavailableException error)
        {
            logger.LogWarning("{Pending} views were not written to Redis at the end: {Reason}", Pending, error.Message);
        }
        stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        bool isKnown = false;
        long checkedAt = 0;
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
                            await FindLostAsync(cancel);
                            isKnown = true;
                            checkedAt = time.GetTimestamp();
                        }
                        if (!await WritePendingAsync(cancel))
                        {
                            // A full or read-only Redis is not asked again at every tick.
                            await Task.Delay(options.Pause, time, cancel);
                            continue;
                        }
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
                    logger.LogWarning("Redis did not tell its versions: {Reason}", error.Message);
                    isKnown = false;
                    await Task.Delay(options.Pause, time, cancel);
                    continue;
                }
                await Waiting.UntilAsync(next, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested) { }
    }

    /// <summary>Compares the versions in Redis with those kept here: after FLUSHALL, an old dump or a failover some are gone or older.</summary>
    private async Task FindLostAsync(CancellationToken cancel)
    {
        ViewKey[] keys;
        lock (gate)
        {
            keys = [.. kept.Keys];
        }
        foreach (IGrouping<string, ViewKey>[] some in keys.GroupBy(key => key.Workspace).Chunk(MostWorkspacesAtOnce))
        {
            RedisValue[] workspaces = [.. some.Select(of => (RedisValue)of.Key)];
            HashEntry[][] versions = await connection.RunAsync(
                1 + some.Length,
                async database =>
                {
                    Task<long> added = database.SetAddAsync(names.Workspaces, workspaces);
                    HashEntry[][] found = await Task.WhenAll(
                        some.Select(of => database.HashGetAllAsync(names.Versions(of.Key)))
                    );
                    await added;
                    return found;
                },
                cancel
            );
            for (int i = 0; i < some.Length; i++)
            {
                FindLost(some[i], versions[i]);
            }
        }
    }

    private void FindLost(IGrouping<string, ViewKey> workspace, HashEntry[] stored)
    {
        Dictionary<string, string?> versions = stored.ToDictionary(
            entry => entry.Name.ToString(),
            entry => (string?)entry.Value
        );
        int lost = 0;
        lock (gate)
        {
            foreach (ViewKey key in workspace)
            {
                bool isThere =
                    RedisNames.TryParseVersion(
                        versions.GetValueOrDefault(RedisNames.Field(key)),
                        out ViewVersion version
                    )
                    && kept.TryGetValue(key, out PublishedView? view)
                    && version >= view.Version;
                if (!isThere && kept.ContainsKey(key) && pending.Add(key))
                {
                    lost++;
                }
            }
        }
        if (lost > 0)
        {
            Interlocked.Add(ref restored, lost);
            logger.LogWarning("Redis lost {Views} views of {Workspace}; they are written again", lost, workspace.Key);
        }
    }

    /// <returns>Whether Redis took or refused all of them; false where it answered with errors, which are logged.</returns>
    private async Task<bool> WritePendingAsync(CancellationToken cancel)
    {
        while (true)
        {
            (PublishedView View, byte[] Body)[] batch = TakeBatch();
            if (batch.Length == 0)
            {
                return true;
            }
            PutOutcome[] outcomes = await connection.RunAsync(
                batch.Length,
                database => Task.WhenAll(batch.Select(of => PutAsync(database, of.View, of.Body))),
                cancel
            );
            Settle(batch, outcomes);
            if (outcomes.Contains(PutOutcome.Failed))
            {
                return false;
            }
        }
    }

    private async Task<PutOutcome> PutAsync(IDatabase database, PublishedView view, byte[] body)
    {
        try
        {
            return await PutScript.RunAsync(database, names, view, body);
        }
        catch (RedisServerException error) when (!RedisConnection.IsAway(error))
        {
            logger.LogWarning("Redis did not take {View}: {Reason}", view.Key, error.Message);
            return PutOutcome.Failed;
        }
    }

    private (PublishedView View, byte[] Body)[] TakeBatch()
    {
        PublishedView[] due;
        lock (gate)
        {
            due = [.. pending.Take(MostViewsAtOnce).Select(key => kept[key])];
        }
        var batch = new List<(PublishedView, byte[])>(due.Length);
        int bytes = 0;
        foreach (PublishedView view in due)
        {
            byte[] body = ViewCodec.Write(view);
            batch.Add((view, body));
            bytes += body.Length;
            if (bytes >= MostBytesAtOnce)
            {
                break;
            }
        }
        return [.. batch];
    }

    private void Settle((PublishedView View, byte[] Body)[] batch, PutOutcome[] outcomes)
    {
        lock (gate)
        {
            for (int i = 0; i < batch.Length; i++)
            {
                PublishedView view = batch[i].View;
                // A newer version may have come meanwhile; that one is still to be written.
                if (outcomes[i] != PutOutcome.Failed && ReferenceEquals(kept.GetValueOrDefault(view.Key), view))
                {
                    pending.Remove(view.Key);
                }
                written += outcomes[i] == PutOutcome.Written ? 1 : 0;
                refused += outcomes[i] == PutOutcome.Older ? 1 : 0;
            }
        }
    }
}
