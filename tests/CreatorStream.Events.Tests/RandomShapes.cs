using System.Globalization;
using System.Text;

namespace CreatorStream.Events.Tests;

/// <summary>
/// Events as text, in every way that JSON lets one write them, and some that it doesn't let: most as programs write
/// them, the others with odd whitespace, escapes, names, numbers, times, repeated and unknown fields.
/// </summary>
internal sealed class RandomShapes(Random random)
{
    private static readonly string[] Types =
    [
        "impression",
        "view",
        "click",
        "visit",
        "like",
        "mention",
        "purchase",
        "refund",
        "engagement",
        "conversion",
    ];

    private static readonly string[] Optional =
    [
        "content",
        "workspace",
        "campaign",
        "creator",
        "platform",
        "source",
        "channel",
        "url",
        "referrer",
        "agent",
        "country",
        "text",
        "code",
        "currency",
        "value",
        "seconds",
        "completeness",
        "address",
    ];

    private static readonly string[] OddNumbers =
    [
        "0",
        "-0",
        "-0.0",
        "00",
        "01",
        "-1",
        "-",
        "1.",
        ".5",
        "+1",
        "1e2",
        "1E+2",
        "1e-2",
        "1e400",
        "1e",
        "0.0000005",
        "0.0000015",
        "123456789012345678.5",
        "9000000000000",
        "9000000000000.0000005",
        "86400",
        "86400.000001",
        "0.123456789012345678",
        "0.1234567890123456789",
        "NaN",
        "Infinity",
        "0x1F",
        "1 2",
        "1_0",
    ];

    private static readonly string[] OddValues =
    [
        "null",
        "true",
        "false",
        "nul",
        "nulls",
        "{}",
        "[]",
        "[1,\"a\",{\"b\":[]}]",
        "{\"id\":\"inner\"}",
        "\"\"",
        "\"\\ud800\"",
        "\"\\ud83d\\ude00\"",
        "\"\\u0000\"",
        "\"\\u0061bc\"",
        "\"tab\there\"",
        "\"\u007f\"",
        "\"\u0080\"",
        "\"\\x\"",
        "\"default\"",
        "\"2026-13-01T00:00:00Z\"",
        "\"1970-01-01T00:00:00Z\"",
        "\"2099-01-01T00:00:00Z\"",
        "\"12,5\"",
        "\"XXX\"",
        "\"javascript:alert(1)\"",
        "\"HTTPS://x\"",
        "1772366400",
    ];

    private static readonly string[] Names = [.. Optional, "id", "type", "time", "visitor", "action", "order"];

    private static readonly string[] UnknownNames =
    [
        "",
        "i",
        "x",
        "ID",
        "ids",
        "types",
        "typo",
        "workspac",
        "workspaces",
        "workspacE",
        "campaigns",
        "ca\u00e4",
        "a much longer name than any",
    ];

    private int next;

    /// <summary>A valid event as a program writes it, unless <paramref name="odd"/>; then nothing is certain.</summary>
    public string Next(bool odd)
    {
        string type = Types[random.Next(Types.Length)];
        List<(string Name, string Json)> fields =
        [
            ("id", Quote($"e{next++}")),
            ("type", Quote(type)),
            ("time", Quote(Time(odd))),
            ("visitor", Quote($"v{random.Next(20)}")),
        ];
        if (type == "engagement")
        {
            fields.Add(("action", Quote(Pick("like", "comment", "share", "save", "follow"))));
        }
        if (type == "conversion")
        {
            fields.Add(("action", Quote(Pick("purchase", "signup", "lead"))));
        }
        if (type == "refund" || random.Next(4) == 0)
        {
            fields.Add(("order", Quote($"o{random.Next(10)}")));
        }
        foreach (string name in Optional)
        {
            if (random.Next(3) == 0)
            {
                fields.Add((name, Value(name)));
            }
        }
        if (random.Next(4) == 0)
        {
            fields.Add((Pick("extra", "workspaces", "flag"), Pick("1", "-2.5", "\"what\"", "true", "null")));
        }
        if (random.Next(2) == 0)
        {
            (string, string)[] shuffled = [.. fields];
            random.Shuffle(shuffled);
            fields = [.. shuffled];
        }
        if (odd)
        {
            Spoil(fields);
        }
        return Write(
            fields,
            odd ? random.Next(4)
                : random.Next(3) == 0 ? 1
                : 0
        );
    }

    private void Spoil(List<(string Name, string Json)> fields)
    {
        for (int times = random.Next(3); times > 0; times--)
        {
            int at = random.Next(fields.Count);
            (string name, string json) = fields[at];
            switch (random.Next(8))
            {
                case 0:
                    fields[at] = (name, Pick(OddValues));
                    break;
                case 1:
                    fields[at] = (Pick("value", "seconds", "completeness", name), Pick(OddNumbers));
                    break;
                case 2:
                    fields[at] = (Pick("value", "seconds", "completeness"), Quote(Pick(OddNumbers)));
                    break;
                case 3:
                    fields.Insert(random.Next(fields.Count + 1), (name, random.Next(2) == 0 ? json : Pick(OddValues)));
                    break;
                case 4:
                    fields.Insert(at, (Pick(UnknownNames), Pick(random.Next(2) == 0 ? OddValues : OddNumbers)));
                    break;
                case 5:
                    fields[at] = (Escape(name), json.Length > 2 && json[0] == '"' ? Quote(Escape(json[1..^1])) : json);
                    break;
                case 6:
                    fields[at] = (
                        Pick(Names),
                        Quote(new string(Pick("a", "é")[0], Pick(2, 3, 64, 65, 200, 201, 2100)))
                    );
                    break;
                default:
                    fields.RemoveAt(at);
                    fields.Add((Pick("id", "url"), Pick("1", "\"\"", "null", "\"y\"")));
                    break;
            }
        }
    }

    private string Write(List<(string Name, string Json)> fields, int spacing)
    {
        var text = new StringBuilder();
        text.Append(Space(spacing)).Append('{').Append(Space(spacing));
        for (int i = 0; i < fields.Count; i++)
        {
            text.Append(i == 0 ? "" : ",")
                .Append(
                    i == 0 ? ""
                    : spacing == 1 ? " "
                    : Space(spacing)
                )
                .Append(Quote(fields[i].Name))
                .Append(Space(spacing))
                .Append(':')
                .Append(spacing == 1 ? " " : Space(spacing))
                .Append(fields[i].Json)
                .Append(Space(spacing));
        }
        return text.Append('}')
            .Append(Space(spacing))
            .Append(random.Next(8) == 0 ? Pick("\n", "\r\n", "\r") : "")
            .ToString();
    }

    private string Space(int spacing) => spacing < 2 || random.Next(3) > 0 ? "" : Pick(" ", "  ", "\t", "\n", "\r\n ");

    private string Time(bool odd)
    {
        string time = Rfc3339.Format(Read.Now - random.NextInt64(86_400_000_000));
        return !odd
            ? time
            : random.Next(3) switch
            {
                0 => time.Replace("Z", Pick("z", "+00:00", "+01:30", "-23:59", "", "+24:00"), StringComparison.Ordinal),
                1 => time.Replace('T', Pick("t", " ", "_")[0]),
                _ => time.Replace("Z", Pick(".1Z", ".Z", "0Z", "1234567Z"), StringComparison.Ordinal),
            };
    }

    private string Value(string name) =>
        name switch
        {
            "url" or "referrer" => Quote($"https://shop.example/{random.Next(9)}?a=b&c={Pick("d", "ü", "\u2028")}"),
            "country" => "\"DE\"",
            "currency" => "\"EUR\"",
            "value" or "seconds" => Pick(
                random.Next(1000).ToString(CultureInfo.InvariantCulture),
                "12.345678",
                "\"12.5\"",
                "0",
                "0.25",
                "null"
            ),
            "completeness" => Pick("0", "1", "0.75", "\"0.5\"", "null"),
            "address" => Pick("\"corporate\"", "\"personal\"", "\"disposable\""),
            "text" => Pick("\"Schön 😀\"", "\"fine\"", "\"a, {b}: [c]\""),
            "creator" => Quote(Pick("creator-1", "creator-2 ✨")),
            _ => random.Next(20) == 0 ? "null" : Quote($"{name}-{random.Next(30)}"),
        };

    private string Escape(string text) =>
        string.Concat(
            text.Select(c =>
                random.Next(4) == 0 ? $"\\u{(int)c:x4}"
                : c == '/' ? "\\/"
                : c.ToString()
            )
        );

    private T Pick<T>(params T[] from) => from[random.Next(from.Length)];

    private static string Quote(string text) => $"\"{text}\"";
}
