using System.Numerics;
using System.Runtime.InteropServices;
using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Visitors.Journeys;

/// <summary>
/// Who touched a subject: needed when the catalog moves its content. Of a subject with few touches the visitors themselves;
/// of one that many touched only which blocks of 64 visitors they are in, at a bit a block: to look at 64 short journeys
/// then takes little longer than to be told of one. Where 1,000,000 visitors touched 1,000 content items it takes 4 B a
/// visitor (`bench engine`).
/// </summary>
public sealed class TouchedBy(StateScope scope)
{
    /// <summary>Bits of a visitor's number within its block.</summary>
    private const int BlockBits = 6;

    private const int WordBits = 32;

    /// <summary>Whoever has fewer touches is listed, however few visitors there are.</summary>
    private const int LeastToBlock = 64;

    private readonly StateList<Row> rows = new(scope, StatePart.Journeys);
    private readonly ListArena<int> items = new(scope, StatePart.Journeys);

    /// <summary>Those of a subject that goes over to blocks.</summary>
    private readonly List<int> listed = [];

    /// <summary>Brings near what is known of a subject.</summary>
    public void PrefetchSubject(int subject) => rows.PrefetchItem(subject);

    /// <summary>Brings near where a visitor of a subject that is near will be noted.</summary>
    public void PrefetchPlace(int subject, int visitor)
    {
        if (subject < rows.Count)
        {
            ref Row row = ref rows[subject];
            items.PrefetchItem(row.Items, row.IsInBlocks ? (visitor >> BlockBits) / WordBits : row.Items.Count);
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
            SetBlock(ref row, visitor >> BlockBits);
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
            SetBlock(ref row, visitor >> BlockBits);
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
                visitors[visitor >> BlockBits] |= 1UL << visitor;
            }
            return of.Length;
        }
        for (int word = 0; word < of.Length; word++)
        {
            for (uint bits = (uint)of[word]; bits != 0; bits &= bits - 1)
            {
                visitors[(word * WordBits) + BitOperations.TrailingZeroCount(bits)] = ulong.MaxValue;
            }
        }
        return of.Length;
    }

    private void ToBlocks(ref Row row)
    {
        listed.Clear();
        listed.AddRange(items.Items(row.Items));
        row.Items.Count = 0;
        row.IsInBlocks = true;
        foreach (int visitor in listed)
        {
            SetBlock(ref row, visitor >> BlockBits);
        }
    }

    private void SetBlock(ref Row row, int block)
    {
        int word = block / WordBits;
        int before = row.Items.Count;
        if (word >= before)
        {
            Grow(ref row, word + 1);
            items.Items(row.Items)[before..].Clear();
        }
        items.Items(row.Items)[word] |= 1 << block;
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
        /// <summary>Visitors, some more than once; or a bit a block.</summary>
        public ListRange Items;

        /// <summary>The visitor listed last + 1.</summary>
        public int VisitorAfter;
        public bool IsInBlocks;
    }
}
