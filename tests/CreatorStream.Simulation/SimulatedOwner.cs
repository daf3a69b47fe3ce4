namespace CreatorStream.Simulation;

/// <summary>
/// An owner of a task, the service's own, in one of the processes: given its turns one by one, it publishes as if it
/// waited, and takes no other turn meanwhile.
/// </summary>
internal abstract class SimulatedOwner(int process, int partition, OwnersTime time) : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private Task publishing = Task.CompletedTask;

    public int Process => process;

    public int Partition => partition;

    /// <summary>Ends what it publishes, as when the group takes the task away.</summary>
    public virtual void Close()
    {
        stop.Cancel();
        try
        {
            publishing.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // It waited to try again.
        }
    }

    public virtual void Dispose() => stop.Dispose();

    /// <summary>Goes on with what it publishes.</summary>
    /// <returns>Whether that is done.</returns>
    protected bool IsPublished()
    {
        time.Ring();
        return IsDone();
    }

    /// <returns>Whether it is done at once.</returns>
    protected bool Publish(Func<CancellationToken, ValueTask> publish)
    {
        publishing = publish(stop.Token).AsTask();
        return IsDone();
    }

    private bool IsDone()
    {
        if (publishing.IsCompleted)
        {
            publishing.GetAwaiter().GetResult();
            return true;
        }
        return false;
    }
}
