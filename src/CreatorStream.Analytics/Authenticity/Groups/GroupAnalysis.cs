namespace CreatorStream.Analytics.Authenticity.Groups;

/// <summary>All groups of actors that can be found in a sample of engagement. A pure function of it.</summary>
public static class GroupAnalysis
{
    public static IReadOnlyList<GroupFinding> Find(EngagementSample sample) =>
        [.. BoughtEngagement.Find(sample), .. Pods.Find(sample)];
}
