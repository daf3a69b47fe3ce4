using System.Text;

namespace CreatorStream.Events;

/// <summary>
/// A dictionary of UTF-8 strings with dense codes 1, 2, … in order of arrival; 0 is «absent» and empty. Codes
/// belong to one table and never decide an order. Not thread-safe. Strings are kept for the table's life.
/// </summary>
public sealed class StringTable
{
    // A key of the process: without it a sender could fill one bucket.
    private static readonly ulong Key = (ulong)Random.Shared.NextInt64();

    private byte[] bytes;
    private int[] ends;
    private uint[] hashes;
    private int[] slots;
    private int count;
    private bool indexed = true;

    public StringTable(int capacity = 256)
    {
        bytes = new byte[capacity * 12];
        ends = new int[capacity + 1];
        hashes = new uint[capacity + 1];
        slots = new int[RoundUp(capacity * 2)];
    }

    /// <summary>The greatest code; there are that many strings.</summary>
    public int Count => count;

    public int ByteCount => ends[count];

    public ReadOnlySpan<byte> this[int code] =>
        code == 0 ? default : bytes.AsSpan(ends[code - 1], ends[code] - ends[code - 1]);

    public string Text(int code) => Encoding.UTF8.GetString(this[code]);

    public int GetOrAdd(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }
        if (!indexed)
        {
            BuildIndex();
        }
        uint hash = (uint)Hash64.Compute(text, Key);
        int mask = slots.Length - 1;
        int slot = (int)hash & mask;
        for (int code = slots[slot]; code != 0; code = slots[slot = (slot + 1) & mask])
        {
            if (hashes[code] == hash && this[code].SequenceEqual(text))
            {
                return code;
            }
        }
        return Add(text, hash, slot);
    }

    public void Clear()
    {
        count = 0;
        indexed = true;
        Array.Clear(slots);
    }

    /// <summary>The bytes of all strings, one after another.</summary>
    internal ReadOnlySpan<byte> AllBytes => bytes.AsSpan(0, ByteCount);

    /// <summary>The end of each string in <see cref="AllBytes"/>, code 1 first.</summary>
    internal ReadOnlySpan<int> Ends => ends.AsSpan(1, count);

    /// <summary>Replaces the content. The index is built only if something is looked up.</summary>
    internal void Load(ReadOnlySpan<byte> allBytes, int strings, out Span<int> endsToFill)
    {
        count = strings;
        indexed = false;
        if (bytes.Length < allBytes.Length)
        {
            bytes = new byte[allBytes.Length];
        }
        allBytes.CopyTo(bytes);
        if (ends.Length <= strings)
        {
            ends = new int[strings + 1];
            hashes = new uint[strings + 1];
        }
        endsToFill = ends.AsSpan(1, strings);
    }

    private int Add(ReadOnlySpan<byte> text, uint hash, int slot)
    {
        int start = ends[count];
        if (start + text.Length > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, start + text.Length));
        }
        text.CopyTo(bytes.AsSpan(start));
        count++;
        if (count == ends.Length)
        {
            Array.Resize(ref ends, ends.Length * 2);
            Array.Resize(ref hashes, hashes.Length * 2);
        }
        ends[count] = start + text.Length;
        hashes[count] = hash;
        slots[slot] = count;
        if (count * 2 > slots.Length)
        {
            slots = new int[slots.Length * 2];
            Reindex();
        }
        return count;
    }

    private void BuildIndex()
    {
        for (int code = 1; code <= count; code++)
        {
            hashes[code] = (uint)Hash64.Compute(this[code], Key);
        }
        slots = new int[Math.Max(slots.Length, RoundUp(count * 2))];
        Reindex();
        indexed = true;
    }

    private void Reindex()
    {
        int mask = slots.Length - 1;
        for (int code = 1; code <= count; code++)
        {
            int slot = (int)hashes[code] & mask;
            while (slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }
            slots[slot] = code;
        }
    }

    private static int RoundUp(int size) =>
        (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(size, 16));
}
