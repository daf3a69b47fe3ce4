using System.Text.Json;

namespace CreatorStream.Analytics.Tests.Sketches;

/// <summary>Sketches that the Java library of Apache DataSketches wrote, where the machine has them.</summary>
internal static class Fixtures
{
    public const int LgK = 12;

    private static readonly Lazy<Dictionary<string, Expected>> All = new(() =>
        JsonSerializer
            .Deserialize<Expected[]>(
                File.ReadAllText(Path.Combine(Folder!, "expected.json")),
                JsonSerializerOptions.Web
            )!
            .ToDictionary(expected => expected.File)
    );

    private static string? Folder { get; } = FindFolder();

    public static void SkipUnlessThere() =>
        Skip.If(Folder is null, "The sketches of Apache DataSketches are not beside the repository.");

    public static Expected Of(string file) => All.Value[file];

    public static byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(Folder!, file));

    public static IEnumerable<byte[]> OfKind(string kind) =>
        All.Value.Values.Where(expected => expected.Kind.StartsWith(kind)).Select(expected => Bytes(expected.File));

    /// <summary>The values that all of them were made of.</summary>
    public static IEnumerable<string> Values(Expected expected) =>
        Enumerable.Range(expected.From, expected.To - expected.From).Select(i => $"visitor-{i}");

    private static string? FindFolder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "CreatorStream.sln")))
            {
                string folder = Path.GetFullPath(Path.Combine(at.FullName, "..", "shared", "data", "sketches"));
                return Directory.Exists(folder) ? folder : null;
            }
        }
        return null;
    }

    /// <param name="From">The first value's number, where it was made of values.</param>
    /// <param name="To">One beyond the last value's.</param>
    public sealed record Expected(
        string File,
        string Kind,
        int From,
        int To,
        double Estimate,
        [property: System.Text.Json.Serialization.JsonPropertyName("lower_2sd")] double Lower,
        [property: System.Text.Json.Serialization.JsonPropertyName("upper_2sd")] double Upper,
        int Retained,
        double Theta
    );
}
