using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Pipeline.Tests;

/// <summary>The newest snapshot; writes are held, or fail, when a test says so.</summary>
internal sealed class NewestSnapshot : ISnapshotStore
{
    private readonly Dictionary<string, byte[]> segments = [];

    public SnapshotManifest? Manifest { get; private set; }

    public int Puts { get; private set; }

    public int Saves { get; private set; }

    /// <summary>The parts of the newest, with their bytes.</summary>
    public IReadOnlyDictionary<string, int> Parts =>
        Manifest!.Segments.ToDictionary(of => of.Key, of => segments[of.Value].Length);

    /// <summary>What was put last, by name.</summary>
    public IReadOnlyList<string> LastPut { get; private set; } = [];

    public TaskCompletionSource? Holds { get; set; }

    public bool Fails { get; set; }

    public Task PutAsync(string task, IReadOnlyList<SnapshotSegment> segments)
    {
        Puts++;
        LastPut = [.. segments.Select(segment => segment.Name)];
        if (Fails)
        {
            return Task.FromException(new LogUnavailableException("the disk is full"));
        }
        foreach (SnapshotSegment segment in segments)
        {
            this.segments[segment.Name] = segment.Content.ToArray();
        }
        return Holds?.Task ?? Task.CompletedTask;
    }

    public Task SaveAsync(string task, SnapshotManifest manifest)
    {
        Saves++;
        Manifest = manifest;
        return Task.CompletedTask;
    }

    public IReadOnlyList<SnapshotManifest> Manifests(string task) => Manifest == null ? [] : [Manifest];

    public byte[]? Segment(string task, string name) => segments.GetValueOrDefault(name);
}
