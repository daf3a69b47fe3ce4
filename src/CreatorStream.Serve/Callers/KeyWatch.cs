using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Serve.Callers;

/// <summary>Takes changes of the keys file over while the service runs.</summary>
internal sealed class KeyWatch(KeyRing keys, TimeProvider time, ILogger<KeyWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    private (DateTime Written, long Length) seen;
    private string? complaint;

    /// <summary>Looks whether the file has changed. A broken one changes nothing: keys that worked go on working.</summary>
    public void Look()
    {
        if (keys.Path is { } path)
        {
            lock (gate)
            {
                Look(path);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                Look();
                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The orderly end.
        }
    }

    private void Look(string path)
    {
        try
        {
            var file = new FileInfo(path);
            (DateTime, long) now = file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
            if (now == seen && complaint == null)
            {
                return;
            }
            if (KeyFile.Read(path) is { } read)
            {
                keys.Load(read);
                if (seen != default || complaint != null)
                {
                    logger.KeysRead(read.Count);
                }
            }
            else if (seen != default)
            {
                throw new KeyFileException($"The keys file {path} is gone.");
            }
            (seen, complaint) = (now, null);
        }
        catch (Exception error) when (error is KeyFileException or IOException or UnauthorizedAccessException)
        {
            if (complaint != error.Message)
            {
                logger.KeysStillHold(error.Message);
                complaint = error.Message;
            }
        }
    }
}
