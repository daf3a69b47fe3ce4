using System.Numerics;
using System.Runtime.InteropServices;
using CreatorStream.Events;

namespace CreatorStream.Arrow;

/// <summary>Encodes batches as streams; see <see cref="ArrowEventCodec"/>. Reused; not thread-safe.</summary>
internal sealed class ArrowEventEncoder
{
    private static readonly StringTable TypeNames = AllTypeNames();

    private static readonly EventProperty[] Order =
    [
        (EventProperty)EventField.Id,
        EventProperty.Type,
        EventProperty.Time,
        (EventProperty)EventField.Visitor,
        (EventProperty)EventField.ErasedVisitor,
        (EventProperty)EventField.Person,
        (EventProperty)EventField.Workspace,
        (EventProperty)EventField.Campaign,
        (EventProperty)EventField.Creator,
        (EventProperty)EventField.Content,
        (EventProperty)EventField.Platform,
        (EventProperty)EventField.Source,
        (EventProperty)EventField.Via,
        (EventProperty)EventField.Channel,
        (EventProperty)EventField.Action,
        (EventProperty)EventField.Url,
        (EventProperty)EventField.Referrer,
        (EventProperty)EventField.Agent,
        (EventProperty)EventField.Country,
        (EventProperty)EventField.Text,
        (EventProperty)EventField.Code,
        (EventProperty)EventField.Order,
        ArrowColumns.ValueMicros,
        (EventProperty)EventField.Currency,
        EventProperty.Seconds,
        EventProperty.Completeness,
        (EventProperty)EventField.Address,
    ];

    private readonly ArrowTextEncoding?[] texts = new ArrowTextEncoding?[EventFields.Count + 1];
    private readonly List<ArrowOutput> columns = [];
    private readonly ArrowMessages messages = new();
    private int[] types = [];
    private long[] seen = [];
    private int columnNumber;

    public int Encode(EventBatch batch, ref byte[] buffer)
    {
        Measure(batch);
        var writer = new ArrowWriter(buffer);
        writer.Message(messages.Schema(columns), 0);
        foreach (ArrowOutput column in columns)
        {
            if (column.Text is { IsDictionary: true } text)
            {
                writer.Message(messages.Dictionary(column), ArrowMessages.BodyLength(messages.Buffers));
                WriteTexts(batch, column, text, ref writer);
            }
        }
        writer.Message(messages.Records(columns, batch.Count), ArrowMessages.BodyLength(messages.Buffers));
        foreach (ArrowOutput column in columns)
        {
            Write(batch, column, ref writer);
        }
        writer.End();
        buffer = writer.Buffer;
        return writer.Length;
    }

    /// <summary>Finds the columns in use, and how each is written.</summary>
    private void Measure(EventBatch batch)
    {
        int codes = Math.Max(batch.Strings.Count, TypeNames.Count) + 1;
        if (seen.Length < codes)
        {
            seen = new long[(int)BitOperations.RoundUpToPowerOf2((uint)codes)];
        }
        if (columnNumber > int.MaxValue - Order.Length)
        {
            seen.AsSpan().Clear();
            columnNumber = 0;
        }
        if (types.Length < batch.Count)
        {
            types = new int[(int)BitOperations.RoundUpToPowerOf2((uint)batch.Count)];
        }
        for (int row = 0; row < batch.Count; row++)
        {
            types[row] = (int)batch.Types[row];
        }
        columns.Clear();
        foreach (EventProperty property in Order)
        {
            switch (property)
            {
                case EventProperty.Time:
                    columns.Add(new ArrowOutput(property, null, 0));
                    break;
                case ArrowColumns.ValueMicros:
                    int unvalued = batch.ValuesMicros.Count(EventBatch.NoValue);
                    if (unvalued < batch.Count)
                    {
                        columns.Add(new ArrowOutput(property, null, unvalued));
                    }
                    break;
                case EventProperty.Seconds:
                    int unengaged = batch.EngagedMillis.Count(0);
                    if (unengaged < batch.Count)
                    {
                        columns.Add(new ArrowOutput(property, null, unengaged));
                    }
                    break;
                case EventProperty.Completeness:
                    int untold = batch.Completeness.Count((byte)0);
                    if (untold < batch.Count)
                    {
                        columns.Add(new ArrowOutput(property, null, untold));
                    }
                    break;
                case EventProperty.Type:
                    columns.Add(Measure(property, types.AsSpan(0, batch.Count), TypeNames));
                    break;
                default:
                    ReadOnlySpan<int> of = batch.Codes((EventField)property);
                    if (of.ContainsAnyExcept(0))
                    {
                        columns.Add(Measure(property, of, batch.Strings));
                    }
                    break;
            }
        }
    }

    private ArrowOutput Measure(EventProperty property, ReadOnlySpan<int> codes, StringTable strings)
    {
        ArrowTextEncoding text = texts[(int)property] ??= new ArrowTextEncoding();
        text.Measure(codes, strings, seen, ++columnNumber);
        return new ArrowOutput(property, text, text.Nulls);
    }

    /// <summary>Writes a column's buffers, as many and as long as <see cref="ArrowMessages.Records"/> said.</summary>
    private void Write(EventBatch batch, ArrowOutput column, ref ArrowWriter writer)
    {
        if (column.Nulls > 0)
        {
            Span<byte> bits = writer.Take((batch.Count + 7) / 8);
            switch (column.Property)
            {
                case ArrowColumns.ValueMicros:
                    SetWhereNot(batch.ValuesMicros, EventBatch.NoValue, bits);
                    break;
                case EventProperty.Seconds:
                    SetWhereNot(batch.EngagedMillis, 0, bits);
                    break;
                case EventProperty.Completeness:
                    SetWhereNot(batch.Completeness, (byte)0, bits);
                    break;
                default:
                    SetWhereNot(Codes(batch, column.Property), 0, bits);
                    break;
            }
        }
        switch (column.Property)
        {
            case EventProperty.Time:
                MemoryMarshal.AsBytes(batch.TimesMicros).CopyTo(writer.Take(batch.Count * 8));
                break;
            case ArrowColumns.ValueMicros:
                MemoryMarshal.AsBytes(batch.ValuesMicros).CopyTo(writer.Take(batch.Count * 8));
                break;
            case EventProperty.Seconds:
                Span<double> seconds = MemoryMarshal.Cast<byte, double>(writer.Take(batch.Count * 8));
                for (int row = 0; row < seconds.Length; row++)
                {
                    seconds[row] = batch.EngagedMillis[row] / 1000.0;
                }
                break;
            case EventProperty.Completeness:
                Span<double> parts = MemoryMarshal.Cast<byte, double>(writer.Take(batch.Count * 8));
                for (int row = 0; row < parts.Length; row++)
                {
                    // Where nobody told, what stands there isn't read.
                    parts[row] = (batch.LeadWordsOf(row).Completeness ?? 0) / (double)LeadWords.Whole;
                }
                break;
            default:
                if (column.Text!.IsDictionary)
                {
                    column.Text.WriteIndices(writer.Take(batch.Count * column.Text.IndexWidth));
                }
                else
                {
                    WriteTexts(batch, column, column.Text, ref writer);
                }
                break;
        }
    }

    private void WriteTexts(EventBatch batch, ArrowOutput column, ArrowTextEncoding text, ref ArrowWriter writer)
    {
        int offsetBytes = text.OffsetBytes;
        Span<byte> both = writer.Take(ArrowFormat.Pad(offsetBytes) + text.TextBytes);
        StringTable strings = column.Property == EventProperty.Type ? TypeNames : batch.Strings;
        text.WriteTexts(
            Codes(batch, column.Property),
            strings,
            both[..offsetBytes],
            both[ArrowFormat.Pad(offsetBytes)..]
        );
    }

    private ReadOnlySpan<int> Codes(EventBatch batch, EventProperty property) =>
        property == EventProperty.Type ? types.AsSpan(0, batch.Count) : batch.Codes((EventField)property);

    private static void SetWhereNot<T>(ReadOnlySpan<T> values, T absent, Span<byte> bits)
        where T : unmanaged, IEquatable<T>
    {
        for (int row = 0; row < values.Length; row++)
        {
            if (!values[row].Equals(absent))
            {
                bits[row >> 3] |= (byte)(1 << (row & 7));
            }
        }
    }

    /// <summary>The code of a name is its type's number.</summary>
    private static StringTable AllTypeNames()
    {
        var names = new StringTable();
        foreach (EventKind kind in EventTypes.All)
        {
            names.GetOrAdd(System.Text.Encoding.UTF8.GetBytes(kind.Name));
        }
        return names;
    }
}
