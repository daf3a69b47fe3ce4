using System.Text.Json;
using System.Text.Json.Nodes;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Views.Shapes;

/// <summary>The single values that views consist of, by their units.</summary>
public static class Values
{
    public static Shape<long> Count { get; } = new Value<long>(["integer"], (json, of) => json.WriteNumberValue(of));

    /// <summary>A count that may go down.</summary>
    public static Shape<long?> ChangeOrNull { get; } =
        new Value<long?>(
            ["integer", "null"],
            (json, of) =>
            {
                if (of is { } change)
                {
                    json.WriteNumberValue(change);
                }
                else
                {
                    json.WriteNullValue();
                }
            }
        );

    public static Shape<decimal> Seconds { get; } =
        new Value<decimal>(["number"], (json, of) => json.WriteNumberValue(of));

    public static Shape<double> Number { get; } =
        new Value<double>(["number"], (json, of) => json.WriteNumberValue(of));

    /// <summary>A ratio of figures.</summary>
    public static Shape<double?> Ratio { get; } =
        new Value<double?>(
            ["number", "null"],
            (json, of) =>
            {
                if (of is { } ratio)
                {
                    json.WriteNumberValue(ratio);
                }
                else
                {
                    json.WriteNullValue();
                }
            },
            "Ratio",
            "so much of one thing for each of another; null: undefined (a ratio of nothing) or not known (a missing exchange rate)"
        );

    /// <summary>Money in micro-units.</summary>
    public static Shape<Int128?> Money { get; } =
        new Value<Int128?>(
            ["number", "null"],
            WriteMicros,
            "Money",
            "units of the reporting currency, as the exact decimal; null: not known (a missing exchange rate)"
        );

    /// <summary>Whole things and parts of them, in millionths.</summary>
    public static Shape<Int128?> Parts { get; } =
        new Value<Int128?>(["number", "null"], WriteMicros, "Parts", "as the exact decimal; null: not known");

    /// <summary>Money in micro-units of the currency that stands beside it.</summary>
    public static Shape<long> Amount { get; } =
        new Value<long>(
            ["number"],
            (json, of) =>
            {
                Span<byte> text = stackalloc byte[Micros.MostBytes];
                json.WriteRawValue(text[..Micros.Format(of, text)], skipInputValidation: true);
            },
            "Amount",
            "units of the currency that stands beside it, as the exact decimal"
        );

    public static Shape<string> Text { get; } = new Value<string>(["string"], (json, of) => json.WriteStringValue(of));

    public static Shape<string?> TextOrNull { get; } =
        new Value<string?>(["string", "null"], (json, of) => json.WriteStringValue(of));

    public static Shape<bool> Flag { get; } = new Value<bool>(["boolean"], (json, of) => json.WriteBooleanValue(of));

    /// <summary>A time in microseconds since 1970, or 0 where it has not come.</summary>
    public static Shape<long> TimeOrNull { get; } =
        new Value<long>(
            ["string", "null"],
            (json, of) =>
            {
                if (of == 0)
                {
                    json.WriteNullValue();
                }
                else
                {
                    json.WriteStringValue(Rfc3339.Format(of));
                }
            }
        );

    /// <summary>A time in microseconds since 1970.</summary>
    public static Shape<long> Time { get; } =
        new Value<long>(["string"], (json, of) => json.WriteStringValue(Rfc3339.Format(of)));

    private static void WriteMicros(Utf8JsonWriter json, Int128? of)
    {
        if (of is { } micros)
        {
            Span<byte> text = stackalloc byte[Micros.MostBytes];
            json.WriteRawValue(text[..Micros.Format(micros, text)], skipInputValidation: true);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    /// <summary>One of some words.</summary>
    public static Shape<string> Word(params string[] words) => new Words(words);

    private sealed class Value<T>(
        string[] types,
        Action<Utf8JsonWriter, T> write,
        string? name = null,
        string? description = null
    ) : Shape<T>
    {
        public override void Write(Utf8JsonWriter json, in T value) => write(json, value);

        public override JsonObject Describe(Definitions definitions) =>
            name == null ? Describe() : definitions.Refer(name, this, Describe);

        private JsonObject Describe()
        {
            var schema = new JsonObject
            {
                ["type"] = types.Length == 1 ? types[0] : new JsonArray([.. types.Select(type => (JsonNode)type)]),
            };
            if (description != null)
            {
                schema["description"] = description;
            }
            return schema;
        }
    }

    private sealed class Words(string[] words) : Shape<string>
    {
        public override void Write(Utf8JsonWriter json, in string value) => json.WriteStringValue(value);

        public override JsonObject Describe(Definitions definitions) =>
            new() { ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) };
    }
}
