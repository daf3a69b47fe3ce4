using System.Text.Json;
using CreatorStream.Events;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors.Snapshots;

namespace CreatorStream.Embedded;

/// <summary>
/// Snapshots in a SQLite file of their own, which can be deleted at any time. The newest two manifests of a task are
/// kept, with their segments. Damage shows by checksum and by a segment's name.
/// </summary>
public sealed class SqliteSnapshotStore : ISnapshotStore, IDisposable
{
    private readonly SqliteFile file;
    private readonly Lock gate = new();

    private SqliteSnapshotStore(SqliteFile file) => this.file = file;

    /// <summary>
    /// Opens the file; one that is no sound database any more is replaced by an empty one, for the log can rebuild what
    /// was in it. Damage within a row shows when it is read.
    /// </summary>
    /// <param name="logSecret">Ties the snapshots to their log.</param>
    /// <exception cref="InvalidOperationException">They are of another log: what that held would be lost unseen.</exception>
    /// <exception cref="LogUnavailableException">It can't be opened, as when the disk is full, and is not damaged.</exception>
    public static SqliteSnapshotStore Open(string path, ulong logSecret)
    {
        // Not the secret itself: snapshots may be copied elsewhere.
        long log = (long)Hash64.Compute(BitConverter.GetBytes(logSecret), 0);
        SqliteFile file;
        long? owner;
        try
        {
            file = Create(path, out owner);
        }
        catch (LogUnavailableException error) when (error.InnerException is InvalidDataException)
        {
            Delete(path);
            file = Create(path, out owner);
        }
        if (owner == null)
        {
            using Statement own = file.Prepare("INSERT INTO owner (log, checksum) VALUES (?, ?)");
            own.Bind(1, log).Bind(2, Checksum(log)).Run();
        }
        else if (owner != log)
        {
            file.Dispose();
            throw new InvalidOperationException($"The snapshots {path} are of another log.");
        }
        return new SqliteSnapshotStore(file);
    }

    /// <summary>Whether there are sound snapshots of some log.</summary>
    public static bool AreThere(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }
        try
        {
            using SqliteFile file = Create(path, out long? owner);
            return owner != null;
        }
        catch (LogUnavailableException error)
        {
            // One that can't be opened just now may well be sound.
            return error.InnerException is not InvalidDataException;
        }
    }

    /// <summary>
    /// Deletes a file that nobody has open: the tasks read the log from its beginning. That needs no room on the disk; and it
    /// is gone for good once <see cref="Open"/> has made it anew, since SQLite syncs the folder then.
    /// </summary>
    public static void Delete(string path)
    {
        foreach (string suffix in (ReadOnlySpan<string>)["", "-wal", "-shm"])
        {
            File.Delete(path + suffix);
        }
    }

    // Not in the task's thread: figures would wait for the disk.
    public Task PutAsync(string task, IReadOnlyList<SnapshotSegment> segments) =>
        Task.Run(() =>
        {
            lock (gate)
            {
                file.Transact(() =>
                {
                    using Statement put = file.Prepare(
                        "INSERT OR REPLACE INTO segments (task, name, content) VALUES (?, ?, ?)"
                    );
                    foreach (SnapshotSegment segment in segments)
                    {
                        put.Bind(1, task).Bind(2, segment.Name).Bind(3, segment.Content.Span).Run();
                    }
                });
            }
        });

    public Task SaveAsync(string task, SnapshotManifest manifest) =>
        Task.Run(() =>
        {
            byte[] json = JsonSerializer.SerializeToUtf8Bytes(manifest);
            lock (gate)
            {
                file.Transact(() =>
                {
                    using Statement insert = file.Prepare(
                        "INSERT INTO manifests (task, checksum, content) VALUES (?, ?, ?)"
                    );
                    insert.Bind(1, task).Bind(2, SqliteFactLog.Checksum(json)).Bind(3, json).Run();
                    Trim(task);
                });
                // What was trimmed is nowhere on disk any more.
                file.TryEmptyAhead();
            }
        });

    public IReadOnlyList<SnapshotManifest> Manifests(string task)
    {
        var manifests = new List<SnapshotManifest>();
        lock (gate)
        {
            using Statement select = file.Prepare(
                "SELECT checksum, content FROM manifests WHERE task = ? ORDER BY id DESC"
            );
            select.Bind(1, task);
            while (select.Step())
            {
                ReadOnlySpan<byte> content = select.Blob(1);
                if (
                    SqliteFactLog.Checksum(content) == select.Int64(0)
                    && JsonSerializer.Deserialize<SnapshotManifest>(content) is { } manifest
                )
                {
                    manifests.Add(manifest);
                }
            }
        }
        return manifests;
    }

    public byte[]? Segment(string task, string name)
    {
        lock (gate)
        {
            using Statement select = file.Prepare("SELECT content FROM segments WHERE task = ? AND name = ?");
            return select.Bind(1, task).Bind(2, name).Step() && SegmentName.Of(select.Blob(0)) == name
                ? select.Blob(0).ToArray()
                : null;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            file.Dispose();
        }
    }

    /// <param name="owner">The log that the snapshots are of; null where there are none yet.</param>
    private static SqliteFile Create(string path, out long? owner)
    {
        var file = SqliteFile.Open(path, readOnly: false);
        try
        {
            file.Execute(
                """
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = NORMAL;
                PRAGMA secure_delete = ON;
                CREATE TABLE IF NOT EXISTS owner (log INTEGER NOT NULL, checksum INTEGER NOT NULL);
                CREATE TABLE IF NOT EXISTS segments (
                  task TEXT NOT NULL, name TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (task, name)
                );
                CREATE TABLE IF NOT EXISTS manifests (
                  id INTEGER PRIMARY KEY, task TEXT NOT NULL, checksum INTEGER NOT NULL, content BLOB NOT NULL
                );
                """
            );
            using Statement check = file.Prepare("PRAGMA quick_check(1)");
            if (!check.Step() || check.Text(0) != "ok")
            {
                throw Damaged(path);
            }
            // Whether all is called what it was: else every later read would fail.
            file.Prepare("SELECT task, name, content FROM segments").Dispose();
            file.Prepare("SELECT id, task, checksum, content FROM manifests").Dispose();
            using Statement of = file.Prepare("SELECT log, checksum FROM owner");
            owner = of.Step() ? of.Int64(0) : null;
            if (owner is { } log && of.Int64(1) != Checksum(log))
            {
                throw Damaged(path);
            }
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static LogUnavailableException Damaged(string path) =>
        new($"The snapshots {path} are damaged.", new InvalidDataException("The file is damaged."));

    private static long Checksum(long log) => SqliteFactLog.Checksum(BitConverter.GetBytes(log));

    /// <summary>Removes old manifests, and the segments that none of those kept names.</summary>
    private void Trim(string task)
    {
        using Statement trim = file.Prepare(
            "DELETE FROM manifests WHERE task = ?1 AND id NOT IN (SELECT id FROM manifests WHERE task = ?1 ORDER BY id DESC LIMIT ?2)"
        );
        trim.Bind(1, task).Bind(2, ISnapshotStore.ManifestsKept).Run();
        HashSet<string> named = [.. Manifests(task).SelectMany(manifest => manifest.Segments.Values)];
        var gone = new List<string>();
        using (Statement names = file.Prepare("SELECT name FROM segments WHERE task = ?"))
        {
            names.Bind(1, task);
            while (names.Step())
            {
                string name = names.Text(0);
                if (!named.Contains(name))
                {
                    gone.Add(name);
                }
            }
        }
        using Statement delete = file.Prepare("DELETE FROM segments WHERE task = ? AND name = ?");
        foreach (string name in gone)
        {
            delete.Bind(1, task).Bind(2, name).Run();
        }
    }
}
