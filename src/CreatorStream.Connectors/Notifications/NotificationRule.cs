namespace CreatorStream.Connectors.Notifications;

/// <summary>Which alerts are told by which channels.</summary>
/// <param name="Workspace">null: all.</param>
/// <param name="Campaigns">null: all; else their ids.</param>
/// <param name="Rules">null: all; else those of the alerts.</param>
/// <param name="Least">The least <see cref="SeverityOf"/>.</param>
/// <param name="LeastMinutes">For how many minutes of event time the alert must have held.</param>
internal sealed record NotificationRule(
    IReadOnlyList<string> Channels,
    string? Workspace,
    IReadOnlySet<string>? Campaigns,
    IReadOnlySet<string>? Rules,
    int Least,
    bool Opened,
    bool Closed,
    int LeastMinutes
)
{
    /// <summary>From the least on.</summary>
    public static IReadOnlyList<string> Severities { get; } = ["good", "warning", "bad"];

    /// <summary>One that this release doesn't know is as a warning.</summary>
    public static int SeverityOf(string word) =>
        Severities.ToList().IndexOf(word) is >= 0 and var index ? index : Severities.ToList().IndexOf("warning");

    public bool IsAbout(string workspace, string campaign, ShownAlert alert) =>
        (Workspace == null || Workspace == workspace)
        && Campaigns?.Contains(campaign) != false
        && Rules?.Contains(alert.Rule) != false;

    /// <summary>Whether an alert is grave enough, and has held for long enough, as it is now.</summary>
    public bool IsMet(ShownAlert alert) => SeverityOf(alert.Severity) >= Least && alert.HeldMinutes >= LeastMinutes;

    /// <summary>Whether the end of an alert is to be told.</summary>
    public bool TellsEndOf(ShownAlert alert) => Closed && alert.ClosedMicros != null;

    /// <summary>What is to be told of an alert as it is now; null: nothing.</summary>
    public string? EventOf(ShownAlert alert) =>
        TellsEndOf(alert) ? AlertEvents.Closed
        : Opened ? AlertEvents.Opened
        : null;
}
