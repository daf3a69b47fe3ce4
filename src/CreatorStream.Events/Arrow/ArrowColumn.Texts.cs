using System.Numerics;
using System.Text;
using System.Text.Unicode;

namespace CreatorStream.Events.Arrow;

/// <content>Text columns into codes of a batch: a dictionary's values once, plain ones row by row.</content>
internal sealed partial class ArrowColumn
{
    /// <summary>
    /// Sets the code of each row, 0 where there is no text; doubtful where the text breaks a rule of the field.
    /// </summary>
    public void ReadCodes(ReadOnlySpan<byte> stream, StringTable strings, Span<int> codes, Span<byte> doubtful)
    {
        var field = (EventField)property;
        if (!IsDictionary)
        {
            ReadPlainCodes(stream, field, strings, codes, doubtful);
            return;
        }
        switch (indexWidth, indexSigned)
        {
            case (1, true):
                ReadIndices(Values<sbyte>(stream), stream, field, strings, codes, doubtful);
                break;
            case (1, false):
                ReadIndices(Values<byte>(stream), stream, field, strings, codes, doubtful);
                break;
            case (2, true):
                ReadIndices(Values<short>(stream), stream, field, strings, codes, doubtful);
                break;
            case (2, false):
                ReadIndices(Values<ushort>(stream), stream, field, strings, codes, doubtful);
                break;
            case (4, true):
                ReadIndices(Values<int>(stream), stream, field, strings, codes, doubtful);
                break;
            case (4, false):
                ReadIndices(Values<uint>(stream), stream, field, strings, codes, doubtful);
                break;
            default:
                ReadIndices(Values<long>(stream), stream, field, strings, codes, doubtful);
                break;
        }
    }

    /// <summary>Sets the type of each row as written; None, and doubtful, where it is none.</summary>
    public void ReadTypes(ReadOnlySpan<byte> stream, Span<EventType> types, Span<byte> doubtful)
    {
        Span<int> known = dictionary.Codes;
        for (int row = 0; row < types.Length; row++)
        {
            EventType type = EventType.None;
            if (!IsNull(stream, row))
            {
                type = IsDictionary
                    ? TypeAt(stream, known, Index(stream, row))
                    : EventTypes.ParseWritten(PlainText(stream, row));
            }
            types[row] = type;
            doubtful[row] |= type == EventType.None ? (byte)1 : (byte)0;
        }
    }

    private EventType TypeAt(ReadOnlySpan<byte> stream, Span<int> known, int index)
    {
        if (known[index] == ArrowDictionary.Unknown)
        {
            known[index] = (int)EventTypes.ParseWritten(dictionary.Text(stream, index));
        }
        return (EventType)known[index];
    }

    private void ReadIndices<T>(
        ReadOnlySpan<T> indices,
        ReadOnlySpan<byte> stream,
        EventField field,
        StringTable strings,
        Span<int> codes,
        Span<byte> doubtful
    )
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<int> known = dictionary.Codes;
        codes = codes[..indices.Length];
        for (int row = 0; row < indices.Length; row++)
        {
            if (hasNulls && IsNull(stream, row))
            {
                codes[row] = 0;
                continue;
            }
            // A negative one becomes greater than any dictionary.
            ulong index = ulong.CreateTruncating(indices[row]);
            if (index >= (ulong)known.Length)
            {
                throw BadIndex(row);
            }
            int code = known[(int)index];
            if (code == ArrowDictionary.Unknown)
            {
                code = CodeOf(field, dictionary.Text(stream, (int)index), strings);
                known[(int)index] = code;
            }
            if (code < 0)
            {
                doubtful[row] = 1;
                code = 0;
            }
            codes[row] = code;
        }
    }

    private void ReadPlainCodes(
        ReadOnlySpan<byte> stream,
        EventField field,
        StringTable strings,
        Span<int> codes,
        Span<byte> doubtful
    )
    {
        // Where the whole buffer is plain ASCII, so is each text in it.
        ReadOnlySpan<byte> all = stream.Slice(data, dataLength);
        bool clean =
            field is not (EventField.Url or EventField.Referrer or EventField.Country or EventField.Currency)
            && Ascii.IsValid(all)
            && (field == EventField.Text || !EventValidator.HasControl(all));
        int most = field.MaxBytes();
        for (int row = 0; row < codes.Length; row++)
        {
            int code = 0;
            if (!IsNull(stream, row))
            {
                ReadOnlySpan<byte> text = PlainText(stream, row);
                code =
                    clean && text.Length <= most && field != EventField.Workspace
                        ? strings.GetOrAdd(text)
                        : CodeOf(field, text, strings);
            }
            if (code < 0)
            {
                doubtful[row] = 1;
                code = 0;
            }
            codes[row] = code;
        }
    }

    /// <summary>The text's code; 0 where it says nothing, -1 where it breaks a rule.</summary>
    private static int CodeOf(EventField field, ReadOnlySpan<byte> text, StringTable strings)
    {
        if (text.IsEmpty || EventValidator.IsDefault(field, text))
        {
            return 0;
        }
        bool good =
            EventValidator.CheckLength(field, text.Length) == null
            && Utf8.IsValid(text)
            && EventValidator.CheckText(field, text) == null;
        return good ? strings.GetOrAdd(text) : -1;
    }
}
