using System.Numerics;

namespace CreatorStream.Events;

/// <summary>
/// Events as columns (struct of arrays). Row i of every column belongs to event i; strings are codes of
/// <see cref="Strings"/>. Batches are pooled: rent, fill, hand on, return. Not thread-safe.
/// </summary>
/// <param name="hashKey">Keys the hashes of <see cref="Strings"/>: a log's secret, so that its identities needn't hash them again; null: one of the process.</param>
public sealed class EventBatch(ulong? hashKey = null)
{
    /// <summary>In <see cref="ValuesMicros"/>: the event has no value.</summary>
    public const long NoValue = long.MinValue;

    private readonly int[]?[] columns = new int[EventFields.Count][];
    private EventType[] types = [];
    private long[] timesMicros = [];
    private long[] valuesMicros = [];
    private int[] engagedMillis = [];
    private uint usedFields;

    public int Count { get; private set; }

    public StringTable Strings { get; } = new(key: hashKey);

    public ReadOnlySpan<EventType> Types => types.AsSpan(0, Count);

    /// <summary>Event times in microseconds since 1970 (UTC).</summary>
    public ReadOnlySpan<long> TimesMicros => timesMicros.AsSpan(0, Count);

    /// <summary>Values in millionths of the event's own currency, or <see cref="NoValue"/>.</summary>
    public ReadOnlySpan<long> ValuesMicros => valuesMicros.AsSpan(0, Count);

    /// <summary>Engaged time of visits in milliseconds, 0 where there is none.</summary>
    public ReadOnlySpan<int> EngagedMillis => engagedMillis.AsSpan(0, Count);

    /// <summary>Codes of one string field, or empty where no event of the batch has it.</summary>
    public ReadOnlySpan<int> Codes(EventField field) => Has(field) ? columns[(int)field].AsSpan(0, Count) : default;

    public bool Has(EventField field) => (usedFields & (1u << (int)field)) != 0;

    /// <summary>The code of a field of one event, 0 where absent.</summary>
    public int Code(EventField field, int row) => Has(field) ? columns[(int)field]![row] : 0;

    public ReadOnlySpan<byte> Bytes(EventField field, int row) => Strings[Code(field, row)];

    public void Clear()
    {
        Count = 0;
        usedFields = 0;
        Strings.Clear();
    }

    /// <summary>Adds a parsed event; its strings are copied.</summary>
    public void Append(EventRow row) => Append(row, EventColumns.All);

    /// <summary>The same, of its strings only what is wanted.</summary>
    public void Append(EventRow row, EventColumns wanted)
    {
        int index = Count;
        if (index == types.Length)
        {
            Grow(Math.Max(64, index * 2));
        }
        types[index] = row.Type;
        timesMicros[index] = row.TimeMicros;
        valuesMicros[index] = row.ValueMicros;
        engagedMillis[index] = row.EngagedMillis;
        uint present = row.Present & wanted.Stored;
        for (uint left = present; left != 0; left &= left - 1)
        {
            int field = BitOperations.TrailingZeroCount(left);
            ReadOnlySpan<byte> text = row.Bytes((EventField)field);
            Column(field, index)[index] =
                (wanted.Unshared & (1u << field)) != 0 ? Strings.Add(text) : Strings.GetOrAdd(text);
        }
        for (uint left = usedFields & ~present; left != 0; left &= left - 1)
        {
            columns[BitOperations.TrailingZeroCount(left)]![index] = 0;
        }
        Count++;
    }

    /// <summary>Takes the event appended last away again; its strings stay in <see cref="Strings"/>.</summary>
    public void RemoveLast() => Count--;

    internal uint UsedFields => usedFields;

    /// <summary>Makes room for <paramref name="count"/> rows whose columns the caller fills.</summary>
    internal void Reset(int count, uint fields)
    {
        if (types.Length < count)
        {
            Grow(count);
        }
        usedFields = fields;
        Count = count;
        for (uint left = fields; left != 0; left &= left - 1)
        {
            int field = BitOperations.TrailingZeroCount(left);
            if (columns[field] is not { } column || column.Length < types.Length)
            {
                columns[field] = new int[types.Length];
            }
        }
    }

    internal Span<EventType> TypesToFill => types.AsSpan(0, Count);
    internal Span<long> TimesToFill => timesMicros.AsSpan(0, Count);
    internal Span<long> ValuesToFill => valuesMicros.AsSpan(0, Count);
    internal Span<int> EngagedToFill => engagedMillis.AsSpan(0, Count);

    internal Span<int> CodesToFill(EventField field) => columns[(int)field].AsSpan(0, Count);

    private int[] Column(int field, int rowsBefore)
    {
        uint bit = 1u << field;
        if ((usedFields & bit) != 0)
        {
            return columns[field]!;
        }
        if (columns[field] is not { } column || column.Length < types.Length)
        {
            column = new int[types.Length];
            columns[field] = column;
        }
        usedFields |= bit;
        column.AsSpan(0, rowsBefore).Clear();
        return column;
    }

    private void Grow(int capacity)
    {
        Array.Resize(ref types, capacity);
        Array.Resize(ref timesMicros, capacity);
        Array.Resize(ref valuesMicros, capacity);
        Array.Resize(ref engagedMillis, capacity);
        for (int field = 0; field < columns.Length; field++)
        {
            if (columns[field] is { } column)
            {
                Array.Resize(ref column, capacity);
                columns[field] = column;
            }
        }
    }
}
