namespace CreatorStream.Analytics.Attribution;

/// <summary>Who is credited. Empty names: nobody there.</summary>
public readonly record struct Credit(string Campaign, string Creator, string Content)
{
    public static Credit Unattributed { get; } = new("", "", "");

    public bool IsUnattributed => Campaign.Length == 0;
}
