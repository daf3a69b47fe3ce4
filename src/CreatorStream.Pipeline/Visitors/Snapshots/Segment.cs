using System.Security.Cryptography;
using System.Text;

namespace CreatorStream.Pipeline.Visitors.Snapshots;

/// <summary>Segments are named by the hash of their content: equal content is written once, and damage shows.</summary>
public static class SegmentName
{
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}

/// <summary>Writes one segment.</summary>
public static class Segment
{
    public static byte[] Write(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            write(writer);
        }
        return stream.ToArray();
    }

    public static BinaryReader Read(byte[] segment) => new(new MemoryStream(segment, writable: false), Encoding.UTF8);
}
