using CreatorStream.Analytics.Attribution;
using CreatorStream.Analytics.Bootstrap;
using CreatorStream.Pipeline.Workspaces.Credits;

namespace CreatorStream.Pipeline.Workspaces.Fits;

/// <summary>How far below and above a figure its interval ends. The figure goes on; the distances are of the last fit.</summary>
public readonly record struct Distance(double Below, double Above);

/// <summary>What is known of the uncertainty of somebody's credit, by model: those of orders first, then those that are fitted. null: nothing.</summary>
public sealed class IntervalsOf
{
    internal const int Models = AttributionModels.Count + ModelFit.Models;

    public Distance?[] Conversions { get; } = new Distance?[Models];

    /// <summary>In units of the reporting currency.</summary>
    public Distance?[] Revenue { get; } = new Distance?[Models];

    /// <summary>Of a creator, the places among those of the campaign by revenue that hold 95 % of replicates; 0 where it has none.</summary>
    public (int First, int Last)[] Ranks { get; } = new (int, int)[Models];
}

/// <summary>
/// 95 % intervals of credit, by a Poisson bootstrap over orders: how far a figure depends on which of many like buyers happened
/// to buy. The weights follow from orders' ids (<see cref="PoissonWeights"/>), so intervals are a function of the set.
/// </summary>
/// <param name="By">By creator of a campaign, by content of a campaign, and by channel; the empty channel is nobody's.</param>
/// <param name="Across">By creator, the places by revenue of last touch over all campaigns of the workspace that hold 95 % of replicates.</param>
/// <param name="Orders">How many orders they were drawn from.</param>
public sealed record CreditIntervals(
    IReadOnlyDictionary<Credit, IntervalsOf> By,
    IReadOnlyDictionary<string, (int First, int Last)> Across,
    int Orders
)
{
    public static CreditIntervals None { get; } =
        new(new Dictionary<Credit, IntervalsOf>(), new Dictionary<string, (int, int)>(), 0);

    public static Credit OfCreator(string campaign, string creator) => new(campaign, creator, "", "");

    public static Credit OfContent(string campaign, string content) => new(campaign, "", content, "");

    public static Credit OfChannel(string channel) => new("", "", "", channel);
}
