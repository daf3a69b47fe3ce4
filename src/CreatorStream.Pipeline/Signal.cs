namespace CreatorStream.Pipeline;

/// <summary>Wakes whoever waits for something to change. Take <see cref="Next"/> before you look, look, then await it.</summary>
public sealed class Signal
{
    private TaskCompletionSource source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next <see cref="Set"/>.</summary>
    public Task Next => Volatile.Read(ref source).Task;

    public void Set()
    {
        Interlocked
            .Exchange(ref source, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
            .SetResult();
    }
}
