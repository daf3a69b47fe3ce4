namespace CreatorStream.Pipeline.Visitors.Snapshots;

/// <summary>A part of a snapshot that is saved.</summary>
/// <param name="Name">Of its segment.</param>
/// <param name="Items">Of a block, how many it has; else 0.</param>
internal readonly record struct SavedPart(string Name, int Bytes, int Items);
