using CreatorStream.Events;

namespace CreatorStream.Arrow;

/// <summary>
/// The columns of a stream that hold something of an event, by its schema. Reused from stream to stream.
/// </summary>
internal sealed class ArrowColumns
{
    /// <summary>
    /// Beside the properties of the JSON: the value in millionths as an integer, which is exact where a floating
    /// <c>value</c> is only near. It comes first where a row has both.
    /// </summary>
    public const EventProperty ValueMicros = EventProperty.Unknown + 1;

    private const int Slots = (int)ValueMicros + 1;

    private static readonly byte[]?[] Utf8Names =
    [
        .. Enumerable
            .Range(0, Slots)
            .Select(slot => (EventProperty)slot)
            .Select(property =>
                property == EventProperty.Unknown ? null : System.Text.Encoding.UTF8.GetBytes(NameOf(property))
            ),
    ];

    private readonly ArrowColumn?[] known = new ArrowColumn?[Slots];
    private readonly List<ArrowColumn> present = [];
    private readonly List<ArrowPlan> plans = [];

    /// <summary>Those that the stream has, in its order.</summary>
    public List<ArrowColumn> Present => present;

    public ArrowColumn? Find(EventProperty property)
    {
        foreach (ArrowColumn column in present)
        {
            if (column.Property == property)
            {
                return column;
            }
        }
        return null;
    }

    /// <summary>A column's name as bytes, for the schema.</summary>
    public static ReadOnlySpan<byte> Utf8NameOf(EventProperty property) => Utf8Names[(int)property];

    public static string Expected(EventProperty property) =>
        property switch
        {
            EventProperty.Time => "a time: a timestamp, or text by RFC 3339",
            EventProperty.Value or EventProperty.Seconds or EventProperty.Completeness =>
                "a number: floating, integer, decimal128, or text",
            ValueMicros => "an integer",
            _ => "text: utf8, large utf8, or a dictionary of them",
        };

    /// <summary>Takes over the table Schema.</summary>
    /// <exception cref="InvalidDataException">Malformed, or of types that can't be read as an event's.</exception>
    public void Define(FlatTable schema, bool unionsHaveValidity)
    {
        present.Clear();
        plans.Clear();
        if (schema.Int16(0) != 0)
        {
            throw ArrowFormat.Unsupported("its numbers are big-endian");
        }
        FlatVector fields = schema.Vector(1, 4);
        int count = 0;
        for (int index = 0; index < fields.Count; index++)
        {
            FlatTable field = fields.Table(index);
            var plan = ArrowPlan.Skip(field, unionsHaveValidity, ref count);
            EventProperty property = FindProperty(field.Text(FieldSlots.Name));
            if (property != EventProperty.Unknown)
            {
                plan = plan with { Column = Define(field, property) };
            }
            plans.Add(plan);
        }
    }

    /// <summary>Finds the buffers of a record batch.</summary>
    public void Load(ArrowBuffers buffers)
    {
        int node = 0;
        int buffer = 0;
        int view = 0;
        foreach (ArrowPlan plan in plans)
        {
            plan.Column?.Load(buffers, node, buffer);
            node += plan.Nodes;
            buffer += plan.Buffers;
            for (int i = 0; i < plan.Views; i++)
            {
                buffer += buffers.Views(view++);
            }
        }
    }

    /// <summary>Reads the table DictionaryBatch for each column that has this dictionary.</summary>
    public void AddDictionary(ReadOnlySpan<byte> stream, FlatTable batch, int body, int bodyLength)
    {
        long id = batch.Int64(0);
        var buffers = new ArrowBuffers(batch.Table(1), body, bodyLength);
        foreach (ArrowColumn column in present)
        {
            if (column.IsDictionary && column.DictionaryId == id)
            {
                column.AddDictionary(stream, buffers, isDelta: batch.Byte(2) != 0);
            }
        }
    }

    private ArrowColumn Define(FlatTable field, EventProperty property)
    {
        ArrowColumn column = known[(int)property] ??= new ArrowColumn(property, NameOf(property));
        if (Find(property) != null)
        {
            throw ArrowFormat.Malformed(field.Position, $"column {column.Name} is there twice");
        }
        column.Define(field);
        present.Add(column);
        return column;
    }

    private static EventProperty FindProperty(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("value_micros"u8) ? ValueMicros : EventProperties.Find(name);

    private static string NameOf(EventProperty property) =>
        property == ValueMicros ? "value_micros" : property.JsonName();
}
