using CreatorStream.Embedded;
using CreatorStream.Host.Configuration;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Serve.Callers;

namespace CreatorStream.Host.Running;

/// <summary>The folder of one service, locked while it runs.</summary>
internal sealed class DataFolder : IDisposable
{
    /// <summary>Partitions in a message.</summary>
    private const int MostNamed = 8;

    private readonly FileStream held;

    private DataFolder(string path, FileStream held)
    {
        Path = path;
        this.held = held;
    }

    public string Path { get; }

    public string Log => System.IO.Path.Combine(Path, "log.db");

    /// <summary>For state that memory has no room for; of no use after the process has ended.</summary>
    public string Scratch => System.IO.Path.Combine(Path, "scratch");

    public string Snapshots => System.IO.Path.Combine(Path, "snapshots.db");

    /// <summary>What a collector keeps while Kafka is away.</summary>
    public string Spool => System.IO.Path.Combine(Path, "spool.db");

    /// <summary>What was told of alerts.</summary>
    /// <exception cref="SettingException">It can't be opened.</exception>
    public SqliteNotificationStore OpenNotifications(TimeProvider time)
    {
        string file = System.IO.Path.Combine(Path, "notifications.db");
        try
        {
            return SqliteNotificationStore.Open(file, time);
        }
        catch (LogUnavailableException error)
        {
            throw new SettingException(
                $"{file}, which keeps what was told of alerts, can't be opened: {error.Message}. Restore it; or remove it, and what is open is told again."
            );
        }
    }

    /// <summary>A log that was here and is no more must not be begun anew as if nothing were lost.</summary>
    /// <exception cref="SettingException">The log is gone.</exception>
    public void RequireLog()
    {
        if (!File.Exists(Log) && SqliteSnapshotStore.AreThere(Snapshots))
        {
            throw new SettingException(
                $"The log {Log} is gone, while {Snapshots} beside it was made from it. Restore the log from a backup; or remove {Snapshots} to begin anew, without what was in the log."
            );
        }
    }

    /// <exception cref="SettingException">They are of another log, or of more than this one has.</exception>
    public SqliteSnapshotStore OpenSnapshots(SqliteFactLog log)
    {
        SqliteSnapshotStore snapshots;
        try
        {
            snapshots = SqliteSnapshotStore.Open(Snapshots, log.Secret);
        }
        catch (LogUnavailableException error)
        {
            throw new SettingException(
                $"The snapshots {Snapshots} can't be opened: {error.Message}. Is the disk full? Nothing was deleted. Without that file the service starts too, and reads the whole log."
            );
        }
        catch (InvalidOperationException)
        {
            throw new SettingException(
                $"The log {Log} is not the one that {Snapshots} was made from. Restore that log from a backup; or remove {Snapshots} to go on with this one, without what was in the other."
            );
        }
        if (Missing(log, snapshots) is { } missing)
        {
            snapshots.Dispose();
            throw new SettingException(
                $"The log {Log} is older than {Snapshots} beside it, which was made from it. Acknowledged records are missing: {missing}. Restore the newer log, with its {System.IO.Path.GetFileName(Log)}-wal if it has one; or remove {Snapshots} to go on with this log, without those records."
            );
        }
        return snapshots;
    }

    /// <summary>Begins with none in place of those that are there.</summary>
    /// <exception cref="SettingException">They can't be opened anew.</exception>
    public SqliteSnapshotStore RenewSnapshots(SqliteFactLog log, SqliteSnapshotStore snapshots)
    {
        snapshots.Dispose();
        try
        {
            SqliteSnapshotStore.Delete(Snapshots);
            return SqliteSnapshotStore.Open(Snapshots, log.Secret);
        }
        catch (Exception error) when (error is LogUnavailableException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException(
                $"The snapshots {Snapshots} can't be made anew, as they have to be where the retention removes events: {error.Message}. Is the disk full, or the file in use? They are no loss: without that file the service reads the whole log."
            );
        }
    }

    /// <exception cref="SettingException">It can't be made or written, or another process has it.</exception>
    public static DataFolder Open(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        try
        {
            PrivateFolder.Create(full);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"The data folder {full} can't be made: {error.Message}");
        }
        try
        {
            var held = new FileStream(
                System.IO.Path.Combine(full, "lock"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
            return new DataFolder(full, held);
        }
        catch (Exception error) when (error is UnauthorizedAccessException || (error is IOException && !IsHeld(error)))
        {
            throw new SettingException(
                $"The data folder {full} can't be written to: {error.Message.TrimEnd('.')}. Let this user write there, on a disk that is not mounted read-only and has room; or name another folder by --data."
            );
        }
        catch (IOException)
        {
            throw new SettingException(
                $"The data folder {full} is in use by another process: stop that one, or name another folder by --data."
            );
        }
    }

    public void Dispose() => held.Dispose();

    /// <summary>What snapshots have of the log's events and the log has not, partition by partition; null: nothing.</summary>
    /// <summary>What snapshots have of the log's events and the log has not, partition by partition; null: nothing.</summary>
    private static string? Missing(SqliteFactLog log, SqliteSnapshotStore snapshots)
    {
        var missing = new List<string>();
        for (int partition = 0; partition < log.Partitions; partition++)
        {
            long end = log.EndOffset(LogStream.Events, partition);
            long reached = snapshots
                .Manifests(VisitorTask.NameOf(partition))
                .Select(manifest => manifest.Vector.GetValueOrDefault(RecordReader.Input))
                .DefaultIfEmpty()
                .Max();
            if (reached > end)
            {
                missing.Add($"events of partition {partition} after offset {end}, up to {reached}");
            }
        }
        int more = missing.Count - MostNamed;
        return missing.Count == 0
            ? null
            : string.Join("; ", missing.Take(MostNamed)) + (more > 0 ? $"; and of {more} partitions more" : "");
    }

    /// <summary>Whether another process has the file: by the lock's EWOULDBLOCK (Linux, macOS), or a violation of sharing (Windows).</summary>
    private static bool IsHeld(Exception error) => error.HResult is 11 or 35 or unchecked((int)0x80070020);
}
