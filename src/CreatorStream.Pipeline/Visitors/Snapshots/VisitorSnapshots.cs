using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Pipeline.Visitors.Snapshots;

/// <summary>
/// Saves and restores a visitor task's state, part by part (see <see cref="VisitorSegments"/>) and some of it in each turn
/// (see <see cref="SnapshotSave"/>). What can be counted from journeys is not saved, or rebuilt where it is not as this version
/// saves it; verdicts are stage 2's and come again. A snapshot that fails in any part that is needed is passed over for the
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
) : IDisposable
{
    /// <summary>
    /// Of all this: parts come, go and change without another one. From 8 on what strangers state splits no subject, by which repeats
    /// are told; from 9 on rounded times, agents of apps and contractions are read otherwise, of which notes, shadows and readings of
    /// comments keep what was concluded; from 10 on there is who wrote a text again, and spam is told otherwise; from 11 on apps'
    /// browsers and actions of a date alone are no programs', and fewer comments are spam, of which shadows, signs and readings keep what was
    /// concluded.
    /// </summary>
    private const int Version = 11;

    private readonly VisitorSegments parts = new(state);
    private Dictionary<string, SavedPart> segments = [];
    private volatile SnapshotManifest? newest;
    private long savedAt = time.GetTimestamp();
    private long savedOffset;
    private Task? due;
    private SnapshotSave? saving;
    private long savingOffset;

    /// <summary>The store is busy with a snapshot that was given up.</summary>
    private Task given = Task.CompletedTask;

    // Snapshots still to be saved until none that is kept holds what was forgotten.
    private int savesToForget;
    private bool forgetsAtOnce;

    /// <summary>The snapshot that a restart would begin with; null where there is none.</summary>
    public SnapshotManifest? Newest => newest;

    /// <summary>The state no longer has what no snapshot may have either: they are replaced, the next time at once.</summary>
    public void Forget()
    {
        // One under way may hold it, and doesn't count. It goes on: else erasures that keep coming would let none end.
        savesToForget = ISnapshotStore.ManifestsKept + (saving == null ? 0 : 1);
        forgetsAtOnce = true;
    }

    /// <returns>The vector of the events behind which to read on; empty where there is no snapshot.</returns>
    public IReadOnlyDictionary<string, long> Restore(IEventReader events)
    {
        foreach (SnapshotManifest manifest in store.Manifests(task))
        {
            if (manifest.Version != Version || !events.Holds(manifest.Vector))
            {
                logger.SnapshotNotUsed(task);
                continue;
            }
            IReadOnlyList<string> needed = VisitorSegments.Needed([.. manifest.Segments.Keys]);
            // Looked at twice, so that not all of it must be in memory at once.
            if (!needed.All(part => Content(manifest, part) is { } content && parts.IsReadable(part, content)))
            {
                logger.SnapshotPassedOver(task);
                continue;
            }
            foreach (string part in needed)
            {
                byte[] content =
                    Content(manifest, part)
                    ?? throw new InvalidDataException($"Segment {part} of {task} was sound a moment ago.");
                int items = parts.Read(part, content);
                segments[part] = new SavedPart(manifest.Segments[part], content.Length, items);
            }
            flow.Rebuild(section => TryRestore(manifest, section));
            savedOffset = manifest.Vector.Values.Sum();
            newest = manifest;
            return manifest.Vector;
        }
        return new Dictionary<string, long>();
    }

    private byte[]? Content(SnapshotManifest manifest, string part) =>
        manifest.Segments.TryGetValue(part, out string? name) ? store.Segment(task, name) : null;

    /// <returns>false: it is missing, damaged, doesn't parse or is of another version.</returns>
    private bool TryRestore(SnapshotManifest manifest, SnapshotSection section)
    {
        if (
            Content(manifest, section.Name) is not { } content
            || !section.Begins(content)
            || !section.TryReadFrom(content)
        )
        {
            logger.PartRebuilt(section.Name, task);
            return false;
        }
        segments[section.Name] = new SavedPart(manifest.Segments[section.Name], content.Length, Items: 0);
        return true;
    }

    /// <summary>
    /// Completes when it is time to save, also if nothing arrives any more: what a burst brought must not be read again
    /// after days of silence. Null when there is nothing to save.
    /// </summary>
    public Task? Due(IEventReader events, CancellationToken cancel)
    {
        if (saving != null)
        {
            return due ??= saving.Due(cancel);
        }
        if (!MustSave(events.Offset) || events.HasSetAside)
        {
            return null;
        }
        TimeSpan rest = options.SnapshotInterval - time.GetElapsedTime(savedAt);
        return due ??= Task.Delay(rest > TimeSpan.Zero && !forgetsAtOnce ? rest : TimeSpan.Zero, time, cancel);
    }

    /// <summary>Goes on with the snapshot that is being saved, or begins one where it is time to.</summary>
    public void SaveIfDue(IEventReader events)
    {
        bool isDue = forgetsAtOnce || time.GetElapsedTime(savedAt) >= options.SnapshotInterval;
        if (saving != null || (isDue && Begin(events)))
        {
            TryGo(save => save.Go());
        }
    }

    /// <summary>Saves what changed, all of it; not before the log has what was set aside, which the next tick brings there.</summary>
    public void Save(IEventReader events)
    {
        GiveUp();
        while (Begin(events) && TryGo(save => save.Finish())) { }
    }

    /// <summary>After the last turn: one that is under way is not saved.</summary>
    public void Dispose() => saving?.Dispose();

    private bool MustSave(long eventsOffset) => eventsOffset != savedOffset || savesToForget > 0;

    /// <returns>Whether there is something to save.</returns>
    private bool Begin(IEventReader events)
    {
        if (events.HasSetAside || !MustSave(events.Offset))
        {
            return false;
        }
        // Who waits for that is saved nowhere.
        flow.TakeOutAllBursts();
        forgetsAtOnce = false;
        savedAt = time.GetTimestamp();
        savingOffset = events.Offset;
        IReadOnlyDictionary<string, long> vector = events.Vector;
        saving = new SnapshotSave(
            state,
            parts,
            flow.Saved,
            store,
            task,
            segments,
            (names, bytes) =>
                new SnapshotManifest(Version, vector, names, time.GetUtcNow().ToUnixTimeMilliseconds(), bytes),
            given,
            options.SnapshotBytesPerTurn,
            time
        );
        return true;
    }

    /// <returns>false: it can't be saved.</returns>
    private bool TryGo(Action<SnapshotSave> go)
    {
        due = null;
        try
        {
            go(saving!);
        }
        catch (LogUnavailableException error)
        {
            // Nothing rests on it: what is not saved now is saved next time, or read from the log again.
            logger.SnapshotNotSaved(error, task);
            GiveUp();
            return false;
        }
        if (saving!.Saved is { } manifest)
        {
            newest = manifest;
            segments = saving.Segments;
            savedOffset = savingOffset;
            savesToForget = Math.Max(0, savesToForget - 1);
            forgetsAtOnce = savesToForget > 0;
            saving.Dispose();
            saving = null;
        }
        return true;
    }

    private void GiveUp()
    {
        if (saving != null)
        {
            given = saving.GiveUpAsync(logger);
            saving = null;
            due = null;
        }
    }
}
