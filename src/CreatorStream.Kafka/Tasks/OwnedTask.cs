using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Kafka.Tasks;

/// <summary>How far a task has read, and what it still has to before it is live.</summary>
/// <param name="Read">The sum of the offsets up to which it has read its inputs.</param>
/// <param name="Left">Messages up to what the former owner published; 0 from then on.</param>
/// <param name="LeftAtStart">The same when it began.</param>
/// <param name="BeganMs">When it began: milliseconds since 1970.</param>
public sealed record CatchUp(long Read, long Left, long LeftAtStart, long BeganMs);

/// <summary>
/// A task while this process owns it: runs until the group takes it away, and begins anew after what may pass.
/// </summary>
public abstract class OwnedTask(TaskContext context, string name) : IAsyncDisposable
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Longer than a member that died can still count as one: by then the group has said whose the task is.</summary>
    private static readonly TimeSpan AfterFencing = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource stop = new();
    private Task running = Task.CompletedTask;
    private long beganAt;
    private volatile string? trouble;

    public string Name => name;

    /// <summary>What it published replaces what the former owner did.</summary>
    public abstract bool IsLive { get; }

    /// <summary>null before it reads, such as while it restores a snapshot.</summary>
    public abstract CatchUp? CatchUp { get; }

    /// <summary>The snapshot that it would begin with; null where there is none, or the task has none at all.</summary>
    public virtual SnapshotManifest? Snapshot => null;

    /// <summary>What is wrong just now; null where nothing is.</summary>
    public virtual string? Trouble => trouble;

    protected TaskContext Context => context;

    public void Start() => running = Task.Run(RunAsync);

    /// <summary>Ends after what it is at; completes when nothing of it runs any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        stop.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs once, from the taking over on, until cancelled.</summary>
    protected abstract Task RunOnceAsync(CancellationToken cancel);

    private async Task RunAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            TimeSpan pause = AfterFailure;
            try
            {
                beganAt = context.Time.GetTimestamp();
                await RunOnceAsync(stop.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (TaskFencedException error)
            {
                trouble = error.Message;
                context.Logger.TaskTakenOver(name);
                pause = AfterFencing;
            }
            catch (Exception error)
            {
                // Once a second, as long as it lasts: said once.
                if (trouble != error.Message)
                {
                    context.Logger.TaskFailed(error, name);
                }
                trouble = error.Message;
            }
            try
            {
                await Task.Delay(pause, context.Time, stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>It is live: what it publishes replaces what the former owner did.</summary>
    protected void NoteLive()
    {
        trouble = null;
        if (beganAt != 0)
        {
            context.Logger.TaskIsLive(name, context.Time.GetElapsedTime(beganAt).TotalSeconds);
            beganAt = 0;
        }
    }
}
