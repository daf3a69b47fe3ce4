using CreatorStream.Events;

namespace CreatorStream.Arrow;

/// <summary>How a column's values lie in memory.</summary>
internal enum ArrowValueKind : byte
{
    Null,
    Text,
    Signed,
    Unsigned,
    Float,
    Decimal,
    Time,
}

/// <content>The type of a column, as its Field in the schema says it.</content>
internal sealed partial class ArrowColumn
{
    private int indexWidth;
    private bool indexSigned;

    /// <summary>Sets <see cref="Width"/> 0 where the type is none that is read.</summary>
    private void DefineType(ArrowType type, FlatTable table)
    {
        // What an earlier stream had here must not be taken for this one's.
        (Kind, Width, Scale) = (ArrowValueKind.Text, 0, 0);
        switch (type)
        {
            case ArrowType.Utf8:
                (Kind, Width) = (ArrowValueKind.Text, 4);
                break;
            case ArrowType.LargeUtf8:
                (Kind, Width) = (ArrowValueKind.Text, 8);
                break;
            case ArrowType.Int:
                Kind = table.Byte(1) != 0 ? ArrowValueKind.Signed : ArrowValueKind.Unsigned;
                Width = table.Int32(0) is 8 or 16 or 32 or 64 ? table.Int32(0) / 8 : 0;
                break;
            case ArrowType.FloatingPoint:
                // Half precision (0) keeps three digits: nothing to count money with.
                Kind = ArrowValueKind.Float;
                Width = table.Int16(0) switch
                {
                    1 => 4,
                    2 => 8,
                    _ => 0,
                };
                break;
            case ArrowType.Decimal:
                Kind = ArrowValueKind.Decimal;
                Scale = table.Int32(1);
                Width = table.Int32(2, 128) == 128 && Scale is >= -38 and <= 38 ? 16 : 0;
                break;
            case ArrowType.Timestamp:
                Kind = ArrowValueKind.Time;
                Unit = (ArrowTimeUnit)table.Int16(0);
                Width = Unit is >= ArrowTimeUnit.Second and <= ArrowTimeUnit.Nanosecond ? 8 : 0;
                break;
        }
    }

    private void DefineDictionary(FlatTable encoding)
    {
        DictionaryId = encoding.Int64(0);
        // Signed 32 bits where the schema says nothing.
        (indexWidth, indexSigned) = (4, true);
        if (encoding.Has(1))
        {
            FlatTable index = encoding.Table(1);
            indexSigned = index.Byte(1) != 0;
            indexWidth = index.Int32(0) is 8 or 16 or 32 or 64 ? index.Int32(0) / 8 : 0;
        }
        if (indexWidth == 0 || encoding.Int16(3) != 0)
        {
            throw ArrowFormat.Unsupported($"column {name} has a dictionary of an unknown kind");
        }
    }

    private bool Fits()
    {
        if (Kind == ArrowValueKind.Null)
        {
            return !IsDictionary;
        }
        if (Width == 0 || (IsDictionary && !IsText))
        {
            return false;
        }
        return Property switch
        {
            EventProperty.Time => Kind is ArrowValueKind.Time or ArrowValueKind.Text,
            EventProperty.Value or EventProperty.Seconds or EventProperty.Completeness => Kind != ArrowValueKind.Time,
            ArrowColumns.ValueMicros => Kind is ArrowValueKind.Signed or ArrowValueKind.Unsigned,
            _ => IsText,
        };
    }
}
