using CreatorStream.Analytics.Authenticity;
using CreatorStream.Analytics.Authenticity.Vetting;
using CreatorStream.Events;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Workspaces.Counters;

namespace CreatorStream.Pipeline.Workspaces.Cases;

/// <summary>What a person decided about a case. Stored by name.</summary>
public enum CaseDecision
{
    /// <summary>It is as it says: all of its actors are left out of authentic figures, how careful the campaign may be.</summary>
    Confirmed,

    /// <summary>It is wrong: it says nothing about its actors any more.</summary>
    Dismissed,

    /// <summary>Somebody else is to look at it; it counts as before.</summary>
    Escalated,
}

/// <summary>
/// Something that somebody should look at: actors who are held to be no people for one reason, in one campaign, with what they did.
/// </summary>
/// <param name="Id">Of the campaign.</param>
/// <param name="Content">What it is about; null: all of the creator's, or of several creators.</param>
/// <param name="Creator">null: several, or the campaign's.</param>
/// <param name="FromMicros">Microseconds since 1970.</param>
/// <param name="ToMicros">Exclusive.</param>
/// <param name="Actors">How many of them there are.</param>
/// <param name="Excluded">How many of these are left out of authentic figures by now.</param>
/// <param name="Events">What they did here; of a counter, how much of its change is held to be bought.</param>
/// <param name="Expected">How many actors people alone would come to, or how much a counter would have changed; null: nobody can tell.</param>
/// <param name="Confidence">How likely an actor of it is no person, by this case alone, on average: 0 … 1; of a counter, how likely any of it is bought.</param>
/// <param name="Platform">Of a creator's activity on one platform; null: on any.</param>
/// <param name="Counter">The counter that it is about; null: it is about actors.</param>
/// <param name="LastWord">By which it was decided; null: nothing was, or about what it was called before.</param>
public sealed record Case(
    string Id,
    Reason Reason,
    string? Content,
    string? Creator,
    long FromMicros,
    long ToMicros,
    int Actors,
    int Excluded,
    long Events,
    double? Expected,
    double Confidence,
    CaseDecision? Decision,
    IReadOnlyList<string> Examples,
    CounterChange? Counter = null,
    string? Platform = null,
    CaseOverride? LastWord = null
);

/// <summary>What a case says of a platform's counter.</summary>
/// <param name="Account">null: of content.</param>
/// <param name="Name">Such as followers.</param>
/// <param name="Why">What is odd about it, with the figures it rests on.</param>
/// <param name="Change">How much it rose in the time of the case.</param>
/// <param name="Bought">How much of the change is held to be bought.</param>
/// <param name="IsLeftOut">Whether what is left of that is left out of authentic counters.</param>
/// <param name="Raw">The counter by now; of several items, all of them.</param>
/// <param name="Authentic">The same without what is left out, by this case and others.</param>
public sealed record CounterChange(
    string Platform,
    string? Account,
    string Name,
    string Why,
    long Change,
    BoughtCount Bought,
    bool IsLeftOut,
    long Raw,
    long Authentic
);

/// <summary>By which events of the log the evidence of a case is told.</summary>
/// <param name="Partitions">By actor, whose it is; null: everybody in every partition, of whom orders that used <paramref name="Code"/>.</param>
/// <param name="Acts">Content and hour since 2000 in which an actor engaged with it; null: all that the actors did in the campaign.</param>
/// <param name="Clicks">Clicks alone, by actor and time.</param>
/// <param name="Readings">Of a case about a counter, the readings in the place of events.</param>
/// <param name="Placed">The campaigns in which the catalog places content, as it was when somebody asked; what it doesn't know is where events say.</param>
public sealed record CaseEvidence(
    string Workspace,
    string Campaign,
    long FromMicros,
    long ToMicros,
    IReadOnlyDictionary<ulong, int>? Partitions,
    IReadOnlySet<(ulong Visitor, string Content, int Hour)>? Acts,
    IReadOnlyDictionary<string, string> Placed,
    IReadOnlySet<(ulong Visitor, long Micros)>? Clicks = null,
    string? Code = null,
    IReadOnlyList<CounterEvidence>? Readings = null
)
{
    /// <summary>Acts are told by the hour, and an event may be ahead of the log's time.</summary>
    private const long MarginMicros = 3_600_000_000 + EventParser.MostAheadMicros;

    /// <summary>The log took no event of it before; <see cref="long.MinValue"/>: it may have at any time.</summary>
    public long AppendedFromMicros =>
        Code != null || FromMicros <= MarginMicros ? long.MinValue : FromMicros - MarginMicros;

    /// <summary>The partitions of the log that have its events, of so many.</summary>
    public IEnumerable<int> PartitionsOf(int partitions) =>
        Partitions?.Values.Distinct().Order() ?? Enumerable.Range(0, partitions);
}
