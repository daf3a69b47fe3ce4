namespace CreatorStream.Pipeline.Ports;

/// <summary>
/// Snapshots of tasks: immutable segments named by the hash of their content, and manifests that list them. Only
/// segments that are not there yet are written; those that no kept manifest names are removed.
/// </summary>
public interface ISnapshotStore
{
    /// <summary>Of a task: the newest, and the one before in case that is damaged.</summary>
    const int ManifestsKept = 2;

    /// <summary>
    /// Writes segments, for a manifest that follows. Their content stays as it is until that is done; a task asks for one
    /// thing at a time.
    /// </summary>
    /// <exception cref="LogUnavailableException">It can't, thrown at once or by what it returns.</exception>
    Task PutAsync(string task, IReadOnlyList<SnapshotSegment> segments);

    /// <summary>Writes a manifest, all of whose segments are there.</summary>
    /// <exception cref="LogUnavailableException">As above.</exception>
    Task SaveAsync(string task, SnapshotManifest manifest);

    /// <summary>Manifests of a task whose own checksum holds, newest first.</summary>
    IReadOnlyList<SnapshotManifest> Manifests(string task);

    /// <summary>A segment's bytes, or null where it is missing or its content doesn't match its name.</summary>
    byte[]? Segment(string task, string name);
}

/// <summary>A part of a snapshot.</summary>
/// <param name="Name">See SegmentName.</param>
public readonly record struct SnapshotSegment(string Name, ReadOnlyMemory<byte> Content);

/// <summary>What a snapshot consists of.</summary>
/// <param name="Version">Of what segments there are and how they begin; another one is not used.</param>
/// <param name="Vector">The offset up to which each input ("events/3", "catalog/0") is in the snapshot.</param>
/// <param name="Segments">By part ("visitors/4096/17"), the name of its segment.</param>
/// <param name="SavedMs">When it was saved: milliseconds since 1970; 0 where it doesn't say.</param>
/// <param name="Bytes">Of all its segments; 0 where it doesn't say.</param>
public sealed record SnapshotManifest(
    int Version,
    IReadOnlyDictionary<string, long> Vector,
    IReadOnlyDictionary<string, string> Segments,
    long SavedMs = 0,
    long Bytes = 0
);
