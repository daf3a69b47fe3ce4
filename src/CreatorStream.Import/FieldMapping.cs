using System.Globalization;
using System.Text.Json;

namespace CreatorStream.Import;

/// <summary>One field of an event: its name, where its text comes from, and how that is written as JSON.</summary>
internal sealed class FieldMapping(string name, ValueSource source, TimeFormat? time, NumberFormat? number)
{
    private const string Milliseconds = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
    private const string Ticks = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    private readonly JsonEncodedText name = JsonEncodedText.Encode(name);

    public string Name { get; } = name;

    public void Bind(RowReader rows) => source.Bind(rows);

    /// <summary>Writes the field, or nothing where it is empty; says whether it wrote.</summary>
    /// <exception cref="RowException">The text is no time or number of the format.</exception>
    public bool Write(Utf8JsonWriter json, RowReader row, RowId ids)
    {
        if (source.Read(row, ids) is not { } text)
        {
            return false;
        }

        if (time is not null)
        {
            WriteTime(json, text);
        }
        else if (number is null)
        {
            json.WriteString(name, text);
        }
        else if (number.TryRead(text, out decimal value, out string? reason))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            throw new RowException(Name, reason);
        }

        return true;
    }

    private void WriteTime(Utf8JsonWriter json, string text)
    {
        if (!time!.TryRead(text, out DateTime utc, out string? reason))
        {
            throw new RowException(Name, reason);
        }

        string format = utc.Ticks % TimeSpan.TicksPerMillisecond == 0 ? Milliseconds : Ticks;
        Span<char> buffer = stackalloc char[32];
        utc.TryFormat(buffer, out int length, format, CultureInfo.InvariantCulture);
        json.WriteString(name, buffer[..length]);
    }
}
