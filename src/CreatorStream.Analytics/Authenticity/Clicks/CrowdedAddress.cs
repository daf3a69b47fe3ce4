namespace CreatorStream.Analytics.Authenticity.Clicks;

/// <summary>
/// How many clicks come from a click's address: a person clicks now and then, a farm all day. Click spamming by the volume of an
/// address is the oldest rule of the trade. It may wrong people who share an address: mobile networks, schools, offices; some of
/// the busiest addresses of real data are such. Costs 4 bytes an address.
/// </summary>
public static class CrowdedAddress
{
    /// <returns>Of each click: −(clicks of its address), the higher the likelier a person.</returns>
    public static double[] Of(IReadOnlyList<int> addresses)
    {
        int[] clicks = new int[addresses.Count];
        foreach (int address in addresses)
        {
            clicks[address]++;
        }
        return [.. addresses.Select(address => -(double)clicks[address])];
    }
}
