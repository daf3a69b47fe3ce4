using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Pipeline.Visitors.Snapshots;

/// <summary>
/// Saves and restores a visitor task's state, part by part (see <see cref="VisitorSegments"/>). What can be counted from
/// journeys is not saved; verdicts are stage 2's and come again. A snapshot that fails in any part is passed over for the
/// one before.
/// </summary>
public sealed class VisitorSnapshots(
    string task,
    VisitorState state,
    VisitorFlow flow,
    ISnapshotStore store,
    EngineOptions options,
    TimeProvider time,
    ILogger logger
)
{
    private const int Version = 6;

    private readonly VisitorSegments parts = new(state, flow);
    private Dictionary<string, (string Name, int Bytes)> segments = [];
    private volatile SnapshotManifest? newest;
    private long savedAt = time.GetTimestamp();
    private long savedOffset;
    private Task? due;

    // Snapshots still to be saved until none that is kept holds what was forgotten.
    private int savesToForget;
    private bool forgetsAtOnce;

    /// <summary>The snapshot that a restart would begin with; null where there is none.</summary>
    public SnapshotManifest? Newest => newest;

    /// <summary>The state no longer has what no snapshot may have either: they are replaced, the next time at once.</summary>
    public void Forget()
    {
        savesToForget = ISnapshotStore.ManifestsKept;
        forgetsAtOnce = true;
    }

    /// <returns>The vector of the events behind which to read on; empty where there is no snapshot.</returns>
    public IReadOnlyDictionary<string, long> Restore(IEventReader events)
    {
        foreach (SnapshotManifest manifest in store.Manifests(task))
        {
            if (manifest.Version != Version || !events.Holds(manifest.Vector))
            {
                logger.LogWarning("A snapshot of {Task} is of another version or another log and is not used", task);
                continue;
            }
            // Looked at twice, so that not all of it must be in memory at once.
            if (manifest.Segments.Values.Any(name => store.Segment(task, name) == null))
            {
                logger.LogWarning("A snapshot of {Task} is damaged; the one before is tried", task);
                continue;
            }
            foreach ((string part, string name) in manifest.Segments.OrderBy(part => VisitorSegments.Order(part.Key)))
            {
                byte[] segment =
                    store.Segment(task, name)
                    ?? throw new InvalidDataException($"Segment {name} of {task} was sound a moment ago.");
                parts.Read(part, segment);
                segments[part] = (name, segment.Length);
            }
            flow.Rebuild();
            savedOffset = manifest.Vector.Values.Sum();
            newest = manifest;
            return manifest.Vector;
        }
        return new Dictionary<string, long>();
    }

    /// <summary>
    /// Completes when it is time to save, also if nothing arrives any more: what a burst brought must not be read again
    /// after days of silence. Null when there is nothing to save.
    /// </summary>
    public Task? Due(IEventReader events, CancellationToken cancel)
    {
        if (!MustSave(events.Offset) || events.HasSetAside)
        {
            return null;
        }
        TimeSpan rest = options.SnapshotInterval - time.GetElapsedTime(savedAt);
        return due ??= Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, time, cancel);
    }

    public void SaveIfDue(IEventReader events)
    {
        bool isDue = forgetsAtOnce || time.GetElapsedTime(savedAt) >= options.SnapshotInterval;
        if (isDue && MustSave(events.Offset))
        {
            Save(events);
        }
    }

    /// <summary>Saves what changed; not before the log has what was set aside, which the next tick brings there.</summary>
    public void Save(IEventReader events)
    {
        if (events.HasSetAside)
        {
            return;
        }
        forgetsAtOnce = false;
        while (MustSave(events.Offset) && TrySave(events))
        {
            savesToForget = Math.Max(0, savesToForget - 1);
        }
    }

    private bool MustSave(long eventsOffset) => eventsOffset != savedOffset || savesToForget > 0;

    private bool TrySave(IEventReader events)
    {
        var next = new Dictionary<string, (string Name, int Bytes)>();
        using var buffer = new MemoryStream();
        savedAt = time.GetTimestamp();
        due = null;
        try
        {
            foreach (string part in parts.All())
            {
                bool isThere = segments.TryGetValue(part, out (string Name, int Bytes) segment);
                if (!isThere || parts.MayHaveChanged(part))
                {
                    buffer.SetLength(0);
                    parts.Write(part, buffer);
                    ReadOnlySpan<byte> content = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
                    string name = SegmentName.Of(content);
                    if (name != segment.Name)
                    {
                        store.PutSegment(task, name, content);
                        segment = (name, content.Length);
                    }
                }
                next[part] = segment;
            }
            var manifest = new SnapshotManifest(
                Version,
                events.Vector,
                next.ToDictionary(part => part.Key, part => part.Value.Name),
                time.GetUtcNow().ToUnixTimeMilliseconds(),
                next.Values.Sum(of => (long)of.Bytes)
            );
            store.Save(task, manifest);
            newest = manifest;
        }
        catch (LogUnavailableException error)
        {
            // Nothing rests on it: what is not saved now is saved next time, or read from the log again.
            logger.LogWarning(error, "A snapshot of {Task} could not be saved", task);
            return false;
        }
        segments = next;
        state.ClearChanged();
        savedOffset = events.Offset;
        return true;
    }
}
