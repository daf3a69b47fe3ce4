using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using CreatorStream.Events;

namespace CreatorStream.Arrow;

/// <summary>
/// The rows of a stream that were rejected, each as the JSON object that would have been rejected alike: for who keeps
/// them. Columns that are no event's are not in it. Reused from stream to stream.
/// </summary>
/// <param name="mostRowBytes">Of one row's JSON.</param>
/// <param name="mostBytes">Of all rows' JSON: with a dictionary, a small stream can hold much text.</param>
public sealed class RejectedRows(int mostRowBytes, int mostBytes)
{
    private static readonly JsonWriterOptions Options = new()
    {
        SkipValidation = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<byte[]?> rows = [];
    private readonly ArrayBufferWriter<byte> buffer = new();
    private int bytes;

    /// <summary>By rejection; null where JSON can't say it (text that is not UTF-8, a number that is none), or not as short.</summary>
    public IReadOnlyList<byte[]?> Rows => rows;

    public void Clear()
    {
        rows.Clear();
        bytes = 0;
    }

    /// <param name="row">Of the record batch at which the columns stand.</param>
    internal void Add(ReadOnlySpan<byte> stream, ArrowColumns columns, int row)
    {
        buffer.ResetWrittenCount();
        bool fits = bytes < mostBytes && TryWrite(stream, columns, row) && buffer.WrittenCount <= mostBytes - bytes;
        rows.Add(fits ? buffer.WrittenSpan.ToArray() : null);
        bytes += fits ? buffer.WrittenCount : 0;
    }

    private bool TryWrite(ReadOnlySpan<byte> stream, ArrowColumns columns, int row)
    {
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        foreach (ArrowColumn column in columns.Present)
        {
            if (column.IsNull(stream, row))
            {
                continue;
            }
            bool isWritten = column switch
            {
                { IsText: true } => TryWriteText(json, column, column.Text(stream, row)),
                { Property: EventProperty.Time } => TryWriteTime(json, stream, column, row),
                // The exact value counts where there are both.
                { Property: EventProperty.Value }
                    when columns.Find(ArrowColumns.ValueMicros)?.IsNull(stream, row) == false => true,
                _ => TryWriteNumber(json, stream, column, row),
            };
            if (!isWritten || json.BytesPending + json.BytesCommitted > mostRowBytes)
            {
                return false;
            }
        }
        json.WriteEndObject();
        json.Flush();
        return true;
    }

    private bool TryWriteText(Utf8JsonWriter json, ArrowColumn column, ReadOnlySpan<byte> text)
    {
        if (text.Length > mostRowBytes || !Utf8.IsValid(text))
        {
            return false;
        }
        json.WriteString(ArrowColumns.Utf8NameOf(column.Property), text);
        return true;
    }

    private static bool TryWriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> stream, ArrowColumn column, int row)
    {
        if (column.TimeOf(stream, row, out long micros) != null || !Rfc3339.CanFormat(micros))
        {
            return false;
        }
        json.WriteString("time"u8, Rfc3339.Format(micros));
        return true;
    }

    private static bool TryWriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> stream, ArrowColumn column, int row)
    {
        if (column.Number(stream, row, out long micros) != null)
        {
            return false;
        }
        // The exact value's column has a name of its own, which JSON doesn't know.
        EventProperty property = column.Property == ArrowColumns.ValueMicros ? EventProperty.Value : column.Property;
        ReadOnlySpan<byte> name = ArrowColumns.Utf8NameOf(property);
        json.WriteNumber(name, micros / (decimal)Micros.PerUnit);
        return true;
    }
}
