namespace CreatorStream.Pipeline.Views;

/// <summary>
/// One immutable version of a view. Figures consist of fields (replaced whole) and tables (rows by key), each already
/// JSON, so that what changed between two versions is found by comparing bytes, and unchanged rows are shared.
/// </summary>
public sealed record ViewDocument(
    ViewKey Key,
    long Version,
    IReadOnlyDictionary<string, byte[]> Fields,
    IReadOnlyDictionary<string, ViewTable> Tables,
    byte[] State
);

/// <summary>Rows in the order of their keys.</summary>
public sealed record ViewTable(IReadOnlyList<ViewRow> Rows);

/// <summary>A row: its key as JSON (a string or a number) and itself as JSON.</summary>
public readonly record struct ViewRow(string Key, byte[] Json, UInt128 Stamp = default);
