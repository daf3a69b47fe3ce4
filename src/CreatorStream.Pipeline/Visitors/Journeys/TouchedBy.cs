using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Visitors.Journeys;

/// <summary>
/// Who touched a subject: needed when the catalog moves its content. Of a subject with few touches the visitors themselves;
/// of one that many touched only which blocks of 128 visitors they are in, at a bit a block: content moves seldom, and who
/// has not touched it is passed over soon. Where 1,000,000 visitors touched 1,000 content items it takes 1.1 B a visitor.
/// </summary>
public sealed class TouchedBy(StateScope scope)
{
    /// <summary>Bits of a visitor's number within its block.</summary>
    private const int BlockBits = 7;

    private const int WordBits = 64;

    /// <summary>Words of 64 visitors in a block.</summary>
    private const int BlockWords = (1 << BlockBits) / WordBits;

    /// <summary>Bits of a visitor's number within its leaf.</summary>
    private const int LeafBits = 16;

    /// <summary>Whoever has fewer touches is listed, however few visitors there are.</summary>
    private const int LeastToBlock = 64;

    private readonly StateList<Row> rows = new(scope, StatePart.Journeys);
    private readonly ListArena<int> items = new(scope, StatePart.Journeys);

    /// <summary>Of one size, so that a subject's bits grow without outgrowing any place.</summary>
    private readonly StateList<Leaf> leaves = new(scope, StatePart.Journeys);

    /// <summary>Those of a subject that goes over to blocks.</summary>
    private readonly List<int> listed = [];

    /// <summary>Brings near what is known of a subject.</summary>
    public void PrefetchSubject(int subject) => rows.PrefetchItem(subject);

    /// <summary>Brings near where a visitor of a subject that is near will be listed, or its leaf be found.</summary>
    public void PrefetchPlace(int subject, int visitor)
    {
        if (subject < rows.Count)
        {
            ref Row row = ref rows[subject];
            items.PrefetchItem(row.Items, row.IsInBlocks ? visitor >> LeafBits : row.Items.Count);
        }
    }

    /// <summary>Brings near a visitor's bit, where that place is near.</summary>
    public void PrefetchBit(int subject, int visitor)
    {
        if (subject < rows.Count && rows[subject].IsInBlocks && LeafOf(rows[subject], visitor) is > 0 and var leaf)
        {
            Prefetch.Line(ref leaves[leaf - 1][WordOf(visitor)]);
        }
    }

    /// <param name="visitors">How many there are.</param>
    public void Add(int subject, int visitor, int visitors)
    {
        while (rows.Count <= subject)
        {
            rows.Add(default);
        }
        ref Row row = ref rows[subject];
        if (row.IsInBlocks)
        {
            SetBlock(ref row, visitor);
            return;
        }
        if (row.VisitorAfter == visitor + 1)
        {
            return;
        }
        row.VisitorAfter = visitor + 1;
        // From here on a bit a block takes less room.
        if (row.Items.Count >= Math.Max(LeastToBlock, visitors >> (BlockBits + 5)))
        {
            ToBlocks(ref row);
            SetBlock(ref row, visitor);
            return;
        }
        Grow(ref row, row.Items.Count + 1);
        items.Items(row.Items)[^1] = visitor;
    }

    /// <summary>Sets a bit for each visitor who may have touched a subject.</summary>
    /// <param name="visitors">By visitor's number, 64 to an item.</param>
    /// <returns>How many visitors or sets of blocks were looked at.</returns>
    public int Mark(int subject, Span<ulong> visitors)
    {
        if (subject >= rows.Count)
        {
            return 0;
        }
        ref Row row = ref rows[subject];
        ReadOnlySpan<int> of = items.Items(row.Items);
        if (!row.IsInBlocks)
        {
            foreach (int visitor in of)
            {
                visitors[visitor / WordBits] |= 1UL << visitor;
            }
            return of.Length;
        }
        int looked = 0;
        for (int place = 0; place < of.Length; place++)
        {
            if (of[place] == 0)
            {
                continue;
            }
            looked += Leaf.Words;
            ref Leaf leaf = ref leaves[of[place] - 1];
            for (int word = 0; word < Leaf.Words; word++)
            {
                for (ulong bits = leaf[word]; bits != 0; bits &= bits - 1)
                {
                    int block = (((place * Leaf.Words) + word) * WordBits) + BitOperations.TrailingZeroCount(bits);
                    Span<ulong> from = visitors[(block * BlockWords)..];
                    // The last block may not be full.
                    from[..Math.Min(BlockWords, from.Length)].Fill(ulong.MaxValue);
                }
            }
        }
        return looked;
    }

    private void ToBlocks(ref Row row)
    {
        listed.Clear();
        listed.AddRange(items.Items(row.Items));
        row.Items.Count = 0;
        row.IsInBlocks = true;
        foreach (int visitor in listed)
        {
            SetBlock(ref row, visitor);
        }
    }

    private void SetBlock(ref Row row, int visitor)
    {
        int leaf = LeafOf(row, visitor);
        if (leaf == 0)
        {
            leaf = AddLeaf(ref row, visitor >> LeafBits);
        }
        leaves[leaf - 1][WordOf(visitor)] |= 1UL << (visitor >> BlockBits);
    }

    /// <summary>The number + 1 of a visitor's leaf; 0: there is none.</summary>
    private int LeafOf(in Row row, int visitor)
    {
        ReadOnlySpan<int> of = items.Items(row.Items);
        int place = visitor >> LeafBits;
        return place < of.Length ? of[place] : 0;
    }

    private static int WordOf(int visitor) => (visitor >> BlockBits) / WordBits % Leaf.Words;

    private int AddLeaf(ref Row row, int place)
    {
        int before = row.Items.Count;
        if (place >= before)
        {
            Grow(ref row, place + 1);
            items.Items(row.Items)[before..].Clear();
        }
        leaves.Add(default);
        return items.Items(row.Items)[place] = leaves.Count;
    }

    /// <summary>All subjects grow together, with the visitors: a place that one outgrew is seldom taken by another, so each is twice as large.</summary>
    private void Grow(ref Row row, int count)
    {
        items.Reserve(ref row.Items, (int)BitOperations.RoundUpToPowerOf2((uint)count));
        items.Extend(ref row.Items, count - row.Items.Count);
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Row
    {
        /// <summary>Visitors, some more than once; or the numbers + 1 of leaves, by visitors' numbers, 0 where nobody touched.</summary>
        public ListRange Items;

        /// <summary>The visitor listed last + 1.</summary>
        public int VisitorAfter;
        public bool IsInBlocks;
    }

    /// <summary>A bit a block of visitors, of 65,536 of them: a line of the cache.</summary>
    [InlineArray(Words)]
    private struct Leaf
    {
        public const int Words = (1 << (LeafBits - BlockBits)) / WordBits;

        private ulong first;
    }
}
