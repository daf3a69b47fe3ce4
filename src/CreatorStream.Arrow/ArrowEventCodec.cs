using CreatorStream.Events;

namespace CreatorStream.Arrow;

/// <summary>
/// Events as an Arrow IPC stream (https://arrow.apache.org/docs/format/Columnar.html, version 1.5; media type
/// <c>application/vnd.apache.arrow.stream</c>): a column for each field that is used, named as in the JSON. Keeps its
/// scratch memory: reuse it. Not thread-safe.
/// </summary>
/// <remarks>
/// <para>Written: text as utf8, or as a dictionary with the narrowest index, whichever is smaller; <c>time</c> as
/// timestamp[µs, UTC]; the value as <c>value_micros</c>, int64 in millionths, which is exact; <c>seconds</c> as
/// float64. Absent is null. One record batch, no compression.</para>
/// <para>Read: also large utf8, dictionaries that are replaced or added to, any index, timestamps of any unit with or
/// without a zone (which is UTC), <c>value</c> and <c>seconds</c> as floating, integer, decimal128 or text, any number
/// of record batches, columns in any order; other columns are ignored.</para>
/// </remarks>
public sealed class ArrowEventCodec
{
    /// <summary>What it takes to settle a row's type.</summary>
    private static readonly EventField[] Needed =
    [
        EventField.Id,
        EventField.Visitor,
        EventField.ErasedVisitor,
        EventField.Action,
        EventField.Order,
    ];

    public const string MediaType = "application/vnd.apache.arrow.stream";

    private static ReadOnlySpan<byte> Utf8MediaType => "application/vnd.apache.arrow.stream"u8;

    private readonly ArrowEventEncoder encoder = new();
    private readonly ArrowEventDecoder decoder;

    /// <summary>Decodes all columns.</summary>
    public ArrowEventCodec()
        : this(EventColumns.All) { }

    /// <param name="wanted">What is stored of the events that are decoded; the rest is checked all the same.</param>
    /// <exception cref="ArgumentException">Id, visitor, action or order is not among them.</exception>
    public ArrowEventCodec(EventColumns wanted)
    {
        if (!Needed.All(wanted.Stores))
        {
            throw new ArgumentException($"{string.Join(", ", Needed)} are needed", nameof(wanted));
        }
        decoder = new ArrowEventDecoder(wanted);
    }

    /// <summary>Whether it begins as streams do since Arrow 0.15, which no text in UTF-8 does.</summary>
    public static bool MayBe(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xff, 0xff, 0xff, 0xff]);

    /// <summary>Whether a header's value is <see cref="MediaType"/>, whatever parameters follow.</summary>
    public static bool IsMediaType(ReadOnlySpan<byte> contentType)
    {
        int end = contentType.IndexOf((byte)';');
        ReadOnlySpan<byte> type = (end < 0 ? contentType : contentType[..end]).Trim((byte)' ');
        return System.Text.Ascii.EqualsIgnoreCase(type, Utf8MediaType);
    }

    /// <summary>The rows of a stream, good or bad, by what its headers say: none is looked at.</summary>
    /// <exception cref="InvalidDataException">The stream is malformed as far as it was read.</exception>
    public static long CountRows(ReadOnlySpan<byte> stream) => ArrowRowCount.Of(stream);

    /// <summary>The encoded batch, in a buffer that is replaced when it is too small.</summary>
    /// <returns>The bytes used.</returns>
    public int Encode(EventBatch batch, ref byte[] buffer) => encoder.Encode(batch, ref buffer);

    /// <summary>
    /// Adds the events of a stream to a batch, each checked as one of JSON would be. A bad one is left out and becomes
    /// a <see cref="Rejection"/> with its row's number in the stream.
    /// </summary>
    /// <param name="mostEvents">Where the stream has more, nothing of it is taken.</param>
    /// <param name="nowMicros">The receiver's clock, microseconds since 1970.</param>
    /// <param name="rejected">Takes each rejected row, at the index of its rejection among those added; null: they go.</param>
    /// <returns>Events met, good or bad; mostEvents + 1 where there are more.</returns>
    /// <exception cref="InvalidDataException">
    /// The stream is malformed, or of a kind that is not read (compressed, big-endian, a column of another type); it
    /// says what and where. Nothing was taken.
    /// </exception>
    public int Decode(
        ReadOnlySpan<byte> stream,
        EventBatch batch,
        int mostEvents,
        long nowMicros,
        List<Rejection> rejections,
        RejectedRows? rejected = null
    ) => decoder.Decode(stream, batch, mostEvents, nowMicros, rejections, rejected);
}
