namespace CreatorStream.Pipeline.Catalog;

/// <summary>What money was spent for, as entries may say.</summary>
public static class CostPurposes
{
    /// <summary>Costs that don't say.</summary>
    public const string Other = "other";

    public static IReadOnlyList<string> All { get; } =
    ["fee", "agency", "production", "samples", "shipping", "tools", "overhead", "platform"];
}
