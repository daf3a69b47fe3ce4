namespace CreatorStream.Arrow;

/// <summary>
/// The values of a column's dictionary, in the order of their indices, and what each became in the batch that is
/// being filled: found out at its first use, so that unused values cost nothing. At most as many as have been in the
/// stream.
/// </summary>
internal sealed class ArrowDictionary
{
    /// <summary>In <see cref="Codes"/>: not looked at yet.</summary>
    public const int Unknown = int.MinValue;

    private int[] starts = new int[16];
    private int[] lengths = new int[16];
    private int[] codes = new int[16];

    public int Count { get; private set; }

    public Span<int> Codes => codes.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(ArrowColumn column, ReadOnlySpan<byte> stream, int rows)
    {
        int needed = Count + rows;
        if (needed > starts.Length)
        {
            int capacity = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)needed);
            Array.Resize(ref starts, capacity);
            Array.Resize(ref lengths, capacity);
            Array.Resize(ref codes, capacity);
        }
        for (int row = 0; row < rows; row++)
        {
            int length = 0;
            starts[Count + row] = column.IsNull(stream, row) ? 0 : column.TextStart(stream, row, out length);
            lengths[Count + row] = length;
        }
        codes.AsSpan(Count, rows).Fill(Unknown);
        Count = needed;
    }

    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> stream, int index) => stream.Slice(starts[index], lengths[index]);
}
