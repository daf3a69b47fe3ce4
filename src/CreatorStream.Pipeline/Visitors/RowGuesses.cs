namespace CreatorStream.Pipeline.Visitors;

/// <summary>
/// The row in which each series was counted last. Events come nearly in order of time, so it nearly always is the row
/// of the next event too, found without hashing.
/// </summary>
internal sealed class RowGuesses
{
    private int[] rows = new int[64];

    /// <summary>Valid until the next call.</summary>
    public ref int Of(int series)
    {
        if (series >= rows.Length)
        {
            Array.Resize(ref rows, Math.Max(series + 1, rows.Length * 2));
        }
        return ref rows[series];
    }
}
