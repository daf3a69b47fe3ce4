using System.Globalization;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors.Authenticity;
using CreatorStream.Pipeline.Visitors.Deduplication;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Pipeline.Visitors.Snapshots;

/// <summary>
/// Saves and restores a visitor task's state: journeys by block of visitors, fingerprints by hour, subjects, evidence.
/// Only what changed is serialized; what can be counted from journeys is not saved. Verdicts are stage 2's and come
/// again. A snapshot that fails in any part is passed over for the one before.
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
    private const int Version = 2;
    private const string EventsInput = "events";

    private Dictionary<string, string> segments = [];
    private long savedAt = time.GetTimestamp();
    private long savedOffset;
    private Task? due;

    /// <returns>The offset of the events from which to read on; 0 where there is no snapshot.</returns>
    public long Restore(long endOffset)
    {
        foreach (SnapshotManifest manifest in store.Manifests(task))
        {
            long offset = manifest.Vector.GetValueOrDefault(EventsInput);
            if (manifest.Version != Version || offset > endOffset)
            {
                logger.LogWarning("A snapshot of {Task} is of another version or another log and is not used", task);
                continue;
            }
            if (Load(manifest) is not { } contents)
            {
                logger.LogWarning("A snapshot of {Task} is damaged; the one before is tried", task);
                continue;
            }
            foreach ((string part, byte[] content) in contents)
            {
                Read(part, content);
                segments[part] = manifest.Segments[part];
            }
            flow.Rebuild();
            savedOffset = offset;
            return offset;
        }
        return 0;
    }

    /// <summary>
    /// Completes when it is time to save, also if nothing arrives any more: what a burst brought must not be read again
    /// after days of silence. Null when there is nothing to save.
    /// </summary>
    public Task? Due(long eventsOffset, CancellationToken cancel)
    {
        if (eventsOffset == savedOffset)
        {
            return null;
        }
        TimeSpan rest = options.SnapshotInterval - time.GetElapsedTime(savedAt);
        return due ??= Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, time, cancel);
    }

    public void SaveIfDue(long eventsOffset)
    {
        if (eventsOffset != savedOffset && time.GetElapsedTime(savedAt) >= options.SnapshotInterval)
        {
            Save(eventsOffset);
        }
    }

    public void Save(long eventsOffset)
    {
        if (eventsOffset == savedOffset)
        {
            return;
        }
        var next = new Dictionary<string, string>(segments);
        var fresh = new Dictionary<string, ReadOnlyMemory<byte>>();
        void Put(string part, byte[] content)
        {
            string name = SegmentName.Of(content);
            if (segments.GetValueOrDefault(part) != name)
            {
                next[part] = name;
                fresh[name] = content;
            }
        }
        Put("task", Segment.Write(WriteTask));
        foreach (int block in state.ChangedBlocks)
        {
            Put($"visitors/{block}", Segment.Write(writer => WriteBlock(writer, block)));
        }
        foreach (long hour in state.Deduplicator.ChangedHours)
        {
            Put($"hours/{hour}", state.Deduplicator.Buckets[hour].ToBytes());
        }
        savedAt = time.GetTimestamp();
        due = null;
        try
        {
            var vector = new Dictionary<string, long> { [EventsInput] = eventsOffset };
            store.Save(task, new SnapshotManifest(Version, vector, next), fresh);
        }
        catch (LogUnavailableException error)
        {
            // Nothing rests on it: what is not saved now is saved next time, or read from the log again.
            logger.LogWarning(error, "A snapshot of {Task} could not be saved", task);
            return;
        }
        segments = next;
        state.ClearChanged();
        state.Deduplicator.ClearChanged();
        savedOffset = eventsOffset;
    }

    /// <returns>Every part of the manifest, the task's own first, then visitors in order; null where one is damaged.</returns>
    private List<(string Part, byte[] Content)>? Load(SnapshotManifest manifest)
    {
        var contents = new List<(string, byte[])>();
        foreach ((string part, string name) in manifest.Segments.OrderBy(part => Order(part.Key)))
        {
            byte[]? content = store.Segment(task, name);
            if (content == null)
            {
                return null;
            }
            contents.Add((part, content));
        }
        return contents;
    }

    private static long Order(string part) =>
        part == "task" ? -1 : long.Parse(part.AsSpan(part.IndexOf('/') + 1), CultureInfo.InvariantCulture);

    private void Read(string part, byte[] content)
    {
        using BinaryReader reader = Segment.Read(content);
        if (part == "task")
        {
            ReadTask(reader);
        }
        else if (part.StartsWith("visitors/", StringComparison.Ordinal))
        {
            ReadBlock(reader);
        }
        else
        {
            state.Deduplicator.Restore(Order(part), FingerprintSet.FromBytes(content));
        }
    }

    private void WriteTask(BinaryWriter writer)
    {
        Deduplicator seen = state.Deduplicator;
        foreach (
            long count in (ReadOnlySpan<long>)
                [seen.AcceptedCount, seen.Duplicates, seen.ReusedIds, seen.Late, seen.TooOld, seen.TooEarly]
        )
        {
            writer.Write(count);
        }
        ReadOnlySpan<ulong> keys = state.Subjects.Keys;
        writer.Write(keys.Length);
        for (int i = 0; i < keys.Length; i++)
        {
            Subject subject = state.Subjects.Subjects[i];
            writer.Write(keys[i]);
            writer.Write(subject.Workspace);
            writer.Write(subject.Content);
            writer.Write(subject.Campaign);
            writer.Write(subject.Creator);
            writer.Write(subject.Platform);
            writer.Write(subject.Channel);
        }
        writer.Write(state.Subjects.Workspaces.Count);
        for (int i = 0; i < state.Subjects.Workspaces.Count; i++)
        {
            writer.Write(state.GreatestMicros(i));
        }
        IReadOnlyDictionary<int, Suspect> suspects = flow.Authenticity.Suspects;
        writer.Write(suspects.Count);
        foreach ((int visitor, Suspect suspect) in suspects.OrderBy(suspect => suspect.Key))
        {
            writer.Write(visitor);
            writer.Write((byte)suspect.Reasons);
            writer.Write(suspect.Actor);
        }
    }

    private void ReadTask(BinaryReader reader)
    {
        Deduplicator seen = state.Deduplicator;
        seen.AcceptedCount = reader.ReadInt64();
        seen.Duplicates = reader.ReadInt64();
        seen.ReusedIds = reader.ReadInt64();
        seen.Late = reader.ReadInt64();
        seen.TooOld = reader.ReadInt64();
        seen.TooEarly = reader.ReadInt64();
        int subjects = reader.ReadInt32();
        for (int i = 0; i < subjects; i++)
        {
            ulong key = reader.ReadUInt64();
            var subject = new Subject(
                reader.ReadString(),
                reader.ReadString(),
                reader.ReadString(),
                reader.ReadString(),
                reader.ReadString(),
                reader.ReadString()
            );
            state.Subjects.Add(key, subject, state.Catalog);
        }
        int workspaces = reader.ReadInt32();
        for (int i = 0; i < workspaces; i++)
        {
            state.Advance(i, reader.ReadInt64());
        }
        int suspects = reader.ReadInt32();
        for (int i = 0; i < suspects; i++)
        {
            flow.Authenticity.Restore(reader.ReadInt32(), new Suspect((Reasons)reader.ReadByte(), reader.ReadString()));
        }
    }

    private void WriteBlock(BinaryWriter writer, int block)
    {
        int first = block * VisitorState.BlockSize;
        int last = Math.Min(first + VisitorState.BlockSize, state.Journeys.Count);
        writer.Write(last - first);
        for (int visitor = first; visitor < last; visitor++)
        {
            writer.Write(state.Journeys.Visitors[visitor]);
            writer.Write7BitEncodedInt(state.Journeys.Workspace(visitor));
            ReadOnlySpan<JourneyTouch> touches = state.Journeys.Touches(visitor);
            writer.Write7BitEncodedInt(touches.Length);
            ulong before = 0;
            foreach (JourneyTouch touch in touches)
            {
                writer.Write7BitEncodedInt64((long)(touch.Key - before));
                writer.Write7BitEncodedInt(touch.Subject);
                writer.Write7BitEncodedInt(touch.EngagedMillis);
                before = touch.Key;
            }
            IReadOnlyList<ConversionEvent> conversions = state.Journeys.Conversions(visitor);
            writer.Write7BitEncodedInt(conversions.Count);
            foreach (ConversionEvent conversion in conversions)
            {
                conversion.Write(writer);
            }
        }
    }

    private void ReadBlock(BinaryReader reader)
    {
        int visitors = reader.ReadInt32();
        for (int i = 0; i < visitors; i++)
        {
            ulong hash = reader.ReadUInt64();
            int visitor = state.Journeys.Visitor(hash, reader.Read7BitEncodedInt());
            int touches = reader.Read7BitEncodedInt();
            ulong key = 0;
            for (int touch = 0; touch < touches; touch++)
            {
                key += (ulong)reader.Read7BitEncodedInt64();
                int subject = reader.Read7BitEncodedInt();
                state.Journeys.AddTouch(visitor, new JourneyTouch(key, subject, reader.Read7BitEncodedInt()));
            }
            int conversions = reader.Read7BitEncodedInt();
            for (int conversion = 0; conversion < conversions; conversion++)
            {
                state.Journeys.AddConversion(visitor, ConversionEvent.Read(reader));
            }
        }
    }
}
