using System.Text.Json;

namespace CreatorStream.Events.Tests;

/// <summary>The examples beside the schema are what the parser takes and refuses.</summary>
public class ExampleTests
{
    public static TheoryData<string> Valid => Names("valid");

    public static TheoryData<string> Invalid => Names("invalid");

    [Theory]
    [MemberData(nameof(Valid))]
    public void A_valid_example_is_accepted(string name)
    {
        var read = Read.Json(File.ReadAllBytes(PathOf("valid", name)));
        Assert.Empty(read.Rejections);
        Assert.Equal(1, read.Batch.Count);
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void An_invalid_example_is_refused_for_its_field(string name)
    {
        using var example = JsonDocument.Parse(File.ReadAllBytes(PathOf("invalid", name)));
        var read = Read.Json(example.RootElement.GetProperty("event").GetRawText());
        Assert.Equal(0, read.Batch.Count);
        Rejection rejection = Assert.Single(read.Rejections);
        Assert.Equal(example.RootElement.GetProperty("field").GetString(), rejection.Field);
        Assert.NotEmpty(rejection.Reason);
    }

    private static string PathOf(string kind, string name) =>
        Path.Combine(AppContext.BaseDirectory, "examples", kind, name + ".json");

    private static TheoryData<string> Names(string kind) =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "examples", kind), "*.json")
                .Select(file => Path.GetFileNameWithoutExtension(file))
                .Order(StringComparer.Ordinal),
        ];
}
