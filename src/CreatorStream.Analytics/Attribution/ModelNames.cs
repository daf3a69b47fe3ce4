namespace CreatorStream.Analytics.Attribution;

/// <summary>What models are called in views and in the catalog.</summary>
public static class ModelNames
{
    public static IReadOnlyList<string> All { get; } =
    ["firstTouch", "lastTouch", "linear", "timeDecay", "uShaped", "wShaped", "markov", "shapley", "counterfactual"];
}
