using System.Text.Unicode;
using CreatorStream.Events;

namespace CreatorStream.Arrow;

/// <summary>
/// Adds the rows of a record batch to an <see cref="EventBatch"/>. Column by column first; a row that a column found
/// doubtful is then read once more as a whole, by the way of JSON events, which has the last word and gives the reason.
/// </summary>
internal sealed class ArrowEventRows(EventColumns wanted)
{
    private readonly EventRow row = new();
    private readonly EventValidator validator = new();
    private byte[] doubtful = [];

    /// <param name="rows">Rows of the record batch at which the columns stand.</param>
    /// <param name="index">The number of its first row in the stream.</param>
    public void Append(
        ReadOnlySpan<byte> stream,
        ArrowColumns columns,
        int rows,
        int index,
        EventBatch batch,
        long nowMicros,
        List<Rejection> rejections,
        RejectedRows? rejected
    )
    {
        if (rows == 0)
        {
            return;
        }
        if (doubtful.Length < rows)
        {
            doubtful = new byte[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)rows)];
        }
        Span<byte> doubts = doubtful.AsSpan(0, rows);
        doubts.Clear();
        int first = batch.Extend(rows);
        ReadColumns(stream, columns, batch, first, doubts);
        var settling = new ArrowSettling(batch, first, nowMicros);
        if (!doubts.Contains((byte)1) && settling.TrySettleAll())
        {
            batch.Cut(batch.Count);
            return;
        }
        int kept = first;
        for (int at = first; at < first + rows; at++)
        {
            (string? field, string? reason) =
                doubts[at - first] == 0
                    ? settling.Settle(at)
                    : ReadWhole(stream, columns, at - first, batch, at, nowMicros);
            if (reason != null)
            {
                rejections.Add(new Rejection(index + at - first, field!, reason));
                rejected?.Add(stream, columns, at - first);
                continue;
            }
            if (kept != at)
            {
                batch.Move(at, kept);
            }
            kept++;
        }
        batch.Cut(kept);
    }

    /// <summary>Reads one row, of the record batch at which the columns stand, as the parser reads one of JSON.</summary>
    /// <returns>The first column at fault and its reason, or (null, null).</returns>
    private (string? Field, string? Reason) Fill(ReadOnlySpan<byte> stream, ArrowColumns columns, int number)
    {
        row.Start();
        validator.Start();
        foreach (ArrowColumn column in columns.Present)
        {
            if (!column.IsNull(stream, number) && Fill(stream, columns, column, number) is { } reason)
            {
                return (column.Name, reason);
            }
        }
        return (null, null);
    }

    private string? Fill(ReadOnlySpan<byte> stream, ArrowColumns columns, ArrowColumn column, int number)
    {
        string? fault;
        long micros;
        switch (column.Property)
        {
            case EventProperty.Type:
                return validator.SetType(column.Text(stream, number));
            case EventProperty.Time:
                fault = column.TimeOf(stream, number, out micros);
                row.TimeMicros = micros;
                return fault;
            case EventProperty.Value when columns.Find(ArrowColumns.ValueMicros)?.IsNull(stream, number) == false:
                return null;
            case EventProperty.Value or ArrowColumns.ValueMicros:
                fault = column.Number(stream, number, out micros) ?? EventValidator.CheckValue(micros);
                row.ValueMicros = micros;
                return fault;
            case EventProperty.Seconds:
                fault = column.Number(stream, number, out micros) ?? EventValidator.CheckSeconds(micros);
                row.EngagedMillis = fault == null ? (int)(micros / 1000) : 0;
                return fault;
            case EventProperty.Completeness:
                fault = column.Number(stream, number, out micros) ?? EventValidator.CheckCompleteness(micros);
                row.Completeness = fault == null ? EventBatch.CompletenessOf(micros) : (byte)0;
                return fault;
            default:
                return FillText(column.Text(stream, number), (EventField)column.Property);
        }
    }

    private string? FillText(ReadOnlySpan<byte> text, EventField field)
    {
        if (EventValidator.CheckLength(field, text.Length) is { } fault)
        {
            return fault;
        }
        if (!Utf8.IsValid(text))
        {
            return "is not valid UTF-8";
        }
        if (!text.IsEmpty)
        {
            text.CopyTo(row.Scratch(text.Length));
            row.SetScratch(field, text.Length);
        }
        return null;
    }

    private (string? Field, string? Reason) ReadWhole(
        ReadOnlySpan<byte> stream,
        ArrowColumns columns,
        int number,
        EventBatch batch,
        int at,
        long nowMicros
    )
    {
        (string? field, string? reason) = Fill(stream, columns, number);
        if (reason == null)
        {
            (field, reason) = validator.Check(row, nowMicros, isClean: false);
        }
        if (reason == null)
        {
            batch.Set(at, row, wanted);
        }
        return (field, reason);
    }

    private void ReadColumns(
        ReadOnlySpan<byte> stream,
        ArrowColumns columns,
        EventBatch batch,
        int first,
        Span<byte> doubts
    )
    {
        Span<EventType> types = batch.TypesToFill[first..];
        Span<long> times = batch.TimesToFill[first..];
        Span<long> values = batch.ValuesToFill[first..];
        Span<int> engaged = batch.EngagedToFill[first..];
        times.Fill(EventRow.NoTime);
        values.Fill(EventBatch.NoValue);
        engaged.Clear();
        Span<byte> completeness = batch.CompletenessToFill[first..];
        completeness.Clear();
        if (columns.Find(EventProperty.Type) == null)
        {
            doubts.Fill(1);
        }
        // Where a row has both, it is the exact value that counts.
        columns.Find(ArrowColumns.ValueMicros)?.ReadValues(stream, values, doubts);
        foreach (ArrowColumn column in columns.Present)
        {
            switch (column.Property)
            {
                case EventProperty.Type:
                    column.ReadTypes(stream, types, doubts);
                    break;
                case EventProperty.Time:
                    column.ReadTimes(stream, times, doubts);
                    break;
                case EventProperty.Value:
                    column.ReadValues(stream, values, doubts);
                    break;
                case EventProperty.Seconds:
                    column.ReadSeconds(stream, engaged, doubts);
                    break;
                case EventProperty.Completeness:
                    column.ReadCompleteness(stream, completeness, doubts);
                    break;
                case < EventProperty.Type when column.Kind != ArrowValueKind.Null && types.Length > 0:
                    ReadTexts(stream, column, batch, first, doubts);
                    break;
            }
        }
    }

    private void ReadTexts(
        ReadOnlySpan<byte> stream,
        ArrowColumn column,
        EventBatch batch,
        int first,
        Span<byte> doubts
    )
    {
        var field = (EventField)column.Property;
        if (wanted.Stores(field))
        {
            column.ReadCodes(stream, batch.Strings, wanted.IsUnshared(field), batch.Use(field)[first..], doubts);
        }
        else
        {
            column.CheckTexts(stream, doubts);
        }
    }
}
