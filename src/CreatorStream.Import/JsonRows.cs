using System.Text.Json;

namespace CreatorStream.Import;

/// <summary>Rows of an NDJSON file, an object a line.</summary>
internal sealed class JsonRows(Stream text) : RowReader
{
    private readonly LineReader lines = new(text);
    private readonly JsonPaths paths = new();
    private JsonDocument? row;

    public override ReadOnlySpan<byte> Raw => lines.Line.Span;

    public override int Bind(string column) => paths.Bind(column);

    public override bool Read()
    {
        do
        {
            if (!lines.Read())
            {
                return false;
            }
        } while (lines.Line.Span.Trim(" \t"u8).IsEmpty);
        Line = lines.Number;
        row?.Dispose();
        row = null;
        Fault = null;
        try
        {
            row = JsonDocument.Parse(lines.Line);
            if (row.RootElement.ValueKind != JsonValueKind.Object)
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

    public override string? Get(int column) => paths.Get(row!.RootElement, column);

    public override void Dispose() => row?.Dispose();
}
