namespace CreatorStream.Connectors.Notifications;

/// <summary>What people are told of alerts that come too fast to be told of one by one.</summary>
/// <param name="Told">Those alerts; the first stands for all where a channel shows how bad it is.</param>
/// <param name="Address">Of the dashboard; null: nothing is linked.</param>
internal sealed record GatheredNotification(IReadOnlyList<Notification> Told, Uri? Address)
    : Notification(Told[0].Type, Told[0].Timestamp, Told[0].Data)
{
    private const int MostNamed = 5;

    public override string Subject(Func<string, string> plain)
    {
        int closed = Told.Count(of => of.IsClosed);
        int opened = Told.Count - closed;
        return closed == 0 ? $"{opened} more alerts opened"
            : opened == 0 ? $"{closed} more alerts closed"
            : $"{opened} more alerts opened, {closed} closed";
    }

    public override string Body(Func<string, string> plain)
    {
        string[] campaigns = [.. Told.Select(of => of.Data.CampaignName).Distinct().Select(plain)];
        int more = campaigns.Length - MostNamed;
        return $"They came faster than {MessagePace.MostPerMinute} a minute, and are not told one by one.\n"
            + $"Campaigns: {string.Join(", ", campaigns.Take(MostNamed))}{(more > 0 ? $" and {more} more" : "")}\n"
            + $"Look at them on the dashboard{(Address is { } address ? $": {address.AbsoluteUri}" : ".")}";
    }
}
