using System.Security.Cryptography;
using System.Text;

namespace CreatorStream.Import;

/// <summary>Where the text of a field comes from.</summary>
internal abstract class ValueSource
{
    /// <summary>Turns names of columns into numbers.</summary>
    public virtual void Bind(RowReader rows) { }

    /// <summary>The text in this row; null: the field is left out.</summary>
    /// <param name="row">The current row.</param>
    /// <param name="ids">Makes the row's own id.</param>
    /// <exception cref="RowException">This row has no usable value.</exception>
    public abstract string? Read(RowReader row, RowId ids);
}

/// <summary>A row, or one of its values, cannot be used.</summary>
internal sealed class RowException(string field, string reason) : Exception(reason)
{
    public string Field { get; } = field;
}

/// <summary>The id of the current row, made when the first field asks for it.</summary>
internal sealed class RowId
{
    private readonly RowIds ids = new();
    private string? current;

    public void Reset() => current = null;

    public string Of(RowReader row) => current ??= ids.Next(row.Raw);
}

internal sealed class ConstantValue(string value) : ValueSource
{
    public override string? Read(RowReader row, RowId ids) => value;
}

internal sealed class RowHashValue : ValueSource
{
    public override string? Read(RowReader row, RowId ids) => ids.Of(row);
}

internal sealed class ColumnValue(string column) : ValueSource
{
    private int at;

    public override void Bind(RowReader rows) => at = rows.Bind(column);

    public override string? Read(RowReader row, RowId ids) => row.Get(at);
}

/// <summary>Several columns joined; left out where all of them are empty.</summary>
internal sealed class JoinedValue(string[] columns, string separator) : ValueSource
{
    private readonly int[] at = new int[columns.Length];
    private readonly string?[] parts = new string?[columns.Length];

    public override void Bind(RowReader rows)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            at[i] = rows.Bind(columns[i]);
        }
    }

    public override string? Read(RowReader row, RowId ids)
    {
        bool empty = true;
        for (int i = 0; i < at.Length; i++)
        {
            parts[i] = row.Get(at[i]);
            empty &= parts[i] is null;
        }
        return empty ? null : string.Join(separator, parts);
    }
}

/// <summary>A mail address as events may have it (<see cref="Events.PersonMark"/>): hashed, so that nobody is sent it.</summary>
internal sealed class EmailValue(string column) : ValueSource
{
    private int at;

    public override void Bind(RowReader rows) => at = rows.Bind(column);

    public override string? Read(RowReader row, RowId ids)
    {
        // However it was typed it is one mailbox.
        if (row.Get(at)?.Trim().ToLowerInvariant() is not { Length: > 0 } address)
        {
            return null;
        }
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(address));
        return $"email:{Convert.ToHexStringLower(hash)}";
    }
}

internal sealed record ValueCase(Condition[] If, string Value);

/// <summary>The value of the first case whose conditions hold.</summary>
internal sealed class CasesValue(string field, ValueCase[] cases, string? otherwise) : ValueSource
{
    public override void Bind(RowReader rows)
    {
        foreach (ValueCase @case in cases)
        {
            foreach (Condition condition in @case.If)
            {
                condition.Bind(rows);
            }
        }
    }

    public override string? Read(RowReader row, RowId ids)
    {
        foreach (ValueCase @case in cases)
        {
            if (Condition.AllHold(@case.If, row))
            {
                return @case.Value;
            }
        }

        return otherwise ?? throw new RowException(field, "none of its cases holds, and there is no 'otherwise'");
    }
}

/// <summary>A text before and after; left out where the value is.</summary>
internal sealed class WrappedValue(ValueSource inner, string prefix, string suffix) : ValueSource
{
    public override void Bind(RowReader rows) => inner.Bind(rows);

    public override string? Read(RowReader row, RowId ids) =>
        inner.Read(row, ids) is { } text ? string.Concat(prefix, text, suffix) : null;
}
