using System.Text;
using System.Text.Json;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Overrides;

/// <summary>What a person decided about a visitor, without the name.</summary>
public abstract record PersonDecision(string Workspace, ErasedPerson Person) : Decision(Workspace)
{
    /// <summary>The identity of the visitor: <see cref="EventIdentity.Visitors"/>.</summary>
    /// <param name="secret">The log's.</param>
    public ulong VisitorOf(ulong secret)
    {
        // Events name the default workspace by nothing.
        string workspace = Workspace == Subject.DefaultWorkspace ? "" : Workspace;
        return new EventIdentity(secret).VisitorOf(Encoding.UTF8.GetBytes(workspace), Person);
    }

    /// <summary>Reads whom a decision of some kind is about.</summary>
    protected static bool TryReadPerson(JsonElement json, string kind, out string workspace, out ErasedPerson person)
    {
        person = default;
        return TryReadWorkspace(json, kind, out workspace)
            && ErasedPerson.TryParse(Encoding.UTF8.GetBytes(Text(json, "id")), out person);
    }
}
