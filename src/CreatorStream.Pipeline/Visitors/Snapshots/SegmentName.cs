using System.Security.Cryptography;

namespace CreatorStream.Pipeline.Visitors.Snapshots;

/// <summary>Segments are named by the hash of their content: equal content is written once, and damage shows.</summary>
public static class SegmentName
{
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
