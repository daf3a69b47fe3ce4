namespace CreatorStream.Redis;

internal static class Waiting
{
    /// <summary>Waits until something has happened, but not longer than that.</summary>
    /// <returns>Whether it has.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<bool> UntilAsync(
        Task happened,
        TimeSpan atMost,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        await happened.WaitAsync(atMost, time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancel.ThrowIfCancellationRequested();
        return happened.IsCompleted;
    }
}
