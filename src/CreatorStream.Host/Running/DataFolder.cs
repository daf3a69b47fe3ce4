using CreatorStream.Embedded;
using CreatorStream.Host.Configuration;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Host.Running;

/// <summary>The folder of one service, locked while it runs.</summary>
internal sealed class DataFolder : IDisposable
{
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

    /// <exception cref="SettingException">They are of another log.</exception>
    public SqliteSnapshotStore OpenSnapshots(ulong logSecret)
    {
        try
        {
            return SqliteSnapshotStore.Open(Snapshots, logSecret);
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
    }

    /// <exception cref="SettingException">It can't be made or written, or another process has it.</exception>
    public static DataFolder Open(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
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

    /// <summary>Whether another process has the file: by the lock's EWOULDBLOCK (Linux, macOS), or a violation of sharing (Windows).</summary>
    private static bool IsHeld(Exception error) => error.HResult is 11 or 35 or unchecked((int)0x80070020);
}
