using System.Text.Json;

namespace CreatorStream.Import;

/// <summary>Rows of an NDJSON file, an object a line.</summary>
internal sealed class JsonRows(Stream text) : RowReader
{
    private readonly LineReader _lines = new(text);
    private readonly JsonPaths _paths = new();
    private JsonDocument? _row;

    public override ReadOnlySpan<byte> Raw => _lines.Line.Span;

    public override int Bind(string column) => _paths.Bind(column);

    public override bool Read()
    {
        do
        {
            if (!_lines.Read())
            {
                return false;
            }
        } while (_lines.Line.Span.Trim(" \t"u8).IsEmpty);
        Line = _lines.Number;
        _row?.Dispose();
        _row = null;
        Fault = null;
        try
        {
            _row = JsonDocument.Parse(_lines.Line);
            if (_row.RootElement.ValueKind != JsonValueKind.Object)
            {
                Fault = "no JSON object";
            }
        }
        catch (JsonException e)
        {
            Fault = $"no JSON: {e.Message}";
        }
        return true;
    }

    public override string? Get(int column) => _paths.Get(_row!.RootElement, column);

    public override void Dispose() => _row?.Dispose();
}
