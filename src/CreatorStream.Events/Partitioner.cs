using System.Buffers.Binary;

namespace CreatorStream.Events;

/// <summary>Kafka's default partitioner, murmur2 of the key, so that every producer agrees where a visitor lives.</summary>
public static class Partitioner
{
    /// <summary>The partition of a key: <c>(murmur2(key) &amp; 0x7fffffff) mod partitions</c>.</summary>
    public static int PartitionOf(ReadOnlySpan<byte> key, int partitions) => PartitionOf(Murmur2(key), partitions);

    /// <summary>The same of a key whose murmur2 is known.</summary>
    public static int PartitionOf(uint murmur2, int partitions) => (int)((murmur2 & 0x7fffffff) % (uint)partitions);

    /// <summary>The partition of an event's visitor, erased or not.</summary>
    public static int HomeOf(EventBatch batch, int row, int partitions) =>
        batch.Code(EventField.ErasedVisitor, row) is not 0 and var erased
            ? ErasedPerson.Parse(batch.Strings[erased]).HomeOf(partitions)
            : PartitionOf(batch.Bytes(EventField.Visitor, row), partitions);

    /// <summary>Murmur2 by Austin Appleby with the seed of org.apache.kafka.common.utils.Utils.</summary>
    public static uint Murmur2(ReadOnlySpan<byte> data)
    {
        const uint M = 0x5bd1e995;
        uint hash = 0x9747b28c ^ (uint)data.Length;
        while (data.Length >= 4)
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(data) * M;
            word ^= word >> 24;
            hash = (hash * M) ^ (word * M);
            data = data[4..];
        }
        if (data.Length == 3)
        {
            hash ^= (uint)data[2] << 16;
        }
        if (data.Length >= 2)
        {
            hash ^= (uint)data[1] << 8;
        }
        if (data.Length >= 1)
        {
            hash = (hash ^ data[0]) * M;
        }
        hash = (hash ^ (hash >> 13)) * M;
        return hash ^ (hash >> 15);
    }
}
