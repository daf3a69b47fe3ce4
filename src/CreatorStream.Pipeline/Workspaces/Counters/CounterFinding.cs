using CreatorStream.Analytics.Authenticity;
using CreatorStream.Analytics.Authenticity.Vetting;
using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Workspaces.Counters;

/// <summary>A platform's counter that rose by what looks bought.</summary>
/// <param name="Id">The same for as long as it is the same account and day, or creator and proportion.</param>
/// <param name="Why">With the figures it rests on.</param>
/// <param name="Account">null: it is about content.</param>
/// <param name="Counter">Its name, such as followers.</param>
/// <param name="FromMicros">Microseconds since 1970.</param>
/// <param name="ToMicros">Exclusive.</param>
/// <param name="Change">How much the counter, or those of several content items, rose.</param>
/// <param name="Bought">How much of the change is held to be bought.</param>
/// <param name="Parts">How much of it is still in which counter.</param>
/// <param name="Campaigns">Those that it concerns.</param>
/// <param name="Evidence">The counters that it rests on.</param>
public sealed record CounterFinding(
    string Id,
    Reason Reason,
    double Likelihood,
    string Why,
    string Creator,
    string Platform,
    string? Account,
    string Counter,
    long FromMicros,
    long ToMicros,
    long Change,
    BoughtCount Bought,
    IReadOnlyDictionary<CounterSubject, BoughtCount> Parts,
    IReadOnlySet<string> Campaigns,
    IReadOnlyList<CounterSubject> Evidence
)
{
    /// <summary>Ids that it may have gone by before late readings came, the likeliest first.</summary>
    public IReadOnlyList<string> FormerIds { get; init; } = [];
}

/// <summary>A reading that a finding rests on.</summary>
public readonly record struct CounterEvidence(CounterSubject Subject, string Counter, CounterPoint Point);
