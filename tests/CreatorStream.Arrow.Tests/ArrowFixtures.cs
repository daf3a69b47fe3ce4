using System.Text;
using System.Text.Json.Nodes;

namespace CreatorStream.Arrow.Tests;

/// <summary>
/// Streams by the reference Java library, where the machine has them, and their rows as JSON. They hold a part of an
/// event: id, visitor and action are not in them, times are milliseconds.
/// </summary>
internal static class ArrowFixtures
{
    public static string[] Names { get; } = ["events_plain.arrows", "events_dictionary.arrows"];

    public static string Repository { get; } = FindRepository();

    private static string Folder { get; } = Path.Combine(Repository, "..", "shared", "data", "arrow");

    public static void SkipUnlessThere() =>
        Skip.IfNot(Directory.Exists(Folder), "The Arrow streams of the Java library are not beside the repository.");

    public static string PathOf(string name) => Path.GetFullPath(Path.Combine(Folder, name));

    public static byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    /// <summary>The rows by the JSON parser's ways of writing, with what <paramref name="complete"/> adds.</summary>
    public static IEnumerable<byte[]> Expected(Action<JsonObject, int>? complete = null)
    {
        int index = 0;
        foreach (string line in File.ReadLines(PathOf("expected.ndjson")))
        {
            JsonObject row = JsonNode.Parse(line)!.AsObject();
            row["time"] = Rfc3339.Format(row["time"]!.GetValue<long>() * 1000);
            complete?.Invoke(row, index++);
            yield return Encoding.UTF8.GetBytes(row.ToJsonString());
        }
    }

    /// <summary>Makes events of the rows: the same is done to the streams.</summary>
    public static void Complete(JsonObject row, int index)
    {
        row["id"] = $"e{index}";
        row["visitor"] = $"v{index % 7}";
        row["action"] = ActionOf(row["type"]!.GetValue<string>());
    }

    public static string? ActionOf(string type) =>
        type switch
        {
            "engagement" => "like",
            "conversion" => "purchase",
            _ => null,
        };

    /// <summary>Fills an event with what a row of the stream says, column by column.</summary>
    public static void Fill(
        ReadOnlySpan<byte> stream,
        ArrowColumns columns,
        int number,
        EventRow row,
        EventValidator to
    )
    {
        foreach (ArrowColumn column in columns.Present.Where(column => column.IsText))
        {
            string text = column.IsNull(stream, number) ? "" : Encoding.UTF8.GetString(column.Text(stream, number));
            if (column.Property == EventProperty.Type)
            {
                Assert.Null(to.SetType(Encoding.UTF8.GetBytes(text)));
                Set(row, EventField.Action, ActionOf(text) ?? "");
            }
            else
            {
                Set(row, (EventField)column.Property, text);
            }
        }
        Assert.Null(columns.Find(EventProperty.Time)!.TimeOf(stream, number, out long time));
        row.TimeMicros = time;
        ArrowColumn exact = columns.Find(ArrowColumns.ValueMicros)!;
        ArrowColumn floating = columns.Find(EventProperty.Value)!;
        Assert.Equal(exact.IsNull(stream, number), floating.IsNull(stream, number));
        if (!exact.IsNull(stream, number))
        {
            Assert.Null(exact.Number(stream, number, out long micros));
            Assert.Null(floating.Number(stream, number, out long alsoMicros));
            Assert.Equal(micros, alsoMicros);
            row.ValueMicros = micros;
        }
    }

    public static void Set(EventRow row, EventField field, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > 0)
        {
            bytes.CopyTo(row.Scratch(bytes.Length));
            row.SetScratch(field, bytes.Length);
        }
    }

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder != null && !File.Exists(Path.Combine(folder.FullName, "CreatorStream.sln")))
        {
            folder = folder.Parent;
        }
        return folder!.FullName;
    }
}
