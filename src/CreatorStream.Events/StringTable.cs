using System.Text;

namespace CreatorStream.Events;

/// <summary>
/// A dictionary of UTF-8 strings with dense codes 1, 2, … in order of arrival; 0 is «absent» and empty. Codes
/// belong to one table and never decide an order. Not thread-safe. Strings are kept until the table is cleared.
/// </summary>
public sealed class StringTable
{
    // A key of the process: without it a sender could fill one bucket.
    private static readonly ulong KeyOfProcess = (ulong)Random.Shared.NextInt64();

    /// <summary>With fewer strings than this part of the slots, a table that was once large is cleared string by string.</summary>
    private const int FullClear = 16;

    private readonly ulong seed;
    private byte[] bytes;
    private int[] ends;
    private ulong[] hashes;
    private int[] slots;
    private int count;

    // Strings that the slots hold: not those that were only added.
    private int findable;
    private bool indexed = true;

    /// <param name="key">Of its hashes; null: one of the process. A secret, without which a sender could fill one bucket.</param>
    public StringTable(int capacity = 256, ulong? key = null)
    {
        HashKey = key ?? KeyOfProcess;
        seed = Hash64.Seed(HashKey);
        bytes = new byte[capacity * 12];
        ends = new int[capacity + 1];
        hashes = new ulong[capacity + 1];
        slots = new int[RoundUp(capacity * 2)];
    }

    /// <summary>The greatest code; there are that many strings.</summary>
    public int Count => count;

    public int ByteCount => ends[count];

    /// <summary>What <see cref="Hashes"/> are keyed by.</summary>
    public ulong HashKey { get; }

    /// <summary>By code, Hash64 of each string, 0 of «absent»; null where none was computed. Valid until a string is added.</summary>
    internal ulong[]? Hashes => indexed ? hashes : null;

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
        ulong hash = Hash64.ComputeSeeded(text, seed);
        int mask = slots.Length - 1;
        int slot = (int)hash & mask;
        for (int code = slots[slot]; code != 0; code = slots[slot = (slot + 1) & mask])
        {
            if (hashes[code] == hash && this[code].SequenceEqual(text))
            {
                return code;
            }
        }
        Add(text, hash);
        slots[slot] = count;
        if (++findable * 2 > slots.Length)
        {
            Reindex();
        }
        return count;
    }

    /// <summary>
    /// Adds a string without looking whether it is there, for columns whose values hardly ever recur. It may come to have
    /// two codes so.
    /// </summary>
    public int Add(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }
        if (!indexed)
        {
            BuildIndex();
        }
        Add(text, Hash64.ComputeSeeded(text, seed));
        return count;
    }

    /// <summary>Adds strings that lie one after another, as <see cref="Add(ReadOnlySpan{byte})"/> does each.</summary>
    /// <param name="offsets">Where each begins in the bytes, and where the last one ends. None is empty.</param>
    /// <returns>The code of the first; those of the others follow.</returns>
    internal int AddAll(ReadOnlySpan<byte> source, ReadOnlySpan<int> offsets)
    {
        if (!indexed)
        {
            BuildIndex();
        }
        int first = count + 1;
        int start = ends[count];
        int shift = start - offsets[0];
        ReadOnlySpan<byte> texts = source[offsets[0]..offsets[^1]];
        if (start + texts.Length > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, start + texts.Length));
        }
        texts.CopyTo(bytes.AsSpan(start));
        count += offsets.Length - 1;
        if (count >= ends.Length)
        {
            int capacity = Math.Max(ends.Length * 2, count + 1);
            Array.Resize(ref ends, capacity);
            Array.Resize(ref hashes, capacity);
        }
        Span<int> newEnds = ends.AsSpan(first, offsets.Length - 1);
        Span<ulong> newHashes = hashes.AsSpan(first, newEnds.Length);
        for (int i = 0; i < newEnds.Length; i++)
        {
            int begin = offsets[i];
            int end = offsets[i + 1];
            newEnds[i] = end + shift;
            newHashes[i] = Hash64.ComputeSeeded(source[begin..end], seed);
        }
        return first;
    }

    public void Clear()
    {
        if (indexed && findable < slots.Length / FullClear)
        {
            ClearSlots();
        }
        else
        {
            Array.Clear(slots);
        }
        count = 0;
        findable = 0;
        indexed = true;
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
            hashes = new ulong[strings + 1];
        }
        endsToFill = ends.AsSpan(1, strings);
    }

    /// <summary>Clears what the strings have taken: each lies in the run of slots that begins at its own.</summary>
    private void ClearSlots()
    {
        int mask = slots.Length - 1;
        for (int code = 1; code <= count; code++)
        {
            for (int slot = (int)hashes[code] & mask; slots[slot] != 0; slot = (slot + 1) & mask)
            {
                slots[slot] = 0;
            }
        }
    }

    private void Add(ReadOnlySpan<byte> text, ulong hash)
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
    }

    private void BuildIndex()
    {
        for (int code = 1; code <= count; code++)
        {
            hashes[code] = Hash64.ComputeSeeded(this[code], seed);
        }
        Reindex();
        indexed = true;
    }

    private void Reindex()
    {
        slots = new int[RoundUp(count * 3)];
        findable = count;
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
