using System.CommandLine;

namespace CreatorStream.Import;

/// <summary>Options that several of the sending commands have.</summary>
public static class CommonOptions
{
    public static string? KeyOfEnvironment =>
        Environment.GetEnvironmentVariable("CREATORSTREAM_KEY") is { Length: > 0 } key ? key : null;

    public static Option<string> To() =>
        new("--to")
        {
            Description = "The service's address (http://…), or a data folder that no service has open",
            HelpName = "URL|DIR",
            Required = true,
        };

    public static Option<string?> Map() =>
        new("--map")
        {
            Description =
                "What the columns mean: a YAML file, or a mapping that ships with the product "
                + $"({string.Join(", ", MappingFile.Shipped)}); none for events in the product's own JSON",
            HelpName = "MAP.yaml|NAME",
        };

    public static Option<string?> Key() =>
        new("--key") { Description = "Key of the service (or environment: CREATORSTREAM_KEY)" };
}
