using System.Text.Json;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Overrides;

/// <summary>
/// That a visitor is one person with nobody, whatever marks it has, or again with whom they say; the last word counts. As
/// <see cref="Ports.LogStream.Decisions"/> keeps it:
/// <c>{"kind":"separation","workspace":"default","id":"24 hexadecimal digits","apart":"yes","by":"key:office"}</c>.
/// </summary>
public sealed record Separation(string Workspace, ErasedPerson Person, bool IsApart) : PersonDecision(Workspace, Person)
{
    private const string Kind = "separation";
    private const string Yes = "yes";

    public override bool IsTakenBack => !IsApart;

    /// <summary>One line of JSON, without its end.</summary>
    /// <param name="by">Who decided.</param>
    public byte[] ToJson(string by) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                kind = Kind,
                workspace = Workspace,
                id = Person.ToString(),
                apart = IsApart ? Yes : "no",
                by,
            }
        );

    /// <returns>null: it is none.</returns>
    public static Separation? TryParse(JsonElement json) =>
        TryReadPerson(json, Kind, out string workspace, out ErasedPerson person)
            ? new Separation(workspace, person, Text(json, "apart") == Yes)
            : null;
}
