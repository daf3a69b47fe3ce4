using System.Text.Json;

namespace CreatorStream.Events;

/// <summary>Why a text is no JSON, in words for who sent it: the reader's own speak of its options.</summary>
public static class JsonFault
{
    /// <summary>How many objects and arrays may lie within one another.</summary>
    public const int MostDepth = 16;

    public static string Of(JsonException error) =>
        // Of a name that is there twice the reader doesn't say where.
        error.LineNumber
            is { } line
            ? $"is not valid JSON: it ends or goes wrong at line {line + 1}, byte {error.BytePositionInLine + 1}, or has a depth of more than {MostDepth} there"
            : "has a field twice";
}
