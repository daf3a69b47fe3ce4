using System.Buffers;
using System.Runtime.InteropServices;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>
/// Hashes all that a row says, so that it is written again only where it says something else. 128 bits: two that differ never
/// have the same in practice.
/// </summary>
public sealed class RowStamp
{
    private readonly ArrayBufferWriter<byte> said = new(1024);

    public RowStamp Add<T>(in T value)
        where T : unmanaged
    {
        said.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
        return this;
    }

    public RowStamp Add(string text) => Add(text.Length).Add(MemoryMarshal.AsBytes(text.AsSpan()));

    /// <summary>Of what was added since it was asked last.</summary>
    public UInt128 Take()
    {
        var stamp = new UInt128(Hash64.Compute(said.WrittenSpan, 1), Hash64.Compute(said.WrittenSpan, 2));
        said.ResetWrittenCount();
        return stamp;
    }

    private RowStamp Add(ReadOnlySpan<byte> bytes)
    {
        said.Write(bytes);
        return this;
    }
}
