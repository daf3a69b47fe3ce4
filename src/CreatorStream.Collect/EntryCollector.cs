using System.Text.Json;
using System.Text.Unicode;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Collect;

/// <summary>Takes catalog entries and counters: few, checked one by one, stored as JSON lines.</summary>
public sealed class EntryCollector(IFactLog log, StateMemory memory, CollectMetrics metrics, TimeProvider time)
{
    private const int MostEntries = 10_000;

    /// <summary>Of one, as JSON: what every reader of entries takes.</summary>
    private const int MostEntryBytes = 64 * 1024;

    private const string UnpairedSurrogate = "has an unpaired surrogate";

    /// <summary>Returns null for a good entry, else the field at fault and the reason.</summary>
    private delegate (string Field, string Reason)? Check(JsonElement json);

    /// <summary>Taken whether state has room or not: there are few, and corrections must be possible.</summary>
    /// <exception cref="LogUnavailableException">The log can't take them now.</exception>
    /// <exception cref="RefusedException">Too many.</exception>
    public Task<CollectResult> CatalogAsync(ReadOnlyMemory<byte> body, bool isLines, CancellationToken cancel) =>
        CollectAsync(
            LogStream.Catalog,
            body,
            isLines,
            json => CatalogParser.TryParse(json, out string field, out string reason) == null ? (field, reason) : null,
            cancel
        );

    /// <exception cref="LogUnavailableException">The log can't take them now.</exception>
    /// <exception cref="RefusedException">Too many, or state has no room for them.</exception>
    public Task<CollectResult> CountersAsync(ReadOnlyMemory<byte> body, bool isLines, CancellationToken cancel)
    {
        RefusedException.ThrowIfShort(memory);
        return CollectAsync(
            LogStream.Counters,
            body,
            isLines,
            json =>
                CounterParser.TryParse(json, out string field, out string reason) is not { } reading ? (field, reason)
                : reading.TimeMicros > Rfc3339.ToMicros(time.GetUtcNow()) + EventParser.MostAheadMicros
                    ? ("time", "is more than 10 minutes ahead of the receiver's clock")
                : null,
            cancel
        );
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
                if (check(json) is { } fault)
                {
                    rejections.Add(new Rejection(index, fault.Field, fault.Reason));
                }
                else if (JsonSerializer.SerializeToUtf8Bytes(json) is { Length: <= MostEntryBytes } line)
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
        foreach (ReadOnlyMemory<byte> part in isLines ? Lines(body) : [body])
        {
            if (!Utf8.IsValid(part.Span))
            {
                rejections.Add(new Rejection(index++, "", "is not valid UTF-8"));
                continue;
            }
            try
            {
                using JsonDocument document = JsonDocument.Parse(part, CatalogParser.Json);
                if (!isLines && document.RootElement.ValueKind == JsonValueKind.Array)
                {
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
                rejections.Add(new Rejection(index++, "", "is not valid JSON: " + FirstSentence(error.Message)));
            }
            catch (InvalidOperationException)
            {
                // The reader's way to say that \ud800 stands alone in a name.
                rejections.Add(new Rejection(index++, "", UnpairedSurrogate));
            }
            if (index > MostEntries)
            {
                throw new RefusedException(
                    413,
                    $"More than {MostEntries} entries: send them in parts. Nothing was taken."
                );
            }
        }
        if (index == 0 && isLines)
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

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> body)
    {
        while (!body.IsEmpty)
        {
            int end = body.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? body : body[..end];
            body = end < 0 ? default : body[(end + 1)..];
            if (!line.Span.Trim(" \t\r"u8).IsEmpty)
            {
                yield return line;
            }
        }
    }

    private static string FirstSentence(string message)
    {
        int end = message.IndexOf(" LineNumber", StringComparison.Ordinal);
        return end > 0 ? message[..end] : message;
    }
}
