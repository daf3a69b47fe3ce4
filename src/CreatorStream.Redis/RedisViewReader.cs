using System.Text;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.Views;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace CreatorStream.Redis;

/// <summary>
/// Brings what is in Redis into memory and keeps it current: all of it when the connection opens, then what is
/// announced, and since announcements can be lost, what a comparison of versions finds every few seconds. It never
/// goes back: what Redis lost stays here as it was.
/// </summary>
public sealed class RedisViewReader : IAsyncDisposable
{
    private const int MostBodiesAtOnce = 64;
    private const int MostNotes = 100_000;

    private readonly RedisConnection connection;
    private readonly NewestViews views;
    private readonly RedisOptions options;
    private readonly RedisNames names;
    private readonly TimeProvider time;
    private readonly ILogger<RedisViewReader> logger;
    private readonly CancellationTokenSource stop = new();
    private readonly Signal changed = new();
    private readonly Lock gate = new();
    private readonly Dictionary<ViewKey, ViewVersion> noted = [];
    private readonly Dictionary<ViewKey, ViewVersion> unusable = [];
    private DateTimeOffset? degradedSince;
    private bool isResyncDue = true;
    private string? complaint;
    private long fetched;

    /// <param name="connection">Not started yet; outlives this.</param>
    /// <param name="views">Where versions go, those of other sources too.</param>
    public RedisViewReader(
        RedisConnection connection,
        NewestViews views,
        RedisOptions options,
        TimeProvider time,
        ILogger<RedisViewReader> logger
    )
    {
        this.connection = connection;
        this.views = views;
        this.options = options;
        this.time = time;
        this.logger = logger;
        names = new RedisNames(options.Prefix);
        degradedSince = time.GetUtcNow();
        connection.Subscribe(names.Channel, Note);
        connection.OpenChanged += Look;
    }

    /// <summary>Since when views may be behind what Redis would tell; null while they follow it.</summary>
    public DateTimeOffset? DegradedSince
    {
        get
        {
            lock (gate)
            {
                return degradedSince;
            }
        }
    }

    public bool IsLive => DegradedSince == null;

    /// <summary>Bodies of views that were read.</summary>
    public long Fetched => Interlocked.Read(ref fetched);

    /// <summary>Completes at the end; faulted where there is a mistake in this, so that whoever hosts it ends.</summary>
    public Task Finished { get; private set; } = Task.CompletedTask;

    public void Start() => Finished = Task.Run(() => RunAsync(stop.Token), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        connection.OpenChanged -= Look;
        await stop.CancelAsync();
        // Who watches it has heard of a failure.
        await Finished.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        long comparedAt = 0;
        try
        {
            while (true)
            {
                Task next = changed.Next;
                TimeSpan wait = options.CheckEvery;
                try
                {
                    if (connection.IsOpen)
                    {
                        if (TakeResync() || time.GetElapsedTime(comparedAt) >= options.CheckEvery)
                        {
                            await ResyncAsync(cancel);
                            comparedAt = time.GetTimestamp();
                            complaint = null;
                            BecomeLive();
                        }
                        await FetchAsync(TakeNotes(), cancel);
                        wait -= time.GetElapsedTime(comparedAt);
                    }
                }
                catch (RedisUnavailableException)
                {
                    // The connection logged it, and says when it is back.
                    Degrade();
                }
                catch (RedisServerException error)
                {
                    if (complaint != error.Message)
                    {
                        logger.ViewsNotRead(error.Message);
                        complaint = error.Message;
                    }
                    Degrade();
                    await Task.Delay(options.Pause, time, cancel);
                    continue;
                }
                await Waiting.UntilAsync(next, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested) { }
    }

    /// <summary>Reads whatever Redis has a newer version of.</summary>
    private async Task ResyncAsync(CancellationToken cancel)
    {
        RedisValue[] workspaces = await connection.RunAsync(
            1,
            database => database.SetMembersAsync(names.Workspaces),
            cancel
        );
        foreach (RedisValue[] some in workspaces.Chunk(MostBodiesAtOnce))
        {
            HashEntry[][] versions = await connection.RunAsync(
                some.Length,
                database => Task.WhenAll(some.Select(of => database.HashGetAllAsync(names.Versions(of.ToString())))),
                cancel
            );
            var newer = new Dictionary<ViewKey, ViewVersion>();
            foreach ((RedisValue workspace, HashEntry[] of) in some.Zip(versions))
            {
                foreach (HashEntry entry in of)
                {
                    if (
                        RedisNames.TryParseField(workspace.ToString(), entry.Name, out ViewKey key)
                        && RedisNames.TryParseVersion(entry.Value, out ViewVersion version)
                    )
                    {
                        newer[key] = version;
                    }
                }
            }
            await FetchAsync(newer, cancel);
        }
    }

    private async Task FetchAsync(Dictionary<ViewKey, ViewVersion> versions, CancellationToken cancel)
    {
        foreach (
            IGrouping<string, ViewKey> workspace in versions
                .Where(IsWanted)
                .GroupBy(of => of.Key.Workspace, of => of.Key)
        )
        {
            foreach (ViewKey[] keys in workspace.Chunk(MostBodiesAtOnce))
            {
                byte[]?[] bodies = await connection.RunAsync(
                    1,
                    database => ReadScript.RunAsync(database, names, keys),
                    cancel
                );
                for (int i = 0; i < keys.Length; i++)
                {
                    Take(keys[i], versions[keys[i]], bodies[i]);
                }
            }
        }
    }

    private bool IsWanted(KeyValuePair<ViewKey, ViewVersion> of) =>
        (views.Find(of.Key) is not { } present || present.Version < of.Value)
        && !(unusable.TryGetValue(of.Key, out ViewVersion known) && known == of.Value);

    private void Take(ViewKey key, ViewVersion version, byte[]? body)
    {
        try
        {
            // Nothing there: flushed since it was announced; who wrote it writes it again.
            if (body != null)
            {
                PublishedView view = ViewCodec.Read(body, views.Find);
                if (view.Key != key)
                {
                    throw new InvalidDataException($"It is {view.Key}.");
                }
                Interlocked.Increment(ref fetched);
                views.Offer(view);
                unusable.Remove(key);
            }
        }
        catch (InvalidDataException error)
        {
            // Said once for a version, not at every comparison.
            unusable[key] = version;
            logger.ViewOfNoUse(key, error.Message);
        }
    }

    /// <summary>Announcements: only that there is something newer, so what piles up is bounded by the number of views.</summary>
    private void Note(byte[] message)
    {
        lock (gate)
        {
            foreach (string line in Encoding.UTF8.GetString(message).Split('\n'))
            {
                // One that can't be read is left to the next comparison.
                if (RedisNames.TryParseAnnouncement(line, out ViewKey key, out ViewVersion version))
                {
                    Note(key, version);
                }
            }
        }
        changed.Set();
    }

    private void Note(ViewKey key, ViewVersion version)
    {
        if (noted.Count < MostNotes)
        {
            noted[key] = noted.TryGetValue(key, out ViewVersion known) && known > version ? known : version;
        }
        else
        {
            // Comparing all versions costs less, and forgets none.
            noted.Clear();
            isResyncDue = true;
        }
    }

    private void Look()
    {
        if (!connection.IsOpen)
        {
            Degrade();
        }
        changed.Set();
    }

    private void Degrade()
    {
        lock (gate)
        {
            degradedSince ??= time.GetUtcNow();
            isResyncDue = true;
        }
    }

    private bool TakeResync()
    {
        lock (gate)
        {
            return Interlocked.Exchange(ref isResyncDue, false);
        }
    }

    /// <summary>Unless the connection broke since the comparison began.</summary>
    private void BecomeLive()
    {
        lock (gate)
        {
            if (!isResyncDue)
            {
                degradedSince = null;
            }
        }
    }

    private Dictionary<ViewKey, ViewVersion> TakeNotes()
    {
        lock (gate)
        {
            var taken = new Dictionary<ViewKey, ViewVersion>(noted);
            noted.Clear();
            return taken;
        }
    }
}
