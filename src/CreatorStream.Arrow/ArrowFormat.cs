namespace CreatorStream.Arrow;

/// <summary>
/// Numbers of the Arrow IPC format, as in Message.fbs and Schema.fbs of the Arrow columnar format, version 1.5:
/// https://arrow.apache.org/docs/format/Columnar.html
/// </summary>
internal static class ArrowFormat
{
    /// <summary>Begins every message since Arrow 0.15; before it the length stood there.</summary>
    public const int Continuation = -1;

    /// <summary>Bodies, and the buffers in them, begin at multiples of this many bytes.</summary>
    public const int Alignment = 8;

    /// <summary>Metadata version 5, of Arrow 1.0 and later.</summary>
    public const short Version5 = 4;

    /// <summary>Metadata version 4: as 5, but unions had a validity bitmap.</summary>
    public const short Version4 = 3;

    public static int Pad(int length) => (length + Alignment - 1) & -Alignment;

    /// <param name="at">Bytes from the stream's begin.</param>
    public static InvalidDataException Malformed(int at, string what) =>
        new($"The Arrow stream is malformed at byte {at}: {what}.");

    /// <summary>The stream may be right; it is not what is read here.</summary>
    public static InvalidDataException Unsupported(string what) => new($"The Arrow stream can't be read: {what}.");
}

/// <summary>The union MessageHeader.</summary>
internal enum ArrowHeader : byte
{
    Schema = 1,
    DictionaryBatch = 2,
    RecordBatch = 3,
}

/// <summary>The union Type.</summary>
internal enum ArrowType : byte
{
    Null = 1,
    Int = 2,
    FloatingPoint = 3,
    Binary = 4,
    Utf8 = 5,
    Bool = 6,
    Decimal = 7,
    Date = 8,
    Time = 9,
    Timestamp = 10,
    Interval = 11,
    List = 12,
    Struct = 13,
    Union = 14,
    FixedSizeBinary = 15,
    FixedSizeList = 16,
    Map = 17,
    Duration = 18,
    LargeBinary = 19,
    LargeUtf8 = 20,
    LargeList = 21,
    RunEndEncoded = 22,
    BinaryView = 23,
    Utf8View = 24,
    ListView = 25,
    LargeListView = 26,
}

/// <summary>The enum TimeUnit.</summary>
internal enum ArrowTimeUnit : short
{
    Second = 0,
    Millisecond = 1,
    Microsecond = 2,
    Nanosecond = 3,
}
