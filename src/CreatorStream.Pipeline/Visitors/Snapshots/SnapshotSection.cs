using System.Text;

namespace CreatorStream.Pipeline.Visitors.Snapshots;

/// <summary>
/// A part of a snapshot: its name, and the version of its form, with which its bytes begin. A contribution reads all of it, or
/// throws and is as it was.
/// </summary>
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
        try
        {
            return reader.Read7BitEncodedInt() == Version;
        }
        catch (Exception error) when (error is IOException or FormatException)
        {
            return false;
        }
    }

    /// <summary>Reads bytes of this version.</summary>
    public void ReadFrom(byte[] content)
    {
        using BinaryReader reader = Reader(content);
        reader.Read7BitEncodedInt();
        Read(reader);
    }

    /// <summary>The same of bytes that may be anything.</summary>
    /// <returns>false: they don't parse.</returns>
    public bool TryReadFrom(byte[] content)
    {
        using BinaryReader reader = Reader(content);
        try
        {
            reader.Read7BitEncodedInt();
            Read(reader);
            return true;
        }
        catch (Exception error)
            when (error
                    is IOException
                        or FormatException
                        or InvalidDataException
                        or ArgumentException
                        or IndexOutOfRangeException
                        or OverflowException
            )
        {
            return false;
        }
    }

    private static BinaryReader Reader(byte[] content) =>
        new(new MemoryStream(content, writable: false), Encoding.UTF8);
}
