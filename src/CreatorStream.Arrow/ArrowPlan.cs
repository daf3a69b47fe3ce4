namespace CreatorStream.Arrow;

/// <summary>What one top-level column takes of a record batch, and who reads it (null: nobody).</summary>
internal readonly record struct ArrowPlan(ArrowColumn? Column, int Nodes, int Buffers, int Views)
{
    /// <summary>Hostile schemas let many fields share one table: walking them is bounded by these.</summary>
    private const int MostFields = 4096;
    private const int MostDepth = 32;

    /// <summary>
    /// Counts the nodes and buffers of a field with its children, which lie one after another in the order of a walk
    /// from the root (Columnar.html, "Buffer Layout" and "RecordBatch message").
    /// </summary>
    /// <param name="fields">Fields met so far in the whole schema.</param>
    public static ArrowPlan Skip(FlatTable field, bool unionsHaveValidity, ref int fields)
    {
        int nodes = 0;
        int buffers = 0;
        int views = 0;
        Walk(field, unionsHaveValidity, 0, ref fields, ref nodes, ref buffers, ref views);
        return new ArrowPlan(null, nodes, buffers, views);
    }

    private static void Walk(
        FlatTable field,
        bool unionsHaveValidity,
        int depth,
        ref int fields,
        ref int nodes,
        ref int buffers,
        ref int views
    )
    {
        if (depth > MostDepth || ++fields > MostFields)
        {
            throw ArrowFormat.Unsupported($"more than {MostFields} columns, or deeper than {MostDepth}");
        }
        nodes++;
        if (field.Has(FieldSlots.Dictionary))
        {
            // Only the indices; the values and their children come in a dictionary batch.
            buffers += 2;
            return;
        }
        var type = (ArrowType)field.Byte(FieldSlots.TypeType);
        switch (type)
        {
            case ArrowType.Null or ArrowType.RunEndEncoded:
                break;
            case ArrowType.Struct or ArrowType.FixedSizeList:
                buffers++;
                break;
            case ArrowType.Union:
                bool dense = field.Table(FieldSlots.Type).Int16(0) == 1;
                buffers += (dense ? 2 : 1) + (unionsHaveValidity ? 1 : 0);
                break;
            case ArrowType.Utf8
            or ArrowType.LargeUtf8
            or ArrowType.Binary
            or ArrowType.LargeBinary
            or ArrowType.ListView
            or ArrowType.LargeListView:
                buffers += 3;
                break;
            case ArrowType.BinaryView or ArrowType.Utf8View:
                buffers += 2;
                views++;
                break;
            case >= ArrowType.Null and <= ArrowType.LargeListView:
                buffers += 2;
                break;
            default:
                throw ArrowFormat.Unsupported($"a column has the unknown type {(byte)type}");
        }
        FlatVector children = field.Vector(FieldSlots.Children, 4);
        for (int child = 0; child < children.Count; child++)
        {
            Walk(children.Table(child), unionsHaveValidity, depth + 1, ref fields, ref nodes, ref buffers, ref views);
        }
    }
}

/// <summary>Slots of the table Field in Schema.fbs.</summary>
internal static class FieldSlots
{
    public const int Name = 0;
    public const int Nullable = 1;
    public const int TypeType = 2;
    public const int Type = 3;
    public const int Dictionary = 4;
    public const int Children = 5;
}
