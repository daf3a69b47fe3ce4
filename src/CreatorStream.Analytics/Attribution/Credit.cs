namespace CreatorStream.Analytics.Attribution;

/// <summary>Who is credited. Empty names: nobody there.</summary>
/// <param name="Channel">Where no creator caused the touch: of a campaign it is nobody's.</param>
public readonly record struct Credit(string Campaign, string Creator, string Content, string Channel)
{
    public static Credit Unattributed { get; } = new("", "", "", "");

    public bool IsUnattributed => Campaign.Length == 0;
}
