using System.Runtime.InteropServices;
using System.Text.Json;

namespace CreatorStream.Import;

/// <summary>Rows of one JSON document: an array's items, or the document itself.</summary>
internal sealed class BodyRows : RowReader
{
    private readonly JsonPaths paths = new();
    private readonly JsonDocument body;
    private JsonElement.ArrayEnumerator items;
    private JsonElement row;

    /// <param name="json">Must stay as it is until this is disposed.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public BodyRows(ReadOnlyMemory<byte> json)
    {
        body = JsonDocument.Parse(json);
        if (IsArray)
        {
            items = body.RootElement.EnumerateArray();
        }
    }

    public override ReadOnlySpan<byte> Raw => JsonMarshal.GetRawUtf8Value(row);

    public override int Bind(string column) => paths.Bind(column);

    /// <summary>Reads the next row; <see cref="RowReader.Line"/> is its place, from 1.</summary>
    public override bool Read()
    {
        if (IsArray ? !items.MoveNext() : Line > 0)
        {
            return false;
        }

        row = IsArray ? items.Current : body.RootElement;
        Line++;
        Fault = row.ValueKind == JsonValueKind.Object ? null : "no JSON object";
        return true;
    }

    public override string? Get(int column) => paths.Get(row, column);

    public override void Dispose() => body.Dispose();

    private bool IsArray => body.RootElement.ValueKind == JsonValueKind.Array;
}
