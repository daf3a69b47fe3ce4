using System.Text.Json;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Erasures;

/// <summary>
/// The decision to erase a person, as <see cref="Ports.LogStream.Decisions"/> keeps it: without the name. As JSON
/// <c>{"kind":"erasure","workspace":"default","id":"24 hexadecimal digits","by":"key:office"}</c>.
/// </summary>
public readonly record struct Erasure(string Workspace, ErasedPerson Person)
{
    private const string Kind = "erasure";

    /// <summary>The workspace as events name it: the default one by nothing.</summary>
    public string WorkspaceOfEvents => Workspace == Subject.DefaultWorkspace ? "" : Workspace;

    /// <summary>One line of JSON, without its end.</summary>
    /// <param name="by">Who decided.</param>
    public byte[] ToJson(string by) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                kind = Kind,
                workspace = Workspace,
                id = Person.ToString(),
                by,
            }
        );

    /// <summary>The erasures among the decisions of a record (JSON lines); other lines are others' business.</summary>
    public static IReadOnlyList<Erasure> Read(ReadOnlySpan<byte> lines)
    {
        var erasures = new List<Erasure>();
        foreach (Range range in lines.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = lines[range];
            if (!line.IsEmpty && TryRead(line) is { } erasure)
            {
                erasures.Add(erasure);
            }
        }
        return erasures;
    }

    private static Erasure? TryRead(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using var json = JsonDocument.ParseValue(ref reader);
            return
                json.RootElement.ValueKind == JsonValueKind.Object
                && Text(json.RootElement, "kind") == Kind
                && ErasedPerson.TryParse(
                    System.Text.Encoding.UTF8.GetBytes(Text(json.RootElement, "id")),
                    out ErasedPerson person
                )
                ? new Erasure(
                    Text(json.RootElement, "workspace") is { Length: > 0 } named ? named : Subject.DefaultWorkspace,
                    person
                )
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // On Kafka anybody may write the topic.
            return null;
        }
    }

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}
