using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces.Authenticity;

/// <summary>The actors of a campaign who are left out of authentic figures for a reason, or who are suspect by it.</summary>
/// <param name="FirstMicros">Of what they did, in whatever campaign; microseconds since 1970.</param>
/// <param name="Confidence">How likely each is no person by this reason alone, on average: 0 … 1.</param>
public sealed record ReasonSummary(
    Reason Reason,
    VerdictLevel Verdict,
    double Confidence,
    int Actors,
    long Events,
    long FirstMicros,
    long LastMicros,
    IReadOnlyList<ActorExample> Examples
);

/// <summary>One of them, with how many of its events concern the campaign. Times are microseconds since 1970.</summary>
/// <param name="Actor">Its name; empty where it isn't known or the person was erased.</param>
public readonly record struct ActorExample(string Actor, long Events, long FirstMicros, long LastMicros);

/// <summary>By reason, a campaign's actors, those with the most events first.</summary>
internal sealed class CampaignReasons
{
    private const int MostExamples = 5;

    /// <summary>Likelihoods are added up in whole parts: a sum must not depend on the order.</summary>
    private const double PartsOfLikelihood = 1e6;

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

    /// <summary>What is shown: each reason of those who are left out, then of those who are suspect.</summary>
    private static readonly (Reason Reason, VerdictLevel Verdict)[] Kinds =
    [
        .. Reason.All.Select(reason => (reason, VerdictLevel.Inauthentic)),
        .. Reason.All.Select(reason => (reason, VerdictLevel.Suspect)),
    ];

    private readonly SortedSet<(ActorExample Example, ulong Visitor)>[] actors =
    [
        .. Kinds.Select(_ => new SortedSet<(ActorExample, ulong)>(Order)),
    ];
    private readonly long[] events = new long[Kinds.Length];
    private readonly long[] likelihoods = new long[Kinds.Length];

    /// <summary>From the first to the last of what they did; null: it isn't known since somebody was added or taken out.</summary>
    private readonly (long First, long Last)?[] spans = new (long, long)?[Kinds.Length];

    /// <summary>Adds an actor, or takes it out as it was added.</summary>
    public void Add(Actor actor, long eventsHere, int sign)
    {
        EvidenceRow row = actor.Row!;
        var example = new ActorExample(row.Actor, eventsHere, row.FirstMicros, row.LastMicros);
        for (int kind = 0; kind < Kinds.Length; kind++)
        {
            if (Kinds[kind].Verdict != actor.Final)
            {
                continue;
            }
            double likelihood = actor.LikelihoodBy(kind % Reason.All.Count);
            if (likelihood > 0)
            {
                spans[kind] = null;
                events[kind] += sign * eventsHere;
                likelihoods[kind] += sign * (long)(likelihood * PartsOfLikelihood);
                _ =
                    sign > 0
                        ? actors[kind].Add((example, actor.Visitor))
                        : actors[kind].Remove((example, actor.Visitor));
            }
        }
    }

    /// <summary>Who is there for a reason, whatever follows.</summary>
    public IEnumerable<(ActorExample Actor, ulong Visitor)> Of(Reason reason) =>
        Enumerable.Range(0, Kinds.Length).Where(kind => Kinds[kind].Reason == reason).SelectMany(kind => actors[kind]);

    public IReadOnlyList<ReasonSummary> Summarize() =>
        [
            .. Enumerable
                .Range(0, Kinds.Length)
                .Where(kind => actors[kind].Count > 0)
                .Select(kind => new ReasonSummary(
                    Kinds[kind].Reason,
                    Kinds[kind].Verdict,
                    likelihoods[kind] / PartsOfLikelihood / actors[kind].Count,
                    actors[kind].Count,
                    events[kind],
                    SpanOf(kind).First,
                    SpanOf(kind).Last,
                    [.. actors[kind].Take(MostExamples).Select(of => of.Example)]
                )),
        ];

    /// <summary>Cases are asked for in each round, and there may be very many actors.</summary>
    private (long First, long Last) SpanOf(int kind) =>
        spans[kind] ??= (actors[kind].Min(of => of.Example.FirstMicros), actors[kind].Max(of => of.Example.LastMicros));
}
