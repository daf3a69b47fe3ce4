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

    private readonly CsvParser _parser;
    private readonly string[] _columns;
    private readonly ArrayBufferWriter<byte> _raw = new(1 << 10);
    private bool _badQuote;

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
            BadDataFound = _ => _badQuote = true,
        };
        _parser = new CsvParser(new StreamReader(text, Utf8, false, 1 << 16), configuration);
        if (columns is not null)
        {
            _columns = [.. columns];
        }
        else if (!Read())
        {
            throw new InputException("the file is empty: not even a header line");
        }
        else
        {
            _columns = Header();
        }
    }

    public override ReadOnlySpan<byte> Raw
    {
        get
        {
            _raw.ResetWrittenCount();
            Encoding.UTF8.GetBytes(_parser.RawRecord.AsSpan().TrimEnd("\r\n"), _raw);
            return _raw.WrittenSpan;
        }
    }

    public override int Bind(string column)
    {
        int at = Array.IndexOf(_columns, column);
        if (at < 0)
        {
            throw new InputException($"no column '{column}'; there are: {string.Join(", ", _columns)}");
        }

        if (Array.LastIndexOf(_columns, column) != at)
        {
            throw new InputException($"two columns are called '{column}'");
        }

        return at;
    }

    public override bool Read()
    {
        _badQuote = false;
        int before = _parser.RawRow;
        try
        {
            if (!_parser.Read())
            {
                return false;
            }
        }
        catch (MaxFieldSizeException e)
        {
            throw new InputException($"line {before + 1}: a field is endless; is a quote left open?", e);
        }
        ReadOnlySpan<char> raw = _parser.RawRecord.AsSpan().TrimEnd("\r\n");
        Line = _parser.RawRow - raw.Count('\n');
        // Where quotes are in order their number is even. A fast check of every row, whatever the parser makes of it.
        if (raw.Count('"') % 2 == 1)
        {
            throw new InputException(
                _parser.RawRow - _parser.RawRecord.AsSpan().Count('\n'),
                "a quote is opened and never closed"
            );
        }

        Fault =
            _badQuote ? "a quote inside a field that is not quoted"
            : _columns is not null && _parser.Count != _columns.Length
                ? $"{_parser.Count} fields where there are {_columns.Length} columns"
            : null;
        return true;
    }

    public override string? Get(int column) => _parser[column] is { Length: > 0 } text ? text : null;

    public override void Dispose() => _parser.Dispose();

    private string[] Header()
    {
        string[] columns = new string[_parser.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = _parser[i].Trim();
        }

        return columns;
    }
}
