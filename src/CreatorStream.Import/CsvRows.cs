using System.Buffers;
using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace CreatorStream.Import;

/// <summary>
/// Rows of a CSV file (RFC 4180). A quote that is never closed would silently swallow all rows up to the next one, so
/// it ends the import with the line where it opens.
/// </summary>
internal sealed class CsvRows : RowReader
{
    private const int LongestField = 1 << 20;
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private readonly CsvParser parser;
    private readonly string[] columns;
    private readonly ArrayBufferWriter<byte> raw = new(1 << 10);
    private bool badQuote;
    private bool hasSkipped;

    /// <param name="text">UTF-8.</param>
    /// <param name="delimiter">Between fields.</param>
    /// <param name="columns">Their names, for a file without a header line.</param>
    public CsvRows(Stream text, string delimiter, IReadOnlyList<string>? columns)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter,
            BufferSize = 1 << 16,
            MaxFieldSize = LongestField,
            BadDataFound = _ => badQuote = true,
        };
        parser = new CsvParser(new StreamReader(text, Utf8, false, 1 << 16), configuration);
        if (columns is not null)
        {
            this.columns = [.. columns];
        }
        else if (!Read())
        {
            throw new InputException("the file is empty: not even a header line");
        }
        else
        {
            this.columns = Header();
        }
    }

    /// <summary>The names of the columns, as the header line or the caller has them.</summary>
    public IReadOnlyList<string> Columns => columns;

    public override ReadOnlySpan<byte> Raw
    {
        get
        {
            raw.ResetWrittenCount();
            Encoding.UTF8.GetBytes(parser.RawRecord.AsSpan().TrimEnd("\r\n"), raw);
            return raw.WrittenSpan;
        }
    }

    /// <summary>For files of which each row is told by its number.</summary>
    /// <exception cref="InputException">A row of nothing but delimiters stood before this one, and was left out.</exception>
    public void RequireNoGap()
    {
        if (hasSkipped)
        {
            throw new InputException(
                Line,
                "an empty row stands before it, and scores go by the number of the row; leave it out"
            );
        }
    }

    public override int Bind(string column)
    {
        int at = Array.IndexOf(this.columns, column);
        if (at < 0)
        {
            throw new InputException($"no column '{column}'; there are: {string.Join(", ", this.columns)}");
        }

        if (Array.LastIndexOf(this.columns, column) != at)
        {
            throw new InputException($"two columns are called '{column}'");
        }

        return at;
    }

    public override bool Read()
    {
        (badQuote, hasSkipped) = (false, false);
        int before = parser.RawRow;
        try
        {
            while (true)
            {
                if (!parser.Read())
                {
                    return false;
                }
                if (!IsBlank())
                {
                    break;
                }
                hasSkipped = true;
            }
        }
        catch (MaxFieldSizeException e)
        {
            throw new InputException($"line {before + 1}: a field is endless; is a quote left open?", e);
        }
        ReadOnlySpan<char> raw = parser.RawRecord.AsSpan().TrimEnd("\r\n");
        Line = parser.RawRow - raw.Count('\n');
        // Where quotes are in order their number is even. A fast check of every row, whatever the parser makes of it.
        if (raw.Count('"') % 2 == 1)
        {
            throw new InputException(
                parser.RawRow - parser.RawRecord.AsSpan().Count('\n'),
                "a quote is opened and never closed"
            );
        }

        Fault =
            raw.Contains('\0') ? "a NUL byte, which no text has"
            : badQuote ? "a quote inside a field that is not quoted"
            : columns is not null && parser.Count != columns.Length
                ? $"{parser.Count} fields where there are {columns.Length} columns"
            : null;
        return true;
    }

    /// <summary>Spreadsheets write rows that were emptied as nothing but delimiters.</summary>
    private bool IsBlank() =>
        parser.Count > 1
        && parser.RawRecord.AsSpan().TrimEnd("\r\n") is var raw
        && raw.Length == (parser.Count - 1) * parser.Delimiter.Length;

    public override string? Get(int column) => parser[column] is { Length: > 0 } text ? text : null;

    public override void Dispose() => parser.Dispose();

    private string[] Header()
    {
        string[] columns = new string[parser.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = parser[i].Trim();
        }

        return columns;
    }
}
