using CreatorStream.Analytics.Alerts;
using CreatorStream.Analytics.Alerts.Learned;

namespace CreatorStream.Pipeline.Workspaces.Alerts;

/// <summary>An alert as it is shown. Times are microseconds since 1970.</summary>
/// <param name="Content">Whose it is where it is of one content item.</param>
/// <param name="Metric">What <paramref name="Observed"/>, <paramref name="Expected"/>, <paramref name="Low"/> and <paramref name="High"/> are of; null: of all activity.</param>
/// <param name="Low">All but about 1 value in 100 lay from here to <paramref name="High"/>; null where a plain rule found it.</param>
/// <param name="SuspectShare">Of the touches of its time, those of actors held to be no people; null: there were none.</param>
/// <param name="Drivers">What explains most of it.</param>
/// <param name="Action">What could be done.</param>
/// <param name="WorstMicros">When what it shows was met: the most extreme of its time.</param>
public sealed record Alert(
    string Id,
    string Rule,
    string Severity,
    long OpenedMicros,
    long UpdatedMicros,
    long? ClosedMicros,
    string Title,
    string Text,
    string? Creator,
    string? Content,
    double Value,
    AlertMetric? Metric,
    double? Observed,
    double? Expected,
    double? Low,
    double? High,
    double? SuspectShare,
    IReadOnlyList<AlertDriver> Drivers,
    string Action,
    long WorstMicros
)
{
    /// <summary>The rules that there are.</summary>
    public static IReadOnlyList<string> Rules => AlertRules.All;

    /// <summary>What it is about, as the last part of its id has it: a creator, content behind a slash, or nothing.</summary>
    public string About => AboutOf(Id);

    /// <param name="id">opened/rule/about.</param>
    public static string AboutOf(string id) => id.Split('/', 3)[^1];

    /// <summary>What people decided about it.</summary>
    public AlertState Decided { get; init; } = AlertState.Undecided;
}

/// <param name="Dimension">creator, content, platform or country.</param>
/// <param name="Share">Of the change, that which it explains: above 1 where others went the other way.</param>
public readonly record struct AlertDriver(string Dimension, string Id, string Name, double Share);
