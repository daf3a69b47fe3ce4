using System.Globalization;

namespace CreatorStream.Pipeline.Visitors.Snapshots;

/// <summary>
/// A list that a snapshot has in blocks of so many items, each a part of its own, "NAME/SIZE/NUMBER": its bytes begin with the version
/// of its form and the number of its items. To the list items are only added.
/// </summary>
/// <param name="Count">How many items there are by now.</param>
/// <param name="Write">An item, by number.</param>
/// <param name="Read">The next item.</param>
/// <param name="Changed">null: an item never changes.</param>
internal sealed record SnapshotBlocks(
    string Name,
    int Version,
    int Size,
    Func<int> Count,
    Action<BinaryWriter, int> Write,
    Action<BinaryReader> Read,
    ChangedBlocks? Changed = null
)
{
    /// <summary>The name of a block. One of another size is another part.</summary>
    public string Part(int block) => $"{Name}/{Size}/{block}";

    /// <summary>The number of a block of this list, of whatever size; −1: the part is none. A later version may have others of the name.</summary>
    public static int NumberOf(string part, string name) =>
        part.Split('/') is [var list, var size, var number]
        && list == name
        && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int block)
            ? block
            : -1;

    /// <summary>A block as a section to be read.</summary>
    /// <param name="read">Takes how many items it has.</param>
    public SnapshotSection Section(Action<int> read) =>
        new(
            Name,
            Version,
            _ => { },
            reader =>
            {
                int items = reader.ReadInt32();
                for (int item = 0; item < items; item++)
                {
                    Read(reader);
                }
                read(items);
            }
        );
}
