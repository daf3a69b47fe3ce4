using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace CreatorStream.Arrow.Tests;

/// <summary>
/// Events, good and bad, as a stream of a random shape and as lines of JSON that say the same, with the fields in the
/// same order.
/// </summary>
internal sealed class RandomForeignStream
{
    private static readonly string[] Names =
    [
        .. Enumerable.Range(0, EventFields.Count).Select(field => ((EventField)field).JsonName()),
        "type",
        "time",
        "value",
        "seconds",
        "completeness",
    ];

    private readonly Random random;
    private readonly JsonObject[] rows;
    private readonly Dictionary<string, byte[]?[]> texts = [];
    private readonly List<ForeignColumn> columns = [];
    private readonly StringBuilder shape = new();

    public RandomForeignStream(Random random, int count, double spoiled)
    {
        this.random = random;
        var events = new RandomEvents(random);
        rows = [.. Enumerable.Range(0, count).Select(_ => events.NextObject())];
        foreach (JsonObject row in rows)
        {
            // The types of the parser's own tests are spelled one way only.
            if (random.Next(4) == 0)
            {
                (row["type"], row["action"]) = random.Next(2) == 0 ? ("engagement", "like") : ("conversion", "lead");
            }
            if (random.NextDouble() < spoiled)
            {
                SpoiledEvents.Spoil(row, random);
            }
        }
        string[] order = [.. Names];
        random.Shuffle(order);
        bool legacy = random.Next(4) == 0;
        foreach (string name in order)
        {
            if (random.Next(12) == 0)
            {
                columns.Add(ForeignColumn.Nested($"other {columns.Count}", legacy));
            }
            columns.Add(Column(name));
        }
        Lines = [.. rows.Select(row => Line(row, order))];
        List<int> sizes = [];
        for (int left = count; left > 0; left -= sizes[^1])
        {
            sizes.Add(Math.Min(left, random.Next(0, count)));
        }
        Bytes = ForeignStream.Write(columns, sizes, texts, legacy);
        shape.Append(
            CultureInfo.InvariantCulture,
            $"batches of {string.Join(", ", sizes)}{(legacy ? ", legacy" : "")}"
        );
    }

    public byte[] Bytes { get; }

    public string[] Lines { get; }

    /// <summary>How each column is written, for messages.</summary>
    public string Shape => shape.ToString();

    private ForeignColumn Column(string name)
    {
        ForeignColumn column = name switch
        {
            "time" when random.Next(4) != 0 => Time(),
            "value" or "seconds" or "completeness" when random.Next(4) != 0 => Number(name),
            _ => Text(name),
        };
        shape.Append(CultureInfo.InvariantCulture, $"{name} {column.Type} {column.Dictionary?.Bits}; ");
        return column;
    }

    private ForeignColumn Text(string name)
    {
        byte[]?[] values =
        [
            .. rows.Select(row => row[name] is { } value ? Encoding.UTF8.GetBytes(value.ToString()) : null),
        ];
        if (values.All(value => value == null) && random.Next(2) == 0)
        {
            return ForeignColumn.Nothing(name);
        }
        if (random.Next(2) == 0)
        {
            return ForeignColumn.Text(name, values, large: random.Next(3) == 0);
        }
        texts[name] = values;
        // One byte has room for 127 values.
        int bits = (rows.Length > 120 ? [16, 32, 64] : (int[])[8, 16, 32, 64])[random.Next(rows.Length > 120 ? 3 : 4)];
        bool signed = random.Next(2) == 0;
        return ForeignColumn.Coded(
            name,
            values,
            new ForeignDictionary(columns.Count, bits, signed, grows: random.Next(2) == 0)
        );
    }

    private ForeignColumn Time()
    {
        var unit = (ArrowTimeUnit)random.Next(4);
        long micros = unit switch
        {
            ArrowTimeUnit.Second => 1_000_000,
            ArrowTimeUnit.Millisecond => 1000,
            _ => 1,
        };
        byte[]?[] values = new byte[rows.Length][];
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i]["time"] is not { } written)
            {
                continue;
            }
            if (!Rfc3339.TryParse(Encoding.UTF8.GetBytes(written.ToString()), out long time))
            {
                // A timestamp can't be wrong in this way.
                time = Read.Now;
            }
            time = time / micros * micros;
            rows[i]["time"] = Rfc3339.Format(time);
            values[i] = Int64(unit == ArrowTimeUnit.Nanosecond ? (time * 1000) + random.Next(1000) : time / micros);
        }
        bool zoned = random.Next(2) == 0;
        return ForeignColumn.Fixed(
            "time",
            ArrowType.Timestamp,
            builder =>
            {
                int zone = zoned ? builder.Text("Europe/Berlin"u8) : 0;
                builder.StartTable(2);
                builder.AddInt16(0, (short)unit);
                if (zoned)
                {
                    builder.AddOffset(1, zone);
                }
                return builder.EndTable();
            },
            values,
            8
        );
    }

    /// <summary>As a floating, whole, decimal or micro-unit number; what doesn't fit is made to.</summary>
    private ForeignColumn Number(string name)
    {
        int kind = random.Next(name == "value" ? 6 : 5);
        int scale = random.Next(-3, 25);
        byte[]?[] values = new byte[rows.Length][];
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i][name] is not { } written)
            {
                continue;
            }
            if (
                !decimal.TryParse(
                    written.ToString(),
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out decimal value
                )
            )
            {
                value = random.Next(-1, 9);
            }
            (values[i], string text) = ForeignNumbers.As(kind, value, scale);
            rows[i][name] = text;
        }
        return ForeignNumbers.Column(kind, name, values, scale);
    }

    private static string Line(JsonObject row, string[] order)
    {
        var line = new JsonObject();
        foreach (string name in order)
        {
            line[name] = row[name]?.DeepClone();
        }
        return line.ToJsonString();
    }

    private static byte[] Int64(long value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }
}
