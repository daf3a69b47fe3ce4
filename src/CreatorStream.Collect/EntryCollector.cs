using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Erasures;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Workspaces.Cases;

namespace CreatorStream.Collect;

/// <summary>Takes catalog entries, counters and decisions: few, checked one by one, stored as JSON lines.</summary>
public sealed class EntryCollector(IFactLog log, StateMemory memory, CollectMetrics metrics, TimeProvider time)
{
    private const int MostEntries = 10_000;

    /// <summary>Of one, as JSON: what every reader of entries takes.</summary>
    private const int MostEntryBytes = 64 * 1024;

    private const string UnpairedSurrogate = "has an unpaired surrogate";

    /// <summary>Returns null for a good entry, else the field at fault and the reason.</summary>
    /// <param name="line">What is stored of it; as it came unless this is set.</param>
    private delegate (string Field, string Reason)? Check(JsonElement json, ref byte[]? line);

    /// <summary>Taken whether state has room or not: there are few, and corrections must be possible.</summary>
    /// <exception cref="LogUnavailableException">The log can't take them now.</exception>
    /// <exception cref="RefusedException">Too many.</exception>
    public Task<CollectResult> CatalogAsync(
        Principal caller,
        ReadOnlyMemory<byte> body,
        bool isLines,
        CancellationToken cancel
    ) =>
        CollectAsync(
            LogStream.Catalog,
            body,
            isLines,
            (JsonElement json, ref byte[]? _) =>
                CatalogParser.TryParse(json, out string field, out string reason) is { } entry
                    ? Admit(caller, entry.Workspace)
                    : (field, reason),
            cancel
        );

    /// <exception cref="LogUnavailableException">The log can't take them now.</exception>
    /// <exception cref="RefusedException">Too many, or state has no room for them.</exception>
    public Task<CollectResult> CountersAsync(
        Principal caller,
        ReadOnlyMemory<byte> body,
        bool isLines,
        CancellationToken cancel
    )
    {
        RefusedException.ThrowIfShort(memory);
        return CollectAsync(
            LogStream.Counters,
            body,
            isLines,
            (JsonElement json, ref byte[]? _) =>
                CounterParser.TryParse(json, out string field, out string reason) is not { } reading ? (field, reason)
                : reading.TimeMicros > Rfc3339.ToMicros(time.GetUtcNow()) + EventParser.MostAheadMicros
                    ? ("time", "is more than 10 minutes ahead of the receiver's clock")
                : Admit(caller, reading.Subject.Workspace),
            cancel
        );
    }

    /// <summary>Decisions to erase persons: <c>{"visitor","workspace"?}</c>. The name itself is not stored.</summary>
    /// <exception cref="LogUnavailableException">The log can't take them now.</exception>
    /// <exception cref="RefusedException">Too many.</exception>
    public Task<CollectResult> ErasuresAsync(
        Principal caller,
        ReadOnlyMemory<byte> body,
        bool isLines,
        CancellationToken cancel
    ) =>
        CollectAsync(
            LogStream.Decisions,
            body,
            isLines,
            (JsonElement json, ref byte[]? line) => CheckErasure(caller, json, ref line),
            cancel
        );

    /// <summary>
    /// What actors are, whatever their verdicts say: <c>{"visitor","workspace"?,"verdict"}</c>. The name itself is not stored.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log can't take them now.</exception>
    /// <exception cref="RefusedException">Too many.</exception>
    public Task<CollectResult> OverridesAsync(
        Principal caller,
        ReadOnlyMemory<byte> body,
        bool isLines,
        CancellationToken cancel
    ) =>
        CollectAsync(
            LogStream.Decisions,
            body,
            isLines,
            (JsonElement json, ref byte[]? line) => CheckOverride(caller, json, ref line),
            cancel
        );

    /// <summary>
    /// Whether a visitor is one person with others by its marks: <c>{"visitor","workspace"?,"apart"}</c>. The name itself is not
    /// stored.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log can't take them now.</exception>
    /// <exception cref="RefusedException">Too many.</exception>
    public Task<CollectResult> SeparationsAsync(
        Principal caller,
        ReadOnlyMemory<byte> body,
        bool isLines,
        CancellationToken cancel
    ) =>
        CollectAsync(
            LogStream.Decisions,
            body,
            isLines,
            (JsonElement json, ref byte[]? line) => CheckSeparation(caller, json, ref line),
            cancel
        );

    /// <summary>
    /// What somebody decides about alerts: <c>{"campaign","alert","workspace"?,"decision"}</c>, and by the decision
    /// <c>until</c>, <c>text</c> or <c>comment</c>.
    /// </summary>
    /// <exception cref="LogUnavailableException">The log can't take them now.</exception>
    /// <exception cref="RefusedException">Too many.</exception>
    public Task<CollectResult> AlertDecisionsAsync(
        Principal caller,
        ReadOnlyMemory<byte> body,
        bool isLines,
        CancellationToken cancel
    ) =>
        CollectAsync(
            LogStream.Decisions,
            body,
            isLines,
            (JsonElement json, ref byte[]? line) => CheckAlertDecision(caller, json, ref line),
            cancel
        );

    /// <summary>What somebody decides about cases: <c>{"case","workspace"?,"decision"}</c>.</summary>
    /// <exception cref="LogUnavailableException">The log can't take them now.</exception>
    /// <exception cref="RefusedException">Too many.</exception>
    public Task<CollectResult> CaseDecisionsAsync(
        Principal caller,
        ReadOnlyMemory<byte> body,
        bool isLines,
        CancellationToken cancel
    ) =>
        CollectAsync(
            LogStream.Decisions,
            body,
            isLines,
            (JsonElement json, ref byte[]? line) => CheckCaseDecision(caller, json, ref line),
            cancel
        );

    /// <exception cref="RefusedException">The caller may not reach it.</exception>
    private static (string Field, string Reason)? Admit(Principal caller, string workspace) =>
        caller.Reaches(workspace) ? null : throw RefusedException.OutOfReach(workspace);

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
        if (json.ValueKind != JsonValueKind.Object)
        {
            return ("", "expected a JSON object");
        }
        if (CheckWorkspace(caller, json, out string workspace) is { } wrong)
        {
            return wrong;
        }
        var check = new AlertDecisionCheck(log.Secret, time);
        if (check.TryRead(json, workspace, caller.Via, out (string, string) fault) is not { } decision)
        {
            return fault;
        }
        line = decision.ToJson();
        return null;
    }

    private static (string Field, string Reason)? CheckCaseDecision(
        Principal caller,
        JsonElement json,
        ref byte[]? line
    )
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return ("", "expected a JSON object");
        }
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
        line = new CaseOverride(workspace, id, decision).ToJson(caller.Via);
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
        if (json.ValueKind != JsonValueKind.Object)
        {
            return ("", "expected a JSON object");
        }
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
        person = ErasedPerson.Of(Encoding.UTF8.GetBytes(visitor), log.Secret);
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
        return wrong ?? Admit(caller, workspace);
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

    private async Task<CollectResult> CollectAsync(
        LogStream stream,
        ReadOnlyMemory<byte> body,
        bool isLines,
        Check check,
        CancellationToken cancel
    )
    {
        var rejections = new List<Rejection>();
        using var lines = new MemoryStream();
        int index = 0;
        int accepted = 0;
        void Take(JsonElement json)
        {
            try
            {
                byte[]? line = null;
                if (check(json, ref line) is { } fault)
                {
                    rejections.Add(new Rejection(index, fault.Field, fault.Reason));
                }
                else if ((line ??= JsonSerializer.SerializeToUtf8Bytes(json)).Length <= MostEntryBytes)
                {
                    lines.Write(line);
                    lines.WriteByte((byte)'\n');
                    accepted++;
                }
                else
                {
                    rejections.Add(new Rejection(index, "", $"is larger than {MostEntryBytes} bytes"));
                }
            }
            catch (Exception error) when (error is InvalidOperationException or ArgumentException)
            {
                // In a name, or in a field that nobody reads: it could not be stored.
                rejections.Add(new Rejection(index, "", UnpairedSurrogate));
            }
            index++;
        }
        foreach (ReadOnlyMemory<byte> part in isLines || IsBlank(body) ? Lines(body) : [body])
        {
            if (!Utf8.IsValid(part.Span))
            {
                rejections.Add(new Rejection(index++, "", "is not valid UTF-8"));
                continue;
            }
            try
            {
                using var document = JsonDocument.Parse(part, CatalogParser.Json);
                if (!isLines && document.RootElement.ValueKind == JsonValueKind.Array)
                {
                    // Before any is looked at: a few kilobytes of gzip hold millions.
                    ThrowIfTooMany(document.RootElement.GetArrayLength());
                    foreach (JsonElement item in document.RootElement.EnumerateArray())
                    {
                        Take(item);
                    }
                }
                else
                {
                    Take(document.RootElement);
                }
            }
            catch (JsonException error)
            {
                rejections.Add(new Rejection(index++, "", JsonFault.Of(error)));
            }
            catch (InvalidOperationException)
            {
                // The reader's way to say that \ud800 stands alone in a name.
                rejections.Add(new Rejection(index++, "", UnpairedSurrogate));
            }
            ThrowIfTooMany(index);
        }
        if (index == 0 && IsBlank(body))
        {
            rejections.Add(new Rejection(0, "", "the body is empty"));
        }
        if (accepted > 0)
        {
            await log.AppendAsync([new LogAppend(stream, 0, lines.ToArray(), accepted)], cancel);
        }
        foreach (Rejection rejection in rejections)
        {
            metrics.CountRejected(rejection.Field);
        }
        return new CollectResult(accepted, rejections);
    }

    /// <exception cref="RefusedException" />
    private static void ThrowIfTooMany(int entries)
    {
        if (entries > MostEntries)
        {
            throw new RefusedException(413, $"More than {MostEntries} entries: send them in parts. Nothing was taken.");
        }
    }

    private static bool IsBlank(ReadOnlyMemory<byte> text) => text.Span.Trim(" \t\r\n"u8).IsEmpty;

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> body)
    {
        while (!body.IsEmpty)
        {
            int end = body.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? body : body[..end];
            body = end < 0 ? default : body[(end + 1)..];
            if (!IsBlank(line))
            {
                yield return line;
            }
        }
    }
}
