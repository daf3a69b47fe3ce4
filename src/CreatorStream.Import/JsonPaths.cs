using System.Globalization;
using System.Text.Json;

namespace CreatorStream.Import;

/// <summary>Columns of JSON: a member, or a path of members joined by dots; a number is an item of an array, from 0.</summary>
internal sealed class JsonPaths
{
    private readonly List<string[]> paths = [];

    /// <summary>The number by which <see cref="Get"/> knows a column.</summary>
    public int Bind(string column)
    {
        paths.Add(column.Split('.'));
        return paths.Count - 1;
    }

    /// <summary>The text of a column; null where there is none or it is empty.</summary>
    /// <exception cref="RowException">It is no text: half a character.</exception>
    public string? Get(JsonElement element, int column)
    {
        try
        {
            foreach (string name in paths[column])
            {
                if (!TryStep(ref element, name))
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
        catch (InvalidOperationException)
        {
            throw new RowException("", $"'{string.Join('.', paths[column])}' has half a character");
        }
    }

    private static bool TryStep(ref JsonElement element, string name)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return element.TryGetProperty(name, out element);
            case JsonValueKind.Array
                when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int at)
                    && at < element.GetArrayLength():
                element = element[at];
                return true;
            default:
                return false;
        }
    }
}
