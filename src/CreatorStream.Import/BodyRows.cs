using System.Runtime.InteropServices;
using System.Text.Json;

namespace CreatorStream.Import;

/// <summary>Rows of one JSON document: an array's items, or the document itself.</summary>
internal sealed class BodyRows : RowReader
{
    private readonly JsonPaths _paths = new();
    private readonly JsonDocument _body;
    private JsonElement.ArrayEnumerator _items;
    private JsonElement _row;

    /// <param name="json">Must stay as it is until this is disposed.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public BodyRows(ReadOnlyMemory<byte> json)
    {
        _body = JsonDocument.Parse(json);
        if (IsArray)
        {
            _items = _body.RootElement.EnumerateArray();
        }
    }

    public override ReadOnlySpan<byte> Raw => JsonMarshal.GetRawUtf8Value(_row);

    public override int Bind(string column) => _paths.Bind(column);

    /// <summary>Reads the next row; <see cref="RowReader.Line"/> is its place, from 1.</summary>
    public override bool Read()
    {
        if (IsArray ? !_items.MoveNext() : Line > 0)
        {
            return false;
        }

        _row = IsArray ? _items.Current : _body.RootElement;
        Line++;
        Fault = _row.ValueKind == JsonValueKind.Object ? null : "no JSON object";
        return true;
    }

    public override string? Get(int column) => _paths.Get(_row, column);

    public override void Dispose() => _body.Dispose();

    private bool IsArray => _body.RootElement.ValueKind == JsonValueKind.Array;
}
