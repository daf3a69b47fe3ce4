using System.Text;

namespace CreatorStream.Pipeline.Visitors.Snapshots;

/// <summary>A part of a snapshot: its name, and the version of its form, with which its bytes begin.</summary>
public sealed record SnapshotSection(string Name, int Version, Action<BinaryWriter> Write, Action<BinaryReader> Read)
{
    public void WriteTo(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(Version);
        Write(writer);
    }

    /// <summary>Whether the bytes are of this version.</summary>
    public bool Begins(byte[] content)
    {
        using BinaryReader reader = Reader(content);
        return content.Length > 0 && reader.Read7BitEncodedInt() == Version;
    }

    /// <summary>Reads bytes of this version.</summary>
    public void ReadFrom(byte[] content)
    {
        using BinaryReader reader = Reader(content);
        reader.Read7BitEncodedInt();
        Read(reader);
    }

    private static BinaryReader Reader(byte[] content) =>
        new(new MemoryStream(content, writable: false), Encoding.UTF8);
}
