namespace CreatorStream.Analytics.Authenticity.Clicks;

/// <summary>
/// How many different devices are behind the clicks of an app, or those of a channel: (devices + 1) ÷ (clicks + 2), so that a
/// few clicks don't come to 1. People come with whatever device they have; who floods clicks has a few, over and over, so flooded
/// apps and channels have huge numbers of clicks and few devices. Oentaryo et al., <i>Detecting Click Fraud in Online
/// Advertising</i> (JMLR 15, 2014), name distinct devices and addresses by click among the features that tell most. It may wrong
/// apps that are made for one device only, and what is popular with people. Costs 8 bytes for each pair of an app (or channel)
/// and a device.
/// </summary>
public static class DeviceVariety
{
    /// <param name="groups">Each click's app, or each one's channel.</param>
    /// <param name="devices">Each click's device.</param>
    /// <returns>Of each click: above 0, the higher the likelier a person.</returns>
    public static double[] Of(IReadOnlyList<int> groups, IReadOnlyList<int> devices)
    {
        int[] clicks = new int[groups.Count];
        int[] varieties = new int[groups.Count];
        HashSet<(int, int)> seen = [];
        for (int i = 0; i < groups.Count; i++)
        {
            clicks[groups[i]]++;
            varieties[groups[i]] += seen.Add((groups[i], devices[i])) ? 1 : 0;
        }
        return [.. groups.Select(group => (varieties[group] + 1.0) / (clicks[group] + 2.0))];
    }
}
