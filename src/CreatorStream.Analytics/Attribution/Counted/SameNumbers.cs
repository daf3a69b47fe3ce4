using System.Runtime.InteropServices;

namespace CreatorStream.Analytics.Attribution.Counted;

/// <summary>Tells paths apart by what is in them.</summary>
public sealed class SameNumbers : IEqualityComparer<int[]>
{
    private SameNumbers() { }

    public static SameNumbers Comparer { get; } = new();

    public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(int[] obj)
    {
        var hash = new HashCode();
        hash.AddBytes(MemoryMarshal.AsBytes(obj.AsSpan()));
        return hash.ToHashCode();
    }
}
