using System.Text;
using System.Text.Unicode;
using CreatorStream.Events;

namespace CreatorStream.Arrow;

/// <content>Text columns into codes of a batch: a dictionary's values once, plain ones row by row.</content>
internal sealed partial class ArrowColumn
{
    /// <summary>
    /// Sets the code of each row, 0 where there is no text; doubtful where the text breaks a rule of the field.
    /// </summary>
    /// <param name="isUnshared">Its values hardly ever recur: plain ones are stored as they come.</param>
    public void ReadCodes(
        ReadOnlySpan<byte> stream,
        StringTable strings,
        bool isUnshared,
        Span<int> codes,
        Span<byte> doubtful
    )
    {
        if (IsDictionary)
        {
            ReadDictionaryCodes(stream, strings, codes, doubtful);
        }
        else if (!isUnshared || !TryAddAll(stream, strings, codes))
        {
            ReadPlainCodes(stream, strings, codes, doubtful);
        }
    }

    /// <summary>The same for a column that nobody wants: rows are doubtful where the text breaks a rule of the field.</summary>
    public void CheckTexts(ReadOnlySpan<byte> stream, Span<byte> doubtful)
    {
        if (IsDictionary)
        {
            ReadDictionaryCodes(stream, null, default, doubtful);
            return;
        }
        for (int row = 0; row < doubtful.Length; row++)
        {
            if (!IsNull(stream, row) && CodeOf((EventField)property, PlainText(stream, row), null) < 0)
            {
                doubtful[row] = 1;
            }
        }
    }

    /// <summary>Sets the type of each row as written; None, and doubtful, where it is none.</summary>
    public void ReadTypes(ReadOnlySpan<byte> stream, Span<EventType> types, Span<byte> doubtful)
    {
        if (IsDictionary && !hasNulls && dictionary.Count == 1 && TypeAt(stream, 0) != EventType.None)
        {
            // Most often: a topic has one type of events.
            CheckIndices(stream);
            types.Fill(TypeAt(stream, 0));
            return;
        }
        for (int row = 0; row < types.Length; row++)
        {
            EventType type = EventType.None;
            if (!IsNull(stream, row))
            {
                type = IsDictionary
                    ? TypeAt(stream, Index(stream, row))
                    : EventTypes.ParseWritten(PlainText(stream, row));
            }
            types[row] = type;
            doubtful[row] |= type == EventType.None ? (byte)1 : (byte)0;
        }
    }

    private EventType TypeAt(ReadOnlySpan<byte> stream, int index)
    {
        ref int known = ref dictionary.Codes[index];
        if (known == ArrowDictionary.Unknown)
        {
            known = (int)EventTypes.ParseWritten(dictionary.Text(stream, index));
        }
        return (EventType)known;
    }

    /// <summary>
    /// Adds all texts at once, where each row has one that keeps the rules as far as their common bytes show it.
    /// </summary>
    private bool TryAddAll(ReadOnlySpan<byte> stream, StringTable strings, Span<int> codes)
    {
        if (hasNulls || Width != 4 || !AreClean(stream))
        {
            return false;
        }
        ReadOnlySpan<int> offsets = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(
            stream.Slice(values, (codes.Length + 1) * 4)
        );
        // Empty ones and such as run backwards become greater than any.
        uint longest = 0;
        for (int row = 1; row < offsets.Length; row++)
        {
            longest = Math.Max(longest, (uint)(offsets[row] - offsets[row - 1]) - 1);
        }
        if (longest >= ((EventField)property).MaxBytes() || offsets[0] < 0 || offsets[^1] > dataLength)
        {
            return false;
        }
        int code = strings.AddAll(stream.Slice(data, dataLength), offsets);
        for (int row = 0; row < codes.Length; row++)
        {
            codes[row] = code + row;
        }
        return true;
    }

    private void ReadPlainCodes(ReadOnlySpan<byte> stream, StringTable strings, Span<int> codes, Span<byte> doubtful)
    {
        var field = (EventField)property;
        bool clean = AreClean(stream);
        int most = field.MaxBytes();
        for (int row = 0; row < codes.Length; row++)
        {
            int code = 0;
            if (!IsNull(stream, row))
            {
                ReadOnlySpan<byte> text = PlainText(stream, row);
                code = clean && text.Length <= most ? strings.GetOrAdd(text) : CodeOf(field, text, strings);
            }
            if (code < 0)
            {
                doubtful[row] = 1;
                code = 0;
            }
            codes[row] = code;
        }
    }

    /// <summary>Whether any text of the buffer that is not too long keeps the rules of the field.</summary>
    private bool AreClean(ReadOnlySpan<byte> stream)
    {
        var field = (EventField)property;
        // Where the whole buffer is plain ASCII, so is each text in it.
        ReadOnlySpan<byte> all = stream.Slice(data, dataLength);
        return field
                is not (
                    EventField.Url
                    or EventField.Referrer
                    or EventField.Country
                    or EventField.Currency
                    or EventField.ErasedVisitor
                    or EventField.Person
                    or EventField.Address
                    or EventField.Workspace
                )
            && Ascii.IsValid(all)
            && (field == EventField.Text || !EventValidator.HasControl(all));
    }

    /// <summary>The text's code; 0 where it says nothing, -1 where it breaks a rule.</summary>
    /// <param name="strings">null: 0 for any text that keeps the rules.</param>
    private static int CodeOf(EventField field, ReadOnlySpan<byte> text, StringTable? strings)
    {
        if (text.IsEmpty || EventValidator.IsDefault(field, text))
        {
            return 0;
        }
        bool good =
            EventValidator.CheckLength(field, text.Length) == null
            && Utf8.IsValid(text)
            && EventValidator.CheckText(field, text) == null;
        return !good ? -1
            : strings == null ? 0
            : strings.GetOrAdd(text);
    }
}
