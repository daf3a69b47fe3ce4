using System.Buffers;
using System.Text;

namespace CreatorStream.Import;

/// <summary>Takes events one by one: write one to <see cref="Event"/>, without a line end, then commit it.</summary>
internal interface IEventWriter
{
    IBufferWriter<byte> Event { get; }

    /// <param name="line">Where the event came from.</param>
    ValueTask Commit(long line);

    /// <summary>Drops what was written since the last commit.</summary>
    void Rollback();
}

/// <summary>
/// The events of files: mapped, or as they are where the files hold the product's own JSON. Equal rows are counted
/// across all files that one instance reads.
/// </summary>
/// <param name="mapping">Null: NDJSON in the product's own shape.</param>
/// <param name="rejected">Told of rows that can't be used: line, field, reason.</param>
/// <param name="progress">Told now and then how much of the file has been read, 0 to 1.</param>
internal sealed class FileEvents(
    Mapping? mapping,
    Action<long, string, string> rejected,
    Action<double>? progress = null
) : IDisposable
{
    private const int RowsBetweenProgress = 1_000;

    private readonly RowMapper? mapper = mapping is null ? null : new RowMapper(mapping);
    private long line;

    public long Rows { get; private set; }

    /// <summary>Rows that the mapping skips.</summary>
    public long Skipped { get; private set; }

    /// <exception cref="InputException">The file can't be read to its end; what came before has been committed.</exception>
    public async Task Read(InputFile file, IEventWriter into, CancellationToken ct)
    {
        this.line = 0;
        try
        {
            await (mapper is null ? ReadLines(file, into, ct) : ReadRows(file, mapper, into, ct));
        }
        catch (Exception e) when (e is DecoderFallbackException or InvalidDataException)
        {
            // Files are decoded ahead of the rows: it is further down, but not by how much is known.
            throw new InputException($"after line {this.line}: {InputFile.Reason(e)}", e);
        }
    }

    public void Dispose() => mapper?.Dispose();

    private async Task ReadRows(InputFile file, RowMapper mapper, IEventWriter into, CancellationToken ct)
    {
        using RowReader rows = mapping!.Open(file.Text);
        while (rows.Read())
        {
            ct.ThrowIfCancellationRequested();
            CountRow(file, rows.Line);
            try
            {
                if (!mapper.Begin(rows))
                {
                    Skipped++;
                }
                else
                {
                    for (int n = 0; n < mapper.EventsPerRow; n++)
                    {
                        if (mapper.Write(n, rows, into.Event))
                        {
                            await into.Commit(rows.Line);
                        }
                    }
                }
            }
            catch (RowException e)
            {
                into.Rollback();
                rejected(rows.Line, e.Field, e.Message);
            }
        }
    }

    private async Task ReadLines(InputFile file, IEventWriter into, CancellationToken ct)
    {
        (byte first, Stream? text) = PrefixedStream.Peek(file.Text);
        if (first == '[')
        {
            throw new InputException("the file is a JSON array; NDJSON, one event a line, is wanted");
        }

        if (first is not ((byte)'{' or 0))
        {
            throw new InputException("the file is no NDJSON; give --map to say what its columns mean");
        }

        var lines = new LineReader(text);
        while (lines.Read())
        {
            ct.ThrowIfCancellationRequested();
            if (lines.Line.Span.Trim(" \t"u8).IsEmpty)
            {
                continue;
            }

            CountRow(file, lines.Number);
            into.Event.Write(lines.Line.Span);
            await into.Commit(lines.Number);
        }
    }

    private void CountRow(InputFile file, long line)
    {
        this.line = line;
        if (++Rows % RowsBetweenProgress == 0)
        {
            progress?.Invoke(file.Fraction);
        }
    }
}
