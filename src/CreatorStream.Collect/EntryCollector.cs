using System.Text.Json;
using System.Text.Unicode;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Collect;

/// <summary>Takes catalog entries, counters and decisions: few, checked one by one, stored as JSON lines.</summary>
public sealed class EntryCollector(IFactLog log, StateMemory memory, CollectMetrics metrics, TimeProvider time)
{
    private const int MostEntries = 10_000;

    /// <summary>Of one, as JSON: what every reader of entries takes.</summary>
    private const int MostEntryBytes = 64 * 1024;

    private const string UnpairedSurrogate = "has an unpaired surrogate";

    private readonly DecisionChecks decisions = new(log.Secret, time);

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

    /// <summary>What people decided. Names of visitors are not stored.</summary>
    /// <exception cref="LogUnavailableException">The log can't take them now.</exception>
    /// <exception cref="RefusedException">Too many.</exception>
    public Task<CollectResult> DecisionsAsync(
        DecisionKind kind,
        Principal caller,
        ReadOnlyMemory<byte> body,
        bool isLines,
        CancellationToken cancel
    ) =>
        CollectAsync(
            LogStream.Decisions,
            body,
            isLines,
            (JsonElement json, ref byte[]? line) => decisions.Check(kind, caller, json, ref line),
            cancel
        );

    /// <returns>null: nothing is wrong with the workspace.</returns>
    /// <exception cref="RefusedException">The caller may not reach it.</exception>
    internal static (string Field, string Reason)? Admit(Principal caller, string workspace) =>
        caller.Reaches(workspace) ? null : throw RefusedException.OutOfReach(workspace);

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
