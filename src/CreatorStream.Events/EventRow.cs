namespace CreatorStream.Events;

/// <summary>
/// One event between parser and batch: slices of the input, or of a scratch buffer where a string had escapes.
/// Reused for every event; never kept: after the parser's call it is empty.
/// </summary>
public sealed unsafe class EventRow
{
    /// <summary>Not 0, which is 1970: a time that is there and too early.</summary>
    internal const long NoTime = long.MinValue;

    private readonly int[] starts = new int[EventFields.Count];
    private readonly int[] lengths = new int[EventFields.Count];
    private uint inScratch;
    private byte[] scratch = new byte[8192];
    private int scratchUsed;

    // A pointer, for the input may be a broker client's native memory; who starts the row keeps it in place.
    private byte* input;

    public EventType Type { get; internal set; }

    /// <summary><see cref="NoTime"/> until a time was read.</summary>
    public long TimeMicros { get; internal set; }
    public long ValueMicros { get; internal set; } = EventBatch.NoValue;
    public int EngagedMillis { get; internal set; }

    /// <inheritdoc cref="EventBatch.Completeness"/>
    public byte Completeness { get; internal set; }

    /// <summary>Bit f is set where the event has the string field f.</summary>
    public uint Present { get; private set; }

    public ReadOnlySpan<byte> Bytes(EventField field)
    {
        uint bit = 1u << (int)field;
        if ((Present & bit) == 0)
        {
            return default;
        }
        int start = starts[(int)field];
        int length = lengths[(int)field];
        return (inScratch & bit) != 0 ? scratch.AsSpan(start, length) : new ReadOnlySpan<byte>(input + start, length);
    }

    public bool Has(EventField field) => (Present & (1u << (int)field)) != 0;

    /// <summary>Empties the row for the next event of <paramref name="json"/>, which must stay in place until <see cref="End"/>.</summary>
    internal void Start(byte* json)
    {
        input = json;
        Present = 0;
        inScratch = 0;
        scratchUsed = 0;
        Type = EventType.None;
        TimeMicros = NoTime;
        ValueMicros = EventBatch.NoValue;
        EngagedMillis = 0;
        Completeness = 0;
    }

    /// <summary>Empties the row for an event whose strings all go into its scratch.</summary>
    internal void Start() => Start(null);

    /// <summary>The input may move or go: nothing of it can be read any more.</summary>
    internal void End() => Start(null);

    /// <summary>A slice of the input, which the caller has seen to be there.</summary>
    internal void SetSlice(EventField field, int start, int length)
    {
        Present |= 1u << (int)field;
        starts[(int)field] = start;
        lengths[(int)field] = length;
    }

    /// <summary>Room for an unescaped string of at most <paramref name="length"/> bytes.</summary>
    internal Span<byte> Scratch(int length)
    {
        if (scratchUsed + length > scratch.Length)
        {
            Array.Resize(ref scratch, Math.Max(scratch.Length * 2, scratchUsed + length));
        }
        return scratch.AsSpan(scratchUsed, length);
    }

    internal void SetScratch(EventField field, int length)
    {
        SetSlice(field, scratchUsed, length);
        inScratch |= 1u << (int)field;
        scratchUsed += length;
    }

    /// <summary>Gives the event a string that it didn't say itself.</summary>
    public void Set(EventField field, ReadOnlySpan<byte> text)
    {
        text.CopyTo(Scratch(text.Length));
        SetScratch(field, text.Length);
    }

    internal void Remove(EventField field) => Present &= ~(1u << (int)field);

    /// <summary>Reads the value, a JSON number or what stands in a string.</summary>
    /// <returns>null, or why it can't be one.</returns>
    internal string? SetValue(ReadOnlySpan<byte> text)
    {
        string? fault = Micros.TryParse(text, out long micros) ?? EventValidator.CheckValue(micros);
        ValueMicros = micros;
        return fault;
    }

    /// <inheritdoc cref="SetValue"/>
    internal string? SetSeconds(ReadOnlySpan<byte> text)
    {
        string? fault = Micros.TryParse(text, out long micros) ?? EventValidator.CheckSeconds(micros);
        EngagedMillis = fault == null ? (int)(micros / 1000) : 0;
        return fault;
    }

    /// <inheritdoc cref="SetValue"/>
    internal string? SetCompleteness(ReadOnlySpan<byte> text)
    {
        string? fault = Micros.TryParse(text, out long micros) ?? EventValidator.CheckCompleteness(micros);
        Completeness = fault == null ? EventBatch.CompletenessOf(micros) : (byte)0;
        return fault;
    }
}
