namespace CreatorStream.Import;

/// <summary>Rows of a file, one at a time, whose columns a mapping has bound to numbers beforehand.</summary>
internal abstract class RowReader : IDisposable
{
    /// <summary>The line in which the current row begins, from 1.</summary>
    public long Line { get; protected set; }

    /// <summary>What is wrong with the current row as a whole, else null.</summary>
    public string? Fault { get; protected set; }

    /// <summary>The bytes of the current row without its line end, by which equal rows are known.</summary>
    public abstract ReadOnlySpan<byte> Raw { get; }

    /// <summary>The number by which <see cref="Get"/> knows a column.</summary>
    /// <exception cref="InputException">The file has no such column.</exception>
    public abstract int Bind(string column);

    /// <summary>Reads the next row; false at the end.</summary>
    /// <exception cref="InputException">The rest of the file cannot be read.</exception>
    public abstract bool Read();

    /// <summary>The text of a column in the current row; null where there is none or it is empty.</summary>
    public abstract string? Get(int column);

    public abstract void Dispose();
}
