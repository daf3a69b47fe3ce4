using System.Text.Json;

namespace CreatorStream.Import;

/// <summary>Rows of an NDJSON file; a column is a member, or a path of members joined by dots.</summary>
internal sealed class JsonRows(Stream text) : RowReader
{
    private readonly LineReader _lines = new(text);
    private readonly List<string[]> _paths = [];
    private JsonDocument? _row;

    public override ReadOnlySpan<byte> Raw => _lines.Line.Span;

    public override int Bind(string column)
    {
        _paths.Add(column.Split('.'));
        return _paths.Count - 1;
    }

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

    public override string? Get(int column)
    {
        JsonElement element = _row!.RootElement;
        foreach (string name in _paths[column])
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        string? text = element.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => element.GetString(),
            _ => element.GetRawText(),
        };
        return text is { Length: > 0 } ? text : null;
    }

    public override void Dispose() => _row?.Dispose();
}
