using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using CreatorStream.Events;

namespace CreatorStream.Import;

/// <summary>One event that a row makes when its conditions hold.</summary>
internal sealed record EventMapping(Condition[] When, FieldMapping[] Fields);

/// <summary>What a mapping file says: how to read a file's rows, and what events (or counters) each row makes.</summary>
internal sealed record Mapping(
    FactKind Kind,
    string? Format,
    string Delimiter,
    IReadOnlyList<string>? Columns,
    Condition[][] Skip,
    EventMapping[] Events
)
{
    /// <summary>In the order in which they are written.</summary>
    public static readonly string[] EventFields =
    [
        EventField.Id.JsonName(),
        "type",
        "time",
        .. Enum.GetValues<EventField>()
            .Where(field => field is not (EventField.Id or EventField.Currency))
            .Select(field => field.JsonName()),
        "value",
        EventField.Currency.JsonName(),
        "seconds",
        "completeness",
    ];

    public static readonly string[] CounterNames =
    [
        "reach",
        "views",
        "likes",
        "comments",
        "shares",
        "saves",
        "followers",
    ];

    public static readonly string[] CounterFields =
    [
        "time",
        "content",
        "account",
        "platform",
        "workspace",
        "campaign",
        "creator",
        "source",
        .. CounterNames,
    ];

    /// <summary>The rows of a file, as CSV or NDJSON: as the mapping says, else by its first byte.</summary>
    /// <exception cref="InputException">No header line, or a column that the mapping names is missing.</exception>
    public RowReader Open(Stream text)
    {
        (byte first, Stream? rest) = PrefixedStream.Peek(text);
        bool json = Format is null ? first == '{' : Format == "ndjson";
        RowReader rows = json ? new JsonRows(rest) : new CsvRows(rest, Delimiter, Columns);
        Bind(rows);
        return rows;
    }

    /// <summary>Turns names of columns into those rows' numbers.</summary>
    /// <exception cref="InputException">A column that the mapping names is missing.</exception>
    public void Bind(RowReader rows)
    {
        foreach (Condition? condition in Skip.SelectMany(all => all).Concat(Events.SelectMany(e => e.When)))
        {
            condition.Bind(rows);
        }

        foreach (FieldMapping? field in Events.SelectMany(e => e.Fields))
        {
            field.Bind(rows);
        }
    }
}

/// <summary>Turns rows into lines of JSON. Keeps count of equal rows, so one serves all files of an import.</summary>
internal sealed class RowMapper : IDisposable
{
    private static readonly string[] RequiredOfEvents = ["id", "type", "time", "visitor"];
    private static readonly string[] RequiredOfCounters = ["time", "platform"];

    private readonly Mapping mapping;
    private readonly string[] required;
    private readonly RowId id = new();
    private readonly Utf8JsonWriter json;

    public RowMapper(Mapping mapping)
    {
        this.mapping = mapping;
        required = mapping.Kind == FactKind.Counters ? RequiredOfCounters : RequiredOfEvents;
        var options = new JsonWriterOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            SkipValidation = true,
        };
        json = new Utf8JsonWriter(new ArrayBufferWriter<byte>(), options);
    }

    /// <summary>The number of events the mapping can make of one row.</summary>
    public int EventsPerRow => mapping.Events.Length;

    /// <summary>Starts on a row; false: it is to be skipped.</summary>
    /// <exception cref="RowException">The row as a whole cannot be used.</exception>
    public bool Begin(RowReader row)
    {
        id.Reset();
        if (row.Fault is { } fault)
        {
            throw new RowException("", fault);
        }

        foreach (Condition[] all in mapping.Skip)
        {
            if (Condition.AllHold(all, row))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes the n-th event of the row, without a line end; false: the row makes no such event.</summary>
    /// <exception cref="RowException">A value cannot be used; what is half-written must be dropped.</exception>
    public bool Write(int n, RowReader row, IBufferWriter<byte> into)
    {
        EventMapping mapping = this.mapping.Events[n];
        if (!Condition.AllHold(mapping.When, row))
        {
            return false;
        }

        json.Reset(into);
        json.WriteStartObject();
        foreach (FieldMapping field in mapping.Fields)
        {
            if (!field.Write(json, row, id) && required.Contains(field.Name))
            {
                throw new RowException(field.Name, "is empty");
            }
        }

        json.WriteEndObject();
        json.Flush();
        return true;
    }

    public void Dispose() => json.Dispose();
}
