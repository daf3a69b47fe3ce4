namespace CreatorStream.Events;

/// <summary>
/// One event between parser and batch: slices of the input, or of a scratch buffer where a string had escapes.
/// Reused for every event; never kept.
/// </summary>
public sealed class EventRow
{
    /// <summary>Not 0, which is 1970: a time that is there and too early.</summary>
    internal const long NoTime = long.MinValue;

    private readonly int[] starts = new int[EventFields.Count];
    private readonly int[] lengths = new int[EventFields.Count];
    private uint inScratch;
    private byte[] scratch = new byte[8192];
    private int scratchUsed;
    private ReadOnlyMemory<byte> input;

    public EventType Type { get; internal set; }

    /// <summary><see cref="NoTime"/> until a time was read.</summary>
    public long TimeMicros { get; internal set; }
    public long ValueMicros { get; internal set; } = EventBatch.NoValue;
    public int EngagedMillis { get; internal set; }

    /// <summary>Bit f is set where the event has the string field f.</summary>
    public uint Present { get; private set; }

    public ReadOnlySpan<byte> Bytes(EventField field)
    {
        uint bit = 1u << (int)field;
        if ((Present & bit) == 0)
        {
            return default;
        }
        ReadOnlySpan<byte> from = (inScratch & bit) != 0 ? scratch : input.Span;
        return from.Slice(starts[(int)field], lengths[(int)field]);
    }

    public bool Has(EventField field) => (Present & (1u << (int)field)) != 0;

    internal void Start(ReadOnlyMemory<byte> json)
    {
        input = json;
        Present = 0;
        inScratch = 0;
        scratchUsed = 0;
        Type = EventType.None;
        TimeMicros = NoTime;
        ValueMicros = EventBatch.NoValue;
        EngagedMillis = 0;
    }

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

    internal void Remove(EventField field) => Present &= ~(1u << (int)field);
}
