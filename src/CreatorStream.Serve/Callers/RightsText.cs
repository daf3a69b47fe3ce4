using CreatorStream.Pipeline.Callers;

namespace CreatorStream.Serve.Callers;

/// <summary>Rights by the words that commands, files and answers have for them.</summary>
public static class RightsText
{
    private static readonly (string Name, Rights Right)[] Names =
    [
        ("collect", Rights.Collect),
        ("sell", Rights.Sell),
        ("read", Rights.Read),
        ("decide", Rights.Decide),
        ("manage", Rights.Manage),
        ("erase", Rights.Erase),
    ];

    public static string Known { get; } = string.Join(", ", Names.Select(of => of.Name));

    /// <returns>null where one of them is no right, or there is none.</returns>
    public static Rights? Parse(IEnumerable<string> names)
    {
        Rights all = Rights.None;
        foreach (string name in names)
        {
            Rights right = Names.FirstOrDefault(of => of.Name == name).Right;
            if (right == Rights.None)
            {
                return null;
            }
            all |= right;
        }
        return all == Rights.None ? null : all;
    }

    public static string[] Write(Rights rights) =>
        [.. Names.Where(of => rights.HasFlag(of.Right)).Select(of => of.Name)];
}
