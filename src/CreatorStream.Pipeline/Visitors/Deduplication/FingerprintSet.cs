using System.Numerics;
using System.Runtime.InteropServices;

namespace CreatorStream.Pipeline.Visitors.Deduplication;

/// <summary>
/// The fingerprints of the events of one hour of event time. A bucket that gets events is a hash table; after a while
/// without any it becomes a sorted array of 8 bytes an event, and is searched instead.
/// </summary>
public sealed class FingerprintSet
{
    private ulong[] table = new ulong[64];
    private bool sorted;
    private bool hasZero;

    public int Count { get; private set; }

    public bool IsSealed => sorted;

    /// <returns>false where it was there already.</returns>
    public bool Add(ulong fingerprint)
    {
        if (fingerprint == 0)
        {
            // 0 marks an empty slot.
            bool isNew = !hasZero;
            hasZero = true;
            Count += isNew ? 1 : 0;
            return isNew;
        }
        if (sorted)
        {
            if (table.AsSpan().BinarySearch(fingerprint) >= 0)
            {
                return false;
            }
            Unseal();
        }
        int mask = table.Length - 1;
        int slot = (int)fingerprint & mask;
        while (table[slot] != 0)
        {
            if (table[slot] == fingerprint)
            {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        table[slot] = fingerprint;
        Count++;
        if (Count * 4L > table.Length * 3L)
        {
            Rehash(table, table.Length * 2);
        }
        return true;
    }

    /// <summary>Brings near where a fingerprint is looked up.</summary>
    public void PrefetchSlot(ulong fingerprint)
    {
        if (!sorted)
        {
            Prefetch.Line(ref table[(int)fingerprint & (table.Length - 1)]);
        }
    }

    /// <summary>Sorts it into as little memory as it needs.</summary>
    public void Seal()
    {
        if (!sorted)
        {
            table = Sorted();
            sorted = true;
        }
    }

    /// <summary>All fingerprints but 0, ascending: the same bytes for the same set.</summary>
    public ulong[] Sorted()
    {
        if (sorted)
        {
            return table;
        }
        ulong[] all = new ulong[Count - (hasZero ? 1 : 0)];
        int next = 0;
        foreach (ulong fingerprint in table)
        {
            if (fingerprint != 0)
            {
                all[next++] = fingerprint;
            }
        }
        Array.Sort(all);
        return all;
    }

    public byte[] ToBytes()
    {
        ulong[] all = Sorted();
        byte[] bytes = new byte[(all.Length * 8) + 1];
        bytes[0] = hasZero ? (byte)1 : (byte)0;
        MemoryMarshal.AsBytes<ulong>(all).CopyTo(bytes.AsSpan(1));
        return bytes;
    }

    public static FingerprintSet FromBytes(ReadOnlySpan<byte> bytes)
    {
        var set = new FingerprintSet
        {
            hasZero = bytes[0] == 1,
            sorted = true,
            table = MemoryMarshal.Cast<byte, ulong>(bytes[1..]).ToArray(),
        };
        set.Count = set.table.Length + (set.hasZero ? 1 : 0);
        return set;
    }

    private void Unseal()
    {
        sorted = false;
        Rehash(table, (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(64, table.Length * 2)));
    }

    private void Rehash(ulong[] from, int capacity)
    {
        table = new ulong[capacity];
        int mask = capacity - 1;
        foreach (ulong fingerprint in from)
        {
            if (fingerprint != 0)
            {
                int slot = (int)fingerprint & mask;
                while (table[slot] != 0)
                {
                    slot = (slot + 1) & mask;
                }
                table[slot] = fingerprint;
            }
        }
    }
}
