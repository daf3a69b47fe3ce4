using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Embedded;

/// <summary>Why a log takes nothing just now, and since when.</summary>
public sealed record LogFault(string Reason, DateTimeOffset Since);

/// <summary>
/// Whether a log can be written. From the first commit that fails on it takes nothing, so that no request tries a full disk
/// again; a small write of its own, once a second, finds out when there is room for what failed. Said once when it begins
/// and once when it ends.
/// </summary>
/// <param name="tryWrite">Makes the thread that writes commit a <see cref="Try"/>, and call <see cref="End"/> then.</param>
internal sealed class LogFaults(string path, TimeProvider time, ILogger logger, Action tryWrite) : IDisposable
{
    /// <summary>Beside what a commit takes: the write-ahead log and the file each hold it, with what they need around it.</summary>
    private const long RoomBeside = 256 << 10;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private volatile LogFault? fault;
    private long bytesNeeded;
    private ITimer? timer;

    /// <summary>null while it takes what comes.</summary>
    public LogFault? Fault => fault;

    /// <exception cref="LogUnavailableException">It takes nothing just now.</exception>
    public void ThrowIfAny()
    {
        if (fault is { } now)
        {
            throw new LogUnavailableException(now.Reason);
        }
    }

    /// <summary>A commit of so many bytes failed. Called by the thread that writes, as are <see cref="Try"/> and <see cref="End"/>.</summary>
    public void Begin(LogUnavailableException error, long bytes)
    {
        bytesNeeded = Math.Max(bytesNeeded, bytes);
        if (fault != null)
        {
            return;
        }
        fault = new LogFault(
            $"{path} can't be written: {error.Message}. It is tried again once a second.",
            time.GetUtcNow()
        );
        logger.LogUnwritable(path, error.Message);
        timer = time.CreateTimer(_ => tryWrite(), null, Interval, Interval);
    }

    /// <summary>Writes next to nothing, to find out whether it can be done.</summary>
    /// <exception cref="LogUnavailableException">The disk still has too little room for what failed.</exception>
    public void Try(SqliteFile file)
    {
        if (FreeBytes() < (2 * bytesNeeded) + RoomBeside)
        {
            throw new LogUnavailableException("The disk is full");
        }
        file.Execute("INSERT OR REPLACE INTO settings (name, value) VALUES ('written', '')");
    }

    /// <summary>It was written again.</summary>
    public void End()
    {
        if (fault is not { } over)
        {
            return;
        }
        timer?.Dispose();
        bytesNeeded = 0;
        fault = null;
        logger.LogWritableAgain(path, (long)(time.GetUtcNow() - over.Since).TotalSeconds);
    }

    private long FreeBytes()
    {
        try
        {
            return new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(path))!).AvailableFreeSpace;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LogUnavailableException(error.Message, error);
        }
    }

    public void Dispose() => timer?.Dispose();
}
