using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace CreatorStream.Events;

/// <summary>
/// Reads one event by hand where it is written as programs write it: one object of strings without escapes, plain
/// numbers and nulls, at most a space behind a colon or comma. It takes only what it is certain of. Whatever else
/// there is – escapes, nesting, a field twice, an empty string, anything at fault – is
/// <see cref="EventReader"/>'s to decide, so that there is one answer.
/// </summary>
internal sealed class EventScanner(EventRow row, EventValidator validator)
{
    // Longer events are rare.
    private const int MostWords = 64;
    private const int MostBytes = 64 * MostWords;

    private const int Unsure = int.MaxValue;

    /// <summary>false: the reader must decide. The row and the validator are then anyhow.</summary>
    [SkipLocalsInit]
    public bool TryRead(ReadOnlySpan<byte> json, long nowMicros)
    {
        // The line's end is not part of the object.
        while (json.Length > 0 && json[^1] is (byte)'\n' or (byte)'\r')
        {
            json = json[..^1];
        }
        if (json.Length is < QuoteMarks.LeastBytes or > MostBytes)
        {
            return false;
        }
        Span<ulong> marks = stackalloc ulong[MostWords];
        if (
            !QuoteMarks.Find(json, marks)
            && (json.Contains((byte)'\\') || EventValidator.HasControl(json) || !Utf8.IsValid(json))
        )
        {
            return false;
        }
        validator.Start();
        return ReadFields(json, new QuoteMarks(marks, json.Length))
            && validator.Check(row, nowMicros, isClean: true).Reason == null;
    }

    private bool ReadFields(ReadOnlySpan<byte> json, QuoteMarks quotes)
    {
        if (json[0] != '{' || json[^1] != '}')
        {
            return false;
        }
        // The last byte closes the object, so looking one byte past a value needs no check: `at` never gets further.
        int last = json.Length - 1;
        uint seen = 0;
        int at = 1;
        while (true)
        {
            if (at >= last || json[at] != '"')
            {
                return false;
            }
            quotes.Next();
            int name = at + 1;
            int nameEnd = quotes.Next();
            at = nameEnd + 1;
            if (at + 1 >= last || json[at] != ':')
            {
                return false;
            }
            EventProperty property = EventProperties.Find(json[name..nameEnd]);
            if (property != EventProperty.Unknown)
            {
                uint bit = 1u << (int)property;
                if ((seen & bit) != 0)
                {
                    return false;
                }
                seen |= bit;
            }
            at++;
            if (json[at] == ' ')
            {
                at++;
            }
            int end;
            if (json[at] == '"')
            {
                quotes.Next();
                int start = at + 1;
                end = quotes.Next();
                if (!SetString(property, json, start, end - start))
                {
                    return false;
                }
                end++;
            }
            else
            {
                end = ReadOther(json, at, property);
            }
            if (end >= last)
            {
                return end == last;
            }
            if (json[end] != ',')
            {
                return false;
            }
            at = end + 1;
            if (json[at] == ' ')
            {
                at++;
            }
        }
    }

    private bool SetString(EventProperty property, ReadOnlySpan<byte> json, int start, int length)
    {
        switch (property)
        {
            case < EventProperty.Type:
                if (length == 0 || length > ((EventField)property).MaxBytes())
                {
                    return false;
                }
                row.SetSlice((EventField)property, start, length);
                return true;
            case EventProperty.Type:
                return length > 0 && validator.SetType(json.Slice(start, length)) == null;
            case EventProperty.Time:
                bool isTime = Rfc3339.TryParse(json.Slice(start, length), out long micros);
                row.TimeMicros = micros;
                return isTime;
            case EventProperty.Value:
                return row.SetValue(json.Slice(start, length)) == null;
            case EventProperty.Seconds:
                return row.SetSeconds(json.Slice(start, length)) == null;
            case EventProperty.Completeness:
                return row.SetCompleteness(json.Slice(start, length)) == null;
            default:
                return true;
        }
    }

    /// <summary>Reads what is no string.</summary>
    /// <returns>Its end, or <see cref="Unsure"/>.</returns>
    private int ReadOther(ReadOnlySpan<byte> json, int start, EventProperty property)
    {
        ReadOnlySpan<byte> rest = json[start..];
        if (rest.StartsWith("null"u8))
        {
            return start + 4;
        }
        if (property == EventProperty.Unknown)
        {
            if (rest.StartsWith("true"u8))
            {
                return start + 4;
            }
            if (rest.StartsWith("false"u8))
            {
                return start + 5;
            }
        }
        int end = NumberEnd(json, start);
        if (end == Unsure)
        {
            return Unsure;
        }
        bool isGood = property switch
        {
            EventProperty.Unknown => true,
            EventProperty.Value => row.SetValue(json[start..end]) == null,
            EventProperty.Seconds => row.SetSeconds(json[start..end]) == null,
            EventProperty.Completeness => row.SetCompleteness(json[start..end]) == null,
            _ => false,
        };
        return isGood ? end : Unsure;
    }

    /// <summary>The end of a number without exponent, as JSON has it; the closing brace ends it at the latest.</summary>
    private static int NumberEnd(ReadOnlySpan<byte> json, int start)
    {
        int at = json[start] == '-' ? start + 1 : start;
        int end = DigitsEnd(json, at);
        if (end == at || (json[at] == '0' && end > at + 1))
        {
            return Unsure;
        }
        if (json[end] == '.')
        {
            at = end + 1;
            end = DigitsEnd(json, at);
            if (end == at)
            {
                return Unsure;
            }
        }
        return end;
    }

    private static int DigitsEnd(ReadOnlySpan<byte> json, int at)
    {
        while (json[at] is >= (byte)'0' and <= (byte)'9')
        {
            at++;
        }
        return at;
    }
}
