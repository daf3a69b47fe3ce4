using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using CreatorStream.Events;

namespace CreatorStream.Arrow;

/// <summary>
/// One text column to be written: measured first, then as plain utf8 or as a dictionary, whichever takes fewer bytes.
/// Keeps its arrays.
/// </summary>
internal sealed class ArrowTextEncoding
{
    /// <summary>About what a dictionary's message costs beside its values.</summary>
    private const int MessageBytes = 200;

    private int[] indices = [];
    private int[] distinct = [];
    private int plainBytes;
    private int distinctBytes;

    public int Rows { get; private set; }

    public int Nulls { get; private set; }

    public bool IsDictionary { get; private set; }

    public int DistinctCount { get; private set; }

    /// <summary>Bytes of an index: signed, as other readers like it best.</summary>
    public int IndexWidth =>
        DistinctCount <= 128 ? 1
        : DistinctCount <= 32_768 ? 2
        : 4;

    public int OffsetBytes => ((IsDictionary ? DistinctCount : Rows) + 1) * 4;

    /// <summary>Bytes of all texts one after another: of the rows, or of the dictionary.</summary>
    public int TextBytes => IsDictionary ? distinctBytes : plainBytes;

    /// <param name="seen">
    /// By code: which column met it last (upper half) and its index there. Of any content but this column's number.
    /// </param>
    /// <param name="column">A number that no column had before.</param>
    public void Measure(ReadOnlySpan<int> codes, StringTable strings, Span<long> seen, int column)
    {
        if (indices.Length < codes.Length)
        {
            int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)codes.Length);
            indices = new int[capacity];
            distinct = new int[capacity];
        }
        ReadOnlySpan<int> ends = strings.Ends;
        long plain = 0;
        int count = 0;
        int nulls = 0;
        distinctBytes = 0;
        Span<int> rows = indices.AsSpan(0, codes.Length);
        for (int row = 0; row < rows.Length; row++)
        {
            int code = codes[row];
            if (code == 0)
            {
                nulls++;
                rows[row] = 0;
                continue;
            }
            int length = ends[code - 1] - (code == 1 ? 0 : ends[code - 2]);
            ref long last = ref seen[code];
            if ((int)(last >> 32) != column)
            {
                last = ((long)column << 32) | (uint)count;
                distinct[count++] = code;
                distinctBytes += length;
            }
            rows[row] = (int)last;
            plain += length;
        }
        (Rows, Nulls, DistinctCount) = (codes.Length, nulls, count);
        long asDictionary = ((long)Rows * IndexWidth) + (count * 4L) + distinctBytes + MessageBytes;
        IsDictionary = asDictionary < (Rows * 4L) + plain;
        // Only a dictionary is chosen where the texts don't fit into 2 GB.
        plainBytes = (int)Math.Min(plain, int.MaxValue);
    }

    /// <summary>The dictionary's values, or the rows' texts: offsets into <paramref name="bytes"/>, and them.</summary>
    public void WriteTexts(ReadOnlySpan<int> codes, StringTable strings, Span<byte> offsets, Span<byte> bytes)
    {
        ReadOnlySpan<int> all = IsDictionary ? distinct.AsSpan(0, DistinctCount) : codes;
        Span<int> ends = MemoryMarshal.Cast<byte, int>(offsets);
        int at = 0;
        ends[0] = 0;
        for (int i = 0; i < all.Length; i++)
        {
            ReadOnlySpan<byte> text = strings[all[i]];
            text.CopyTo(bytes[at..]);
            at += text.Length;
            ends[i + 1] = at;
        }
    }

    public void WriteIndices(Span<byte> target)
    {
        ReadOnlySpan<int> rows = indices.AsSpan(0, Rows);
        switch (IndexWidth)
        {
            case 1:
                for (int row = 0; row < rows.Length; row++)
                {
                    target[row] = (byte)rows[row];
                }
                break;
            case 2:
                for (int row = 0; row < rows.Length; row++)
                {
                    BinaryPrimitives.WriteInt16LittleEndian(target[(row * 2)..], (short)rows[row]);
                }
                break;
            default:
                MemoryMarshal.AsBytes(rows).CopyTo(target);
                break;
        }
    }
}
