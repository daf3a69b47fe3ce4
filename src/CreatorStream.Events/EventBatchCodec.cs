using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace CreatorStream.Events;

/// <summary>
/// Batches as bytes, for the embedded log: columns as they lie in memory (little-endian), string columns of one
/// value as that value. Layout: version, rows, strings, string bytes, used fields, constant fields; ends; bytes;
/// types; times; values (if any); engaged (if any); codes of each used field (4 bytes a row, or 4 in all);
/// completeness (if any): last, where a version that doesn't know it reads nothing any more.
/// </summary>
public static class EventBatchCodec
{
    private const int Version = 1;
    private const int HeaderBytes = 28;
    private const uint HasCompleteness = 1u << 29;
    private const uint HasValues = 1u << 30;
    private const uint HasEngaged = 1u << 31;

    /// <summary>The encoded batch, in a buffer that is replaced when it is too small.</summary>
    /// <returns>The bytes used.</returns>
    public static int Encode(EventBatch batch, ref byte[] buffer)
    {
        int rows = batch.Count;
        StringTable strings = batch.Strings;
        uint flags = batch.UsedFields;
        uint constant = 0;
        int size = HeaderBytes + (strings.Count * 4) + strings.ByteCount + (rows * 9);
        if (batch.ValuesMicros.ContainsAnyExcept(EventBatch.NoValue))
        {
            flags |= HasValues;
            size += rows * 8;
        }
        if (batch.EngagedMillis.ContainsAnyExcept(0))
        {
            flags |= HasEngaged;
            size += rows * 4;
        }
        if (batch.Completeness.ContainsAnyExcept((byte)0))
        {
            flags |= HasCompleteness;
            size += rows;
        }
        for (uint left = batch.UsedFields; left != 0; left &= left - 1)
        {
            int field = BitOperations.TrailingZeroCount(left);
            ReadOnlySpan<int> codes = batch.Codes((EventField)field);
            bool one = !codes.ContainsAnyExcept(codes[0]);
            constant |= one ? 1u << field : 0;
            size += one ? 4 : rows * 4;
        }
        if (buffer.Length < size)
        {
            buffer = new byte[BitOperations.RoundUpToPowerOf2((uint)size)];
        }
        var writer = new Writer(buffer);
        writer.Int32(Version);
        writer.Int32(rows);
        writer.Int32(strings.Count);
        writer.Int32(strings.ByteCount);
        writer.Int32((int)flags);
        writer.Int32((int)constant);
        writer.Int32(size);
        writer.Bytes(MemoryMarshal.AsBytes(strings.Ends));
        writer.Bytes(strings.AllBytes);
        writer.Bytes(MemoryMarshal.AsBytes(batch.Types));
        writer.Bytes(MemoryMarshal.AsBytes(batch.TimesMicros));
        if ((flags & HasValues) != 0)
        {
            writer.Bytes(MemoryMarshal.AsBytes(batch.ValuesMicros));
        }
        if ((flags & HasEngaged) != 0)
        {
            writer.Bytes(MemoryMarshal.AsBytes(batch.EngagedMillis));
        }
        for (uint left = batch.UsedFields; left != 0; left &= left - 1)
        {
            int field = BitOperations.TrailingZeroCount(left);
            ReadOnlySpan<int> codes = batch.Codes((EventField)field);
            writer.Bytes(MemoryMarshal.AsBytes((constant & (1u << field)) != 0 ? codes[..1] : codes));
        }
        if ((flags & HasCompleteness) != 0)
        {
            writer.Bytes(batch.Completeness);
        }
        return size;
    }

    /// <summary>Fills a batch from <see cref="Encode"/>'s bytes.</summary>
    /// <exception cref="InvalidDataException">The bytes are of another version or damaged.</exception>
    public static void Decode(ReadOnlySpan<byte> data, EventBatch batch)
    {
        var reader = new Reader(data);
        if (data.Length < HeaderBytes || reader.Int32() != Version)
        {
            throw new InvalidDataException("The batch has an unknown version.");
        }
        int rows = reader.Int32();
        int strings = reader.Int32();
        int stringBytes = reader.Int32();
        uint flags = (uint)reader.Int32();
        uint constant = (uint)reader.Int32();
        if (reader.Int32() != data.Length || rows < 0 || strings < 0 || stringBytes < 0)
        {
            throw new InvalidDataException("The batch is damaged: its length does not fit.");
        }
        uint fields = flags & ((1u << EventFields.Count) - 1);
        if (HeaderBytes + (strings * 4L) + stringBytes + (rows * 9L) > data.Length)
        {
            // Before anything is allocated by what the header says.
            throw new InvalidDataException("The batch is damaged: it ends early.");
        }
        ReadOnlySpan<byte> ends = reader.Bytes(strings * 4);
        batch.Strings.Load(reader.Bytes(stringBytes), strings, out Span<int> endsToFill);
        ends.CopyTo(MemoryMarshal.AsBytes(endsToFill));
        batch.Reset(rows, fields);
        reader.Bytes(rows).CopyTo(MemoryMarshal.AsBytes(batch.TypesToFill));
        reader.Bytes(rows * 8).CopyTo(MemoryMarshal.AsBytes(batch.TimesToFill));
        if ((flags & HasValues) != 0)
        {
            reader.Bytes(rows * 8).CopyTo(MemoryMarshal.AsBytes(batch.ValuesToFill));
        }
        else
        {
            batch.ValuesToFill.Fill(EventBatch.NoValue);
        }
        if ((flags & HasEngaged) != 0)
        {
            reader.Bytes(rows * 4).CopyTo(MemoryMarshal.AsBytes(batch.EngagedToFill));
        }
        else
        {
            batch.EngagedToFill.Clear();
        }
        for (uint left = fields; left != 0; left &= left - 1)
        {
            int field = BitOperations.TrailingZeroCount(left);
            Span<int> codes = batch.CodesToFill((EventField)field);
            if ((constant & (1u << field)) != 0)
            {
                codes.Fill(reader.Int32());
            }
            else
            {
                reader.Bytes(rows * 4).CopyTo(MemoryMarshal.AsBytes(codes));
            }
        }
        if ((flags & HasCompleteness) != 0)
        {
            reader.Bytes(rows).CopyTo(batch.CompletenessToFill);
        }
        else
        {
            batch.CompletenessToFill.Clear();
        }
    }

    private ref struct Writer(Span<byte> rest)
    {
        private Span<byte> rest = rest;

        public void Int32(int value)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, value);
            rest = rest[4..];
        }

        public void Bytes(ReadOnlySpan<byte> data)
        {
            data.CopyTo(rest);
            rest = rest[data.Length..];
        }
    }

    private ref struct Reader(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> rest = rest;

        public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

        public ReadOnlySpan<byte> Bytes(int count)
        {
            if (count > rest.Length)
            {
                throw new InvalidDataException("The batch is damaged: it ends early.");
            }
            ReadOnlySpan<byte> taken = rest[..count];
            rest = rest[count..];
            return taken;
        }
    }
}
