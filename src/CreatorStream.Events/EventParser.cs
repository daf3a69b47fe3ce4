using System.Text.Json;
using System.Text.Unicode;

namespace CreatorStream.Events;

/// <summary>
/// Reads events from JSON – one object, an array of them, or lines (NDJSON) – or from a form. Each good event is handed to a
/// callback as an <see cref="EventRow"/> (valid during the call only), each bad one becomes a
/// <see cref="Rejection"/> that names the first field at fault. Unknown fields are ignored. Not thread-safe; reuse it.
/// </summary>
public sealed unsafe class EventParser
{
    /// <summary>How far ahead of the receiver's clock an event may be: clocks of phones are wrong by minutes.</summary>
    public const long MostAheadMicros = 10 * 60 * 1_000_000L;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonFault.MostDepth };
    private readonly EventRow row = new();
    private readonly EventValidator validator = new();
    private readonly EventReader events;
    private readonly EventForm form;
    private readonly EventScanner? scanner;

    private readonly EventColumns wanted;

    public EventParser()
        : this(EventColumns.All) { }

    /// <param name="wanted">What <see cref="TryParse"/> stores.</param>
    public EventParser(EventColumns wanted)
        : this(scans: true) => this.wanted = wanted;

    /// <param name="scans">false: every event by the reader.</param>
    internal EventParser(bool scans)
    {
        wanted = EventColumns.All;
        events = new EventReader(row, validator);
        form = new EventForm(row, validator);
        scanner = scans ? new EventScanner(row, validator) : null;
    }

    /// <summary>Events met so far in the current body, good or bad.</summary>
    public int Count { get; private set; }

    /// <summary>Events that the scanner took, so that the reader needn't.</summary>
    internal long Scanned { get; private set; }

    /// <summary>Reads a JSON object or an array of objects. A body that is no JSON is rejected whole, at the index reached.</summary>
    /// <exception cref="MalformedBodyException">It stops being JSON after its start.</exception>
    public void ParseJson(
        ReadOnlyMemory<byte> body,
        int mostEvents,
        long nowMicros,
        Action<EventRow> accept,
        List<Rejection> rejections
    )
    {
        Count = 0;
        if (!Utf8.IsValid(body.Span))
        {
            rejections.Add(new Rejection(0, "", "the body is not valid UTF-8"));
            return;
        }
        fixed (byte* source = body.Span)
        {
            try
            {
                var reader = new Utf8JsonReader(body.Span, Options);
                ParseJson(ref reader, source, mostEvents, nowMicros, accept, rejections);
            }
            catch (JsonException error)
            {
                throw new MalformedBodyException(Count, JsonFault.Of(error));
            }
            finally
            {
                row.End();
            }
        }
    }

    /// <summary>Reads one line of NDJSON as event number <paramref name="index"/>.</summary>
    public void ParseLine(
        ReadOnlySpan<byte> line,
        int index,
        long nowMicros,
        Action<EventRow> accept,
        List<Rejection> rejections
    )
    {
        Count = index + 1;
        fixed (byte* source = line)
        {
            try
            {
                (string? field, string? reason) = ReadOne(source, line, nowMicros);
                if (reason == null)
                {
                    accept(row);
                }
                else
                {
                    rejections.Add(new Rejection(index, field!, reason));
                }
            }
            finally
            {
                row.End();
            }
        }
    }

    /// <summary>Takes one event of which there is no JSON.</summary>
    /// <param name="fill">Gives the form what the event says.</param>
    public void ParseForm<TState>(
        TState state,
        Action<EventForm, TState> fill,
        long nowMicros,
        Action<EventRow> accept,
        List<Rejection> rejections
    )
    {
        Count = 1;
        form.Start();
        fill(form, state);
        (string? field, string? reason) = form.Check(nowMicros);
        if (reason == null)
        {
            accept(row);
        }
        else
        {
            rejections.Add(new Rejection(0, field!, reason));
        }
        row.End();
    }

    /// <summary>
    /// Reads one event that is a message of its own and appends it to <paramref name="batch"/>. Allocates nothing for
    /// a good event (but where the batch grows); the span may be native memory, and is not used afterwards.
    /// </summary>
    /// <param name="nowMicros">The clock that the event may not be far ahead of, in microseconds since 1970.</param>
    /// <param name="rejection">Why nothing was appended, at index 0; default where the event was.</param>
    public bool TryParse(ReadOnlySpan<byte> json, long nowMicros, EventBatch batch, out Rejection rejection)
    {
        fixed (byte* source = json)
        {
            (string? field, string? reason) = ReadOne(source, json, nowMicros);
            if (reason == null)
            {
                batch.Append(row, wanted);
            }
            row.End();
            rejection = reason == null ? default : new Rejection(0, field!, reason);
            return reason == null;
        }
    }

    private (string? Field, string? Reason) ReadOne(byte* source, ReadOnlySpan<byte> json, long nowMicros)
    {
        if (scanner != null)
        {
            row.Start(source);
            if (scanner.TryRead(json, nowMicros))
            {
                Scanned++;
                return (null, null);
            }
        }
        if (!Utf8.IsValid(json))
        {
            return ("", "the line is not valid UTF-8");
        }
        try
        {
            var reader = new Utf8JsonReader(json, Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                reader.TrySkip();
                return ("", "expected a JSON object");
            }
            row.Start(source);
            (string? Field, string? Reason) fault = events.Read(ref reader, nowMicros);
            if (fault.Reason == null)
            {
                // Reading on throws where something follows.
                reader.Read();
            }
            return fault;
        }
        catch (JsonException error)
        {
            return ("", JsonFault.Of(error));
        }
    }

    private void ParseJson(
        ref Utf8JsonReader reader,
        byte* source,
        int mostEvents,
        long nowMicros,
        Action<EventRow> accept,
        List<Rejection> rejections
    )
    {
        if (!reader.Read())
        {
            rejections.Add(new Rejection(0, "", "the body is empty"));
            return;
        }
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ParseEvent(ref reader, source, nowMicros, accept, rejections);
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (Count == mostEvents)
                {
                    Count++;
                    return;
                }
                ParseEvent(ref reader, source, nowMicros, accept, rejections);
            }
        }
        else
        {
            rejections.Add(new Rejection(0, "", "expected a JSON object, or an array of objects"));
            return;
        }
        // Reading on throws where something follows.
        reader.Read();
    }

    private void ParseEvent(
        ref Utf8JsonReader reader,
        byte* source,
        long nowMicros,
        Action<EventRow> accept,
        List<Rejection> rejections
    )
    {
        int index = Count;
        Count++;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            rejections.Add(new Rejection(index, "", "expected a JSON object"));
            return;
        }
        row.Start(source);
        (string? field, string? reason) = events.Read(ref reader, nowMicros);
        if (reason == null)
        {
            accept(row);
        }
        else
        {
            rejections.Add(new Rejection(index, field!, reason));
        }
    }
}
