using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces.Authenticity;

/// <summary>What was left out of a campaign's authentic figures for one reason.</summary>
public sealed record ReasonSummary(Reason Reason, int Actors, long Events, IReadOnlyList<ActorExample> Examples);

/// <summary>An actor left out, with how many of its events concern the campaign. Times are microseconds since 1970.</summary>
/// <param name="Actor">Its name; empty where it isn't known or the person was erased.</param>
public readonly record struct ActorExample(string Actor, long Events, long FirstMicros, long LastMicros);

/// <summary>By reason, a campaign's actors, those with the most events first.</summary>
internal sealed class CampaignReasons
{
    private const int MostExamples = 5;

    private static readonly Comparer<(ActorExample Example, ulong Visitor)> Order = Comparer<(
        ActorExample Example,
        ulong Visitor
    )>.Create(
        (a, b) =>
        {
            int order = b.Example.Events.CompareTo(a.Example.Events);
            order = order != 0 ? order : string.CompareOrdinal(a.Example.Actor, b.Example.Actor);
            order = order != 0 ? order : a.Example.FirstMicros.CompareTo(b.Example.FirstMicros);
            order = order != 0 ? order : a.Example.LastMicros.CompareTo(b.Example.LastMicros);
            return order != 0 ? order : a.Visitor.CompareTo(b.Visitor);
        }
    );

    private readonly SortedSet<(ActorExample Example, ulong Visitor)>[] byReason =
    [
        .. Reason.All.Select(_ => new SortedSet<(ActorExample, ulong)>(Order)),
    ];
    private readonly long[] events = new long[Reason.All.Count];

    /// <summary>Adds an actor, or takes it out as it was added.</summary>
    public void Add(Actor actor, long eventsHere, int sign)
    {
        EvidenceRow row = actor.Row!;
        var example = new ActorExample(row.Actor, eventsHere, row.FirstMicros, row.LastMicros);
        for (int reason = 0; reason < events.Length; reason++)
        {
            if (actor.Has(reason))
            {
                events[reason] += sign * eventsHere;
                _ =
                    sign > 0
                        ? byReason[reason].Add((example, actor.Visitor))
                        : byReason[reason].Remove((example, actor.Visitor));
            }
        }
    }

    public IReadOnlyList<ReasonSummary> Summarize() =>
        [
            .. Enumerable
                .Range(0, events.Length)
                .Where(reason => byReason[reason].Count > 0)
                .Select(reason => new ReasonSummary(
                    Reason.All[reason],
                    byReason[reason].Count,
                    events[reason],
                    [.. byReason[reason].Take(MostExamples).Select(of => of.Example)]
                )),
        ];
}
