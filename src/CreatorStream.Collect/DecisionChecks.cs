using System.Text;
using System.Text.Json;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Workspaces.Cases;

namespace CreatorStream.Collect;

/// <summary>What a decision is about.</summary>
public enum DecisionKind
{
    /// <summary>A person is to be forgotten: <c>{"visitor","workspace"?}</c>.</summary>
    Erasure,

    /// <summary>What an actor is, whatever its verdict says: <c>{"visitor","workspace"?,"verdict"}</c>.</summary>
    Override,

    /// <summary>Whether a visitor is one person with others by its marks: <c>{"visitor","workspace"?,"apart"}</c>.</summary>
    Separation,

    /// <summary>
    /// An alert: <c>{"campaign","alert","workspace"?,"decision"}</c>, and by the decision <c>until</c>, <c>text</c> or <c>comment</c>.
    /// </summary>
    Alert,

    /// <summary>A case: <c>{"case","workspace"?,"decision"}</c>.</summary>
    Case,
}

/// <summary>Checks decisions, and says what is stored of them.</summary>
/// <param name="secret">The log's, by which persons are stored as hashes.</param>
internal sealed class DecisionChecks(ulong secret, TimeProvider time)
{
    /// <param name="line">What is stored of a good one.</param>
    /// <returns>null for a good one, else the field at fault and the reason.</returns>
    /// <exception cref="RefusedException">The caller may not reach its workspace.</exception>
    public (string Field, string Reason)? Check(
        DecisionKind kind,
        Principal caller,
        JsonElement json,
        ref byte[]? line
    ) =>
        json.ValueKind != JsonValueKind.Object
            ? ("", "expected a JSON object")
            : kind switch
            {
                DecisionKind.Erasure => CheckErasure(caller, json, ref line),
                DecisionKind.Override => CheckOverride(caller, json, ref line),
                DecisionKind.Separation => CheckSeparation(caller, json, ref line),
                DecisionKind.Alert => CheckAlertDecision(caller, json, ref line),
                _ => CheckCaseDecision(caller, json, ref line),
            };

    private (string Field, string Reason)? CheckErasure(Principal caller, JsonElement json, ref byte[]? line)
    {
        if (CheckPerson(caller, json, out string workspace, out ErasedPerson person) is { } fault)
        {
            return fault;
        }
        line = new Erasure(workspace, person).ToJson(caller.Via);
        return null;
    }

    private (string Field, string Reason)? CheckOverride(Principal caller, JsonElement json, ref byte[]? line)
    {
        if (CheckPerson(caller, json, out string workspace, out ErasedPerson person) is { } fault)
        {
            return fault;
        }
        if (
            !json.TryGetProperty("verdict", out JsonElement word)
            || word.ValueKind != JsonValueKind.String
            || !Override.TryReadWord(word.GetString()!, out VerdictLevel? level)
        )
        {
            return ("verdict", "must be authentic, inauthentic or none");
        }
        line = new Override(workspace, person, level).ToJson(caller.Via);
        return null;
    }

    private (string Field, string Reason)? CheckSeparation(Principal caller, JsonElement json, ref byte[]? line)
    {
        if (CheckPerson(caller, json, out string workspace, out ErasedPerson person) is { } fault)
        {
            return fault;
        }
        if (
            !json.TryGetProperty("apart", out JsonElement word)
            || word.ValueKind is not (JsonValueKind.True or JsonValueKind.False)
        )
        {
            return ("apart", "must be true or false");
        }
        line = new Separation(workspace, person, word.GetBoolean()).ToJson(caller.Via);
        return null;
    }

    private (string Field, string Reason)? CheckAlertDecision(Principal caller, JsonElement json, ref byte[]? line)
    {
        if (CheckWorkspace(caller, json, out string workspace) is { } wrong)
        {
            return wrong;
        }
        var check = new AlertDecisionCheck(secret, time);
        if (check.TryRead(json, workspace, caller.Via, out (string, string) fault) is not { } decision)
        {
            return fault;
        }
        line = decision.ToJson();
        return null;
    }

    private (string Field, string Reason)? CheckCaseDecision(Principal caller, JsonElement json, ref byte[]? line)
    {
        if (CheckWorkspace(caller, json, out string workspace) is { } wrong)
        {
            return wrong;
        }
        string id =
            json.TryGetProperty("case", out JsonElement named) && named.ValueKind == JsonValueKind.String
                ? named.GetString()!
                : "";
        if (!CaseOverride.IsDecidable(id))
        {
            return (
                "case",
                "must be the id of a case of a group, such as pod/0123abcd; about single actors decide by /api/overrides"
            );
        }
        if (
            !json.TryGetProperty("decision", out JsonElement word)
            || word.ValueKind != JsonValueKind.String
            || !CaseOverride.TryReadWord(word.GetString()!, out CaseDecision? decision)
        )
        {
            return ("decision", "must be confirmed, dismissed, escalated or none");
        }
        line = new CaseOverride(workspace, id, decision, caller.Via, Rfc3339.ToMicros(time.GetUtcNow())).ToJson();
        return null;
    }

    /// <summary>Whom a decision is about: <c>{"visitor","workspace"?}</c>.</summary>
    private (string Field, string Reason)? CheckPerson(
        Principal caller,
        JsonElement json,
        out string workspace,
        out ErasedPerson person
    )
    {
        (workspace, person) = ("", default);
        if (CheckName(json, EventField.Visitor, out string visitor) is { } fault)
        {
            return fault;
        }
        if (visitor.Length == 0)
        {
            return (EventField.Visitor.JsonName(), "is missing");
        }
        if (CheckWorkspace(caller, json, out workspace) is { } wrong)
        {
            return wrong;
        }
        person = ErasedPerson.Of(Encoding.UTF8.GetBytes(visitor), secret);
        return null;
    }

    /// <summary>The workspace that a decision names, which the caller must reach.</summary>
    private static (string Field, string Reason)? CheckWorkspace(
        Principal caller,
        JsonElement json,
        out string workspace
    )
    {
        (string Field, string Reason)? wrong = CheckName(json, EventField.Workspace, out workspace);
        workspace = workspace.Length == 0 ? Subject.DefaultWorkspace : workspace;
        return wrong ?? EntryCollector.Admit(caller, workspace);
    }

    private static (string Field, string Reason)? CheckName(JsonElement json, EventField field, out string name)
    {
        name = "";
        if (json.TryGetProperty(field.JsonName(), out JsonElement value) && value.ValueKind != JsonValueKind.Null)
        {
            if (value.ValueKind != JsonValueKind.String)
            {
                return (field.JsonName(), "must be a string");
            }
            name = value.GetString()!;
        }
        if (name.AsSpan().ContainsAny(BrowserFields.Control))
        {
            return (field.JsonName(), "has control characters");
        }
        int most = field.MaxBytes();
        return Encoding.UTF8.GetByteCount(name) > most ? (field.JsonName(), $"is longer than {most} bytes") : null;
    }
}
