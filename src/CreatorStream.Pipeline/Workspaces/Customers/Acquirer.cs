using CreatorStream.Analytics.Attribution;

namespace CreatorStream.Pipeline.Workspaces.Customers;

/// <summary>Who won a customer: a creator, in whatever campaign; else a channel; both empty: nobody.</summary>
public readonly record struct Acquirer(string Creator, string Channel)
{
    /// <summary>Tells it from others, and what it is.</summary>
    public string Id =>
        Creator.Length > 0 ? $"creator/{Creator}"
        : Channel.Length > 0 ? $"channel/{Channel}"
        : "nobody";

    /// <param name="credit">Of an order, by last touch.</param>
    public static Acquirer Of(in Credit credit) => new(credit.Creator, credit.Creator.Length > 0 ? "" : credit.Channel);

    /// <summary>By name.</summary>
    public static int Compare(Acquirer one, Acquirer other)
    {
        int order = string.CompareOrdinal(one.Creator, other.Creator);
        return order != 0 ? order : string.CompareOrdinal(one.Channel, other.Channel);
    }
}
