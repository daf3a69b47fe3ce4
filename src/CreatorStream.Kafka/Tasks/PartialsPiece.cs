using System.Buffers.Binary;

namespace CreatorStream.Kafka.Tasks;

/// <summary>
/// A piece of what a visitor task publishes for one workspace task at one tick. Together the pieces of a tick, in order,
/// are PartialRows in bytes.
/// </summary>
/// <param name="Partition">Of the visitor task.</param>
/// <param name="Generation">Of the visitor task; its first tick voids all before.</param>
/// <param name="Piece">From 0.</param>
public readonly record struct PartialsPiece(int Partition, long Generation, int Piece, bool IsLast)
{
    public const int KeyBytes = 17;

    public void WriteKey(Span<byte> key)
    {
        BinaryPrimitives.WriteInt32BigEndian(key, Partition);
        BinaryPrimitives.WriteInt64BigEndian(key[4..], Generation);
        BinaryPrimitives.WriteInt32BigEndian(key[12..], Piece);
        key[16] = IsLast ? (byte)1 : (byte)0;
    }

    public static bool TryRead(ReadOnlySpan<byte> key, out PartialsPiece piece)
    {
        bool fits = key.Length == KeyBytes;
        piece = fits
            ? new PartialsPiece(
                BinaryPrimitives.ReadInt32BigEndian(key),
                BinaryPrimitives.ReadInt64BigEndian(key[4..]),
                BinaryPrimitives.ReadInt32BigEndian(key[12..]),
                key[16] == 1
            )
            : default;
        return fits;
    }
}
