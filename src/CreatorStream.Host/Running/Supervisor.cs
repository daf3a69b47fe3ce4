namespace CreatorStream.Host.Running;

/// <summary>
/// Watches the loops that a process can't do without. One that ends before it is told to, by an error or without one, takes
/// the process with it: that is said as critical, and the exit code is 1.
/// </summary>
internal sealed class Supervisor(IHostApplicationLifetime lifetime, ILogger<Supervisor> logger)
{
    private volatile bool hasFailed;

    /// <summary>The process ends with an error.</summary>
    public bool HasFailed => hasFailed;

    /// <summary>Completes when the loop has ended, and never fails.</summary>
    /// <param name="what">The loop, as the beginning of a sentence.</param>
    /// <param name="stopping">When it may end.</param>
    /// <param name="mayEnd">It may end before, without an error.</param>
    public async Task WatchAsync(string what, Task loop, CancellationToken stopping, bool mayEnd = false)
    {
        try
        {
            await loop;
            if (!mayEnd && !stopping.IsCancellationRequested)
            {
                Fail(what, null);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The orderly end.
        }
        catch (Exception error)
        {
            Fail(what, error);
        }
    }

    private void Fail(string what, Exception? error)
    {
        hasFailed = true;
        logger.PartFailed(error, what);
        lifetime.StopApplication();
    }
}
