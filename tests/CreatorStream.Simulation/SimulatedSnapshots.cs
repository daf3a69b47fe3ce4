using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors.Snapshots;

namespace CreatorStream.Simulation;

/// <summary>Snapshots that outlive the processes: writes fail, a crash leaves half of one, and segments go bad.</summary>
internal sealed class SimulatedSnapshots(Faults faults) : ISnapshotStore
{
    /// <summary>Of the form of a part, with which its bytes begin.</summary>
    private const byte LaterVersion = 99;

    private readonly Dictionary<string, List<SnapshotManifest>> manifests = [];
    private readonly Dictionary<(string, string), byte[]> segments = [];

    public Task PutAsync(string task, IReadOnlyList<SnapshotSegment> segments)
    {
        foreach (SnapshotSegment segment in segments)
        {
            faults.BeforeIo();
            faults.MayFail(1, "a segment could not be written");
            this.segments[(task, segment.Name)] = segment.Content.ToArray();
        }
        return Task.CompletedTask;
    }

    public Task SaveAsync(string task, SnapshotManifest manifest)
    {
        faults.BeforeIo();
        faults.MayFail(5, "a manifest could not be written");
        manifest = manifest with { Segments = AsAnotherVersionSaves(task, manifest.Segments) };
        List<SnapshotManifest> of = manifests.TryGetValue(task, out List<SnapshotManifest>? known)
            ? known
            : manifests[task] = [];
        of.Insert(0, manifest);
        of.RemoveRange(
            Math.Min(of.Count, ISnapshotStore.ManifestsKept),
            Math.Max(0, of.Count - ISnapshotStore.ManifestsKept)
        );
        HashSet<string> named = [.. of.SelectMany(one => one.Segments.Values)];
        foreach ((string, string Name) segment in segments.Keys.Where(of => of.Item1 == task).ToArray())
        {
            if (!named.Contains(segment.Name))
            {
                segments.Remove(segment);
            }
        }
        if (faults.Happens(5))
        {
            // Bad on disk from now on; found out when it is read.
            segments.Remove((task, manifest.Segments.Values.Order(StringComparer.Ordinal).First()));
        }
        return Task.CompletedTask;
    }

    /// <summary>
    /// At times a version of the program that saves something else, or in another form: none of it must be missed.
    /// </summary>
    private Dictionary<string, string> AsAnotherVersionSaves(string task, IReadOnlyDictionary<string, string> parts)
    {
        Dictionary<string, string> other = new(parts);
        string[] ofContributions = [.. parts.Keys.Where(part => !VisitorSegments.IsNeeded(part))];
        foreach (string part in ofContributions.Where(_ => faults.Happens(10)))
        {
            other.Remove(part);
            // A part that didn't change is not written again, and may have gone bad since.
            if (faults.Happens(50) && segments.TryGetValue((task, parts[part]), out byte[]? content))
            {
                other[part] = Put(task, [LaterVersion, .. content[1..]]);
            }
        }
        if (faults.Happens(10))
        {
            other["later"] = Put(task, [LaterVersion]);
        }
        return other;
    }

    private string Put(string task, byte[] content)
    {
        string name = SegmentName.Of(content);
        segments[(task, name)] = content;
        return name;
    }

    /// <summary>Whether any segment has the text, as snapshots write texts. Short ones come about by chance, among hashes.</summary>
    public bool Has(string text)
    {
        if (text.Length < 5)
        {
            return false;
        }
        byte[] bytes = [(byte)text.Length, .. System.Text.Encoding.UTF8.GetBytes(text)];
        return segments.Values.Any(segment => segment.AsSpan().IndexOf(bytes) >= 0);
    }

    public IReadOnlyList<SnapshotManifest> Manifests(string task)
    {
        faults.BeforeIo();
        return manifests.TryGetValue(task, out List<SnapshotManifest>? of) ? [.. of] : [];
    }

    public byte[]? Segment(string task, string name)
    {
        faults.BeforeIo();
        return segments.GetValueOrDefault((task, name));
    }
}
