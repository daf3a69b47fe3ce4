namespace CreatorStream.Host.Watching;

/// <summary>Looks at how the service runs.</summary>
internal interface IOperations
{
    /// <summary>Called by one at a time.</summary>
    Task<OperationsAnswer> LookAsync(CancellationToken cancel);
}

/// <summary>
/// Looks every two seconds, whoever asks or nobody: rates and the age of lag come from looks in a row, and many who
/// watch cost no more than one.
/// </summary>
internal sealed class OperationsWatch(IOperations operations, TimeProvider time, ILogger<OperationsWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile OperationsAnswer? newest;
    private string? complaint;

    /// <summary>null before the first look.</summary>
    public OperationsAnswer? Newest => newest;

    public async Task<OperationsAnswer> NewestAsync(CancellationToken cancel)
    {
        await first.Task.WaitAsync(cancel);
        return newest!;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                try
                {
                    newest = await operations.LookAsync(stoppingToken);
                    first.TrySetResult();
                    complaint = null;
                }
                catch (Exception error) when (!stoppingToken.IsCancellationRequested)
                {
                    // Figures go on without it.
                    if (complaint != error.Message)
                    {
                        logger.OperationsUnknown(error);
                        complaint = error.Message;
                    }
                }
                await Task.Delay(Interval, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The orderly end.
        }
    }
}
