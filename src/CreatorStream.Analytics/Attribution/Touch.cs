using CreatorStream.Events;

namespace CreatorStream.Analytics.Attribution;

/// <summary>One step of a path: who or what was met, when and how. A channel's touch has no content.</summary>
/// <param name="Campaign">As resolved by the catalog, "" where unknown.</param>
/// <param name="Creator">As resolved by the catalog, "" where unknown.</param>
/// <param name="Content">"" for the touch of a channel.</param>
/// <param name="Channel">Email, paid, search, … : set where no creator caused the visit.</param>
public readonly record struct Touch(
    long TimeMicros,
    EventType Kind,
    string Campaign,
    string Creator,
    string Content,
    string Channel
)
{
    /// <summary>Whose credit it is, if it is given any: content that nobody placed is nobody's.</summary>
    public Credit Credit =>
        Channel.Length > 0 ? new Credit("", "", "", Channel)
        : Campaign.Length == 0 ? Credit.Unattributed
        : new Credit(Campaign, Creator, Content, "");

    /// <summary>Ties of time are broken by kind, then by name: never by the order of arrival.</summary>
    public static int Compare(Touch a, Touch b)
    {
        int order = a.TimeMicros.CompareTo(b.TimeMicros);
        if (order == 0)
        {
            order = a.Kind.CompareTo(b.Kind);
        }
        return order != 0 ? order : CompareNames(a, b);
    }

    /// <summary>By campaign, creator, content, channel name, ordinally.</summary>
    public static int CompareNames(Touch a, Touch b)
    {
        int order = string.CompareOrdinal(a.Campaign, b.Campaign);
        if (order == 0)
        {
            order = string.CompareOrdinal(a.Creator, b.Creator);
        }
        if (order == 0)
        {
            order = string.CompareOrdinal(a.Content, b.Content);
        }
        return order != 0 ? order : string.CompareOrdinal(a.Channel, b.Channel);
    }
}
