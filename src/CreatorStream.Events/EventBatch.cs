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

    /// <summary>What an erased person's events no longer say.</summary>
    private const uint Personal =
        (1u << (int)EventField.Visitor)
        | (1u << (int)EventField.Text)
        | (1u << (int)EventField.Person)
        | (1u << (int)EventField.Url)
        | (1u << (int)EventField.Referrer);

    private readonly int[]?[] columns = new int[EventFields.Count][];
    private EventType[] types = [];
    private long[] timesMicros = [];
    private long[] valuesMicros = [];
    private int[] engagedMillis = [];
    private byte[] completeness = [];
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

    /// <summary>Which part of its form a lead filled in, in per cent, and one more; 0 where nobody told.</summary>
    public ReadOnlySpan<byte> Completeness => completeness.AsSpan(0, Count);

    /// <summary>That of a part from 0 to 1 in millionths.</summary>
    internal static byte CompletenessOf(long micros) => (byte)(LeadWords.PercentOf(micros) + 1);

    /// <summary>What a lead says of itself.</summary>
    public LeadWords LeadWordsOf(int row) =>
        new(
            completeness[row] == 0 ? null : (byte)(completeness[row] - 1),
            LeadWords.KindOf(Bytes(EventField.Address, row))
        );

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
        Set(index, row, wanted);
        Count++;
    }

    /// <summary>Adds an event of another batch; its strings are copied.</summary>
    public void Append(EventBatch from, int row) => Append(from, row, without: 0);

    private void Append(EventBatch from, int row, uint without)
    {
        int index = Extend(1);
        types[index] = from.types[row];
        timesMicros[index] = from.timesMicros[row];
        valuesMicros[index] = from.valuesMicros[row];
        engagedMillis[index] = from.engagedMillis[row];
        completeness[index] = from.completeness[row];
        for (uint left = from.usedFields & ~without; left != 0; left &= left - 1)
        {
            int field = BitOperations.TrailingZeroCount(left);
            if (from.columns[field]![row] is not 0 and var code)
            {
                Column(field, index)[index] = Strings.GetOrAdd(from.Strings[code]);
            }
        }
    }

    /// <summary>
    /// Adds an event of another batch without what tells its person: of the visitor only <paramref name="person"/> is
    /// kept, of a long text the hash by which the same words are told, of a comment what was read in it, a hash of what else the
    /// person is known by, of address and referrer nothing. No figure rests on what goes.
    /// </summary>
    /// <param name="secret">The log's.</param>
    /// <param name="reading">What was read in its text; 0: nothing.</param>
    /// <param name="spam">By which hash its text is told as spam; 0: it is none.</param>
    public void AppendErased(
        EventBatch from,
        int row,
        ErasedPerson person,
        ulong secret,
        ushort reading = 0,
        ulong spam = 0
    )
    {
        Append(from, row, Personal);
        Span<byte> text = stackalloc byte[ErasedPerson.TextBytes];
        System.Text.Encoding.UTF8.GetBytes(person.ToString(), text);
        Column((int)EventField.ErasedVisitor, Count - 1)[Count - 1] = Strings.GetOrAdd(text);
        SetLast(EventField.Text, CommentText.WithoutWords(from.Bytes(EventField.Text, row), secret, reading, spam));
        SetLast(EventField.Person, PersonMark.WithoutName(from.Bytes(EventField.Person, row), secret));
    }

    private void SetLast(EventField field, string text)
    {
        if (text.Length > 0)
        {
            int code = Strings.GetOrAdd(System.Text.Encoding.UTF8.GetBytes(text));
            Column((int)field, Count - 1)[Count - 1] = code;
        }
    }

    /// <summary>Fills a row anew, whose place is there already.</summary>
    internal void Set(int index, EventRow row, EventColumns wanted)
    {
        types[index] = row.Type;
        timesMicros[index] = row.TimeMicros;
        valuesMicros[index] = row.ValueMicros;
        engagedMillis[index] = row.EngagedMillis;
        completeness[index] = row.Completeness;
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

    /// <summary>Adds rows without strings; types, times, values, engaged times and completeness are the caller's to fill.</summary>
    /// <returns>The first of them.</returns>
    internal int Extend(int rows)
    {
        int first = Count;
        if (first + rows > types.Length)
        {
            Grow(Math.Max(64, Math.Max(types.Length * 2, first + rows)));
        }
        for (uint left = usedFields; left != 0; left &= left - 1)
        {
            columns[BitOperations.TrailingZeroCount(left)].AsSpan(first, rows).Clear();
        }
        Count += rows;
        return first;
    }

    /// <summary>A string column to fill, all 0 where no event had the field.</summary>
    internal Span<int> Use(EventField field) => Column((int)field, Count).AsSpan(0, Count);

    /// <summary>Puts a row in another's place.</summary>
    public void Move(int from, int to)
    {
        types[to] = types[from];
        timesMicros[to] = timesMicros[from];
        valuesMicros[to] = valuesMicros[from];
        engagedMillis[to] = engagedMillis[from];
        completeness[to] = completeness[from];
        for (uint left = usedFields; left != 0; left &= left - 1)
        {
            int[] column = columns[BitOperations.TrailingZeroCount(left)]!;
            column[to] = column[from];
        }
    }

    /// <summary>Drops the rows from <paramref name="count"/> on, and columns that then have no string.</summary>
    public void Cut(int count)
    {
        Count = count;
        for (uint left = usedFields; left != 0; left &= left - 1)
        {
            int field = BitOperations.TrailingZeroCount(left);
            if (!columns[field].AsSpan(0, count).ContainsAnyExcept(0))
            {
                usedFields &= ~(1u << field);
            }
        }
    }

    internal Span<EventType> TypesToFill => types.AsSpan(0, Count);
    internal Span<long> TimesToFill => timesMicros.AsSpan(0, Count);
    internal Span<long> ValuesToFill => valuesMicros.AsSpan(0, Count);
    internal Span<int> EngagedToFill => engagedMillis.AsSpan(0, Count);
    internal Span<byte> CompletenessToFill => completeness.AsSpan(0, Count);

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
        Array.Resize(ref completeness, capacity);
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
