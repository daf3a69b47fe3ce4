using System.Buffers;
using System.Text.Json;
using CreatorStream.Pipeline.Views;

namespace CreatorStream.Serve;

/// <summary>Writes views as JSON: whole, or what changed since the version that a client has.</summary>
public static class ViewJson
{
    /// <summary><c>{"figures":…,"state":…}</c></summary>
    public static void WriteView(IBufferWriter<byte> into, ViewDocument view)
    {
        using var json = new Utf8JsonWriter(into, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        WriteFigures(json, view);
        json.WriteEndObject();
    }

    /// <summary>The rows of a table alone.</summary>
    public static void WriteTable(IBufferWriter<byte> into, ViewTable table)
    {
        using var json = new Utf8JsonWriter(into, new JsonWriterOptions { SkipValidation = true });
        WriteRows(json, table);
    }

    /// <summary>The hub's snapshot message.</summary>
    public static JsonElement Snapshot(ViewDocument view, long seq) =>
        Message(view, seq, json => WriteFigures(json, view));

    /// <summary>
    /// Whether a delta can tell the difference: both have the same fields and tables. While a service is upgraded, or taken
    /// back, an owner of another version may follow.
    /// </summary>
    public static bool AreAlike(ViewDocument before, ViewDocument after) =>
        before.Fields.Count == after.Fields.Count
        && before.Tables.Count == after.Tables.Count
        && before.Fields.Keys.All(after.Fields.ContainsKey)
        && before.Tables.Keys.All(after.Tables.ContainsKey);

    /// <summary>The hub's delta message, or null where a client would see no difference.</summary>
    /// <param name="before">Like the one after it.</param>
    public static JsonElement? Delta(ViewDocument before, ViewDocument after, long seq)
    {
        bool any = false;
        JsonElement message = Message(
            after,
            seq,
            json =>
            {
                json.WriteStartObject("fields");
                foreach ((string name, byte[] value) in after.Fields)
                {
                    if (!ReferenceEquals(before.Fields.GetValueOrDefault(name), value))
                    {
                        any = true;
                        json.WritePropertyName(name);
                        json.WriteRawValue(value, skipInputValidation: true);
                    }
                }
                json.WriteEndObject();
                json.WriteStartObject("tables");
                foreach ((string name, ViewTable table) in after.Tables)
                {
                    if (!ReferenceEquals(before.Tables.GetValueOrDefault(name), table))
                    {
                        any = true;
                        WriteTable(json, name, before.Tables[name], table);
                    }
                }
                json.WriteEndObject();
                json.WritePropertyName("state");
                json.WriteRawValue(after.State, skipInputValidation: true);
            }
        );
        return any || !before.State.AsSpan().SequenceEqual(after.State) ? message : null;
    }

    private static void WriteFigures(Utf8JsonWriter json, ViewDocument view)
    {
        json.WriteStartObject("figures");
        foreach ((string name, byte[] value) in view.Fields)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value, skipInputValidation: true);
        }
        foreach ((string name, ViewTable table) in view.Tables)
        {
            json.WritePropertyName(name);
            WriteRows(json, table);
        }
        json.WriteEndObject();
        json.WritePropertyName("state");
        json.WriteRawValue(view.State, skipInputValidation: true);
    }

    private static void WriteRows(Utf8JsonWriter json, ViewTable table)
    {
        json.WriteStartArray();
        foreach (ViewRow row in table.Rows)
        {
            json.WriteRawValue(row.Json, skipInputValidation: true);
        }
        json.WriteEndArray();
    }

    private static void WriteTable(Utf8JsonWriter json, string name, ViewTable before, ViewTable after)
    {
        var old = before.Rows.ToDictionary(row => row.Key, row => row.Json);
        json.WriteStartObject(name);
        json.WriteStartArray("set");
        foreach (ViewRow row in after.Rows)
        {
            if (!old.Remove(row.Key, out byte[]? known) || !ReferenceEquals(known, row.Json))
            {
                json.WriteRawValue(row.Json, skipInputValidation: true);
            }
        }
        json.WriteEndArray();
        json.WriteStartArray("drop");
        foreach (string key in old.Keys)
        {
            json.WriteRawValue(key, skipInputValidation: true);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static JsonElement Message(ViewDocument view, long seq, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteString("scope", ViewScopes.Name(view.Key.Scope));
            json.WriteString("of", view.Key.Of);
            json.WriteString("view", view.Key.View);
            json.WriteNumber("seq", seq);
            write(json);
            json.WriteEndObject();
        }
        var reader = new Utf8JsonReader(buffer.WrittenSpan);
        return JsonElement.ParseValue(ref reader);
    }
}
