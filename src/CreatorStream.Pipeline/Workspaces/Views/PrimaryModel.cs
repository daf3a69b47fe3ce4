using CreatorStream.Analytics.Attribution;
using CreatorStream.Pipeline.Workspaces.Fits;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>The model that a campaign is decided by: the one that its entry names, else Markov once there is enough to fit it to.</summary>
/// <param name="Name">One of <see cref="ModelNames.All"/>.</param>
/// <param name="Reason">One of <see cref="Reasons"/>.</param>
internal readonly record struct PrimaryModel(string Name, string Reason)
{
    /// <summary>With fewer conversions models that need all paths are shown, and not offered to decide by (docs/metrics.md).</summary>
    public const int LeastConversions = 300;

    private const string Simple = "uShaped";
    private const string Fitted = "markov";

    public static string[] Reasons { get; } = ["chosen", "enough-conversions", "too-few-conversions"];

    public static bool IsOffered(PathFit fit) => fit.Authentic.Orders >= LeastConversions;

    /// <param name="chosen">What the campaign's entry says; null: nothing.</param>
    public static PrimaryModel Of(string? chosen, PathFit fit)
    {
        bool isSimple = chosen != null && ModelNames.All.Take(Credits.AttributionModels.Count).Contains(chosen);
        if (isSimple || (chosen != null && IsOffered(fit)))
        {
            return new PrimaryModel(chosen!, Reasons[0]);
        }
        return IsOffered(fit) ? new PrimaryModel(Fitted, Reasons[1]) : new PrimaryModel(Simple, Reasons[2]);
    }
}
