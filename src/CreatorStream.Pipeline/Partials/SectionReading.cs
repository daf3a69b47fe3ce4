namespace CreatorStream.Pipeline.Partials;

/// <summary>Reads of sections that take no more room than the bytes have, whatever these say.</summary>
internal static class SectionReading
{
    /// <summary>A number from 0.</summary>
    public static int ReadNumber(this BinaryReader reader) =>
        reader.Read7BitEncodedInt() is >= 0 and var number ? number : throw Damaged();

    /// <summary>How many items follow, of which each takes a byte at least.</summary>
    public static int ReadCount(this BinaryReader reader)
    {
        int count = reader.Read7BitEncodedInt();
        return (uint)count <= reader.BaseStream.Length - reader.BaseStream.Position ? count : throw Damaged();
    }

    public static InvalidDataException Damaged(Exception? error = null) => new("The rows are damaged.", error);
}
