using System.Buffers.Binary;
using System.Numerics;
using CreatorStream.Events;

namespace CreatorStream.Arrow;

/// <summary>A column to be written. Without a text encoding it has 8 bytes a row.</summary>
internal readonly record struct ArrowOutput(EventProperty Property, ArrowTextEncoding? Text, int Nulls);

/// <summary>Puts messages and buffers one after another, each at a multiple of 8 bytes; its array grows.</summary>
internal ref struct ArrowWriter(byte[] buffer)
{
    public byte[] Buffer { get; private set; } = buffer;

    public int Length { get; private set; }

    /// <summary>The metadata in front of a body, for which room is made at once.</summary>
    public void Message(ReadOnlySpan<byte> metadata, long bodyLength)
    {
        Reserve(8L + metadata.Length + bodyLength + 8);
        Span<byte> head = Take(8);
        BinaryPrimitives.WriteInt32LittleEndian(head, ArrowFormat.Continuation);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], metadata.Length);
        metadata.CopyTo(Take(metadata.Length));
    }

    public void End()
    {
        Reserve(8);
        BinaryPrimitives.WriteInt32LittleEndian(Take(8), ArrowFormat.Continuation);
    }

    /// <summary>Zeroed room, padded with zeros to a multiple of 8 bytes.</summary>
    public Span<byte> Take(int count)
    {
        Span<byte> taken = Buffer.AsSpan(Length, ArrowFormat.Pad(count));
        taken.Clear();
        Length += taken.Length;
        return taken[..count];
    }

    private void Reserve(long more)
    {
        long needed = Length + more;
        if (needed > Array.MaxLength)
        {
            throw new InvalidOperationException($"A batch of {needed} bytes is too large for one Arrow stream.");
        }
        if (needed > Buffer.Length)
        {
            byte[] larger = new byte[Math.Min(BitOperations.RoundUpToPowerOf2((ulong)needed), (ulong)Array.MaxLength)];
            Buffer.AsSpan(0, Length).CopyTo(larger);
            Buffer = larger;
        }
    }
}
