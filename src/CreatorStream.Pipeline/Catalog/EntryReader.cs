using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Pipeline.Catalog;

/// <summary>
/// Reads a log whose records are JSON lines, an entry at a time: a record may hold thousands, and who takes them in has
/// other work to do between them. They were checked before they were stored; one that fails is skipped.
/// </summary>
public sealed class EntryReader<T>(ILogReader log, EntryReader<T>.Parser parse) : IDisposable
    where T : class
{
    private byte[] lines = [];
    private int at;
    private long offset = log.Offset;

    public delegate T? Parser(JsonElement json, out string field, out string reason);

    /// <summary>How far it has read: all entries up to there have been handed out.</summary>
    public long Offset => HasMore ? offset : log.Offset;

    /// <summary>Whether there are entries of a record that it has begun.</summary>
    public bool HasMore => at < lines.Length;

    /// <summary>Completes when there is more to read than when <see cref="TryRead"/> found nothing.</summary>
    public Task Appended => log.Appended;

    /// <returns>false at the end, for now.</returns>
    public bool TryRead([NotNullWhen(true)] out T? entry)
    {
        entry = null;
        while (entry == null)
        {
            if (HasMore)
            {
                entry = ReadLine();
                continue;
            }
            offset = log.Offset;
            // A record may have megabytes, and the next may be long in coming.
            (lines, at) = ([], 0);
            if (!log.TryRead(out LogRecord record))
            {
                return false;
            }
            (lines, at) = (record.Payload.ToArray(), 0);
        }
        return true;
    }

    public void Dispose() => log.Dispose();

    private T? ReadLine()
    {
        ReadOnlySpan<byte> line = lines.AsSpan(at);
        int end = line.IndexOf((byte)'\n');
        line = end < 0 ? line : line[..end];
        at += line.Length + 1;
        if (line.IsEmpty)
        {
            return null;
        }
        var reader = new Utf8JsonReader(line);
        using var json = JsonDocument.ParseValue(ref reader);
        return parse(json.RootElement, out _, out _);
    }
}
