using System.Numerics;
using CreatorStream.Events;

namespace CreatorStream.Arrow;

/// <content>Columns of indices: each value of the dictionary becomes a code once, the rows' are only looked up.</content>
internal sealed partial class ArrowColumn
{
    /// <param name="strings">null: texts are checked, not stored, and <paramref name="codes"/> is empty.</param>
    private void ReadDictionaryCodes(
        ReadOnlySpan<byte> stream,
        StringTable? strings,
        Span<int> codes,
        Span<byte> doubtful
    )
    {
        // A dictionary much larger than the batch is looked at only where it is used.
        bool isSimple = !hasNulls && dictionary.Count <= rows && AllKeepRules(stream, strings);
        switch (indexWidth, indexSigned)
        {
            case (1, true):
                ReadIndices(Values<sbyte>(stream), isSimple, stream, strings, codes, doubtful);
                break;
            case (1, false):
                ReadIndices(Values<byte>(stream), isSimple, stream, strings, codes, doubtful);
                break;
            case (2, true):
                ReadIndices(Values<short>(stream), isSimple, stream, strings, codes, doubtful);
                break;
            case (2, false):
                ReadIndices(Values<ushort>(stream), isSimple, stream, strings, codes, doubtful);
                break;
            case (4, true):
                ReadIndices(Values<int>(stream), isSimple, stream, strings, codes, doubtful);
                break;
            case (4, false):
                ReadIndices(Values<uint>(stream), isSimple, stream, strings, codes, doubtful);
                break;
            default:
                ReadIndices(Values<long>(stream), isSimple, stream, strings, codes, doubtful);
                break;
        }
    }

    /// <summary>Finds the code of each value of the dictionary.</summary>
    /// <returns>Whether none breaks a rule of the field.</returns>
    private bool AllKeepRules(ReadOnlySpan<byte> stream, StringTable? strings)
    {
        Span<int> known = dictionary.Codes;
        int all = 0;
        for (int index = 0; index < known.Length; index++)
        {
            if (known[index] == ArrowDictionary.Unknown)
            {
                known[index] = CodeOf((EventField)property, dictionary.Text(stream, index), strings);
            }
            all |= known[index];
        }
        return all >= 0;
    }

    private void ReadIndices<T>(
        ReadOnlySpan<T> indices,
        bool isSimple,
        ReadOnlySpan<byte> stream,
        StringTable? strings,
        Span<int> codes,
        Span<byte> doubtful
    )
        where T : unmanaged, IBinaryInteger<T>
    {
        if (!isSimple)
        {
            ReadDoubtful(indices, stream, strings, codes, doubtful);
        }
        else if (strings == null)
        {
            Check(indices);
        }
        else
        {
            LookUp(indices, codes);
        }
    }

    private void LookUp<T>(ReadOnlySpan<T> indices, Span<int> codes)
        where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<int> known = dictionary.Codes;
        codes = codes[..indices.Length];
        for (int row = 0; row < indices.Length; row++)
        {
            // A negative one becomes greater than any dictionary.
            ulong index = ulong.CreateTruncating(indices[row]);
            if (index >= (ulong)known.Length)
            {
                throw BadIndex(row);
            }
            codes[row] = known[(int)index];
        }
    }

    private void ReadDoubtful<T>(
        ReadOnlySpan<T> indices,
        ReadOnlySpan<byte> stream,
        StringTable? strings,
        Span<int> codes,
        Span<byte> doubtful
    )
        where T : unmanaged, IBinaryInteger<T>
    {
        Span<int> known = dictionary.Codes;
        for (int row = 0; row < indices.Length; row++)
        {
            int code = 0;
            if (!hasNulls || !IsNull(stream, row))
            {
                ulong index = ulong.CreateTruncating(indices[row]);
                if (index >= (ulong)known.Length)
                {
                    throw BadIndex(row);
                }
                code = known[(int)index];
                if (code == ArrowDictionary.Unknown)
                {
                    code = CodeOf((EventField)property, dictionary.Text(stream, (int)index), strings);
                    known[(int)index] = code;
                }
                if (code < 0)
                {
                    doubtful[row] = 1;
                    code = 0;
                }
            }
            if (strings != null)
            {
                codes[row] = code;
            }
        }
    }

    private void CheckIndices(ReadOnlySpan<byte> stream)
    {
        switch (indexWidth)
        {
            case 1:
                Check(Values<byte>(stream));
                break;
            case 2:
                Check(Values<ushort>(stream));
                break;
            case 4:
                Check(Values<uint>(stream));
                break;
            default:
                Check(Values<ulong>(stream));
                break;
        }
    }

    /// <exception cref="InvalidDataException">One is not in the dictionary.</exception>
    private void Check<T>(ReadOnlySpan<T> indices)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (int row = 0; row < indices.Length; row++)
        {
            if (ulong.CreateTruncating(indices[row]) >= (ulong)dictionary.Count)
            {
                throw BadIndex(row);
            }
        }
    }
}
