using System.Runtime.InteropServices;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Pipeline.Workspaces;

/// <summary>What was left out of a campaign's authentic figures for one reason.</summary>
public sealed record SuspectSummary(ReasonInfo Reason, int Actors, long Events, IReadOnlyList<Suspect> Examples);

/// <summary>An actor left out, with how many of its events concern the campaign. Times are microseconds since 1970.</summary>
/// <param name="Actor">Its name; empty where the person was erased.</param>
public readonly record struct Suspect(string Actor, long Events, long FirstMicros, long LastMicros);

/// <summary>
/// Evidence about actors, from all partitions, and the verdicts that follow. What each campaign shows of them is kept up
/// as evidence comes: an actor costs what its own events are about.
/// </summary>
/// <param name="campaignOf">The campaign that a partition's subject belongs to by now, or empty.</param>
public sealed class EvidenceBook(Func<int, int, string> campaignOf, StateScope scope)
{
    private const int MostExamples = 5;

    private readonly Dictionary<ulong, int> numbers = [];
    private readonly List<Actor> actors = [];
    private readonly Dictionary<string, CampaignSuspects> campaigns = [];
    private readonly HashSet<string> changed = [];

    /// <summary>By partition and subject, the actors whose events concern it.</summary>
    private readonly Postings bySubject = new(scope, StatePart.Orders);

    /// <returns>The verdict to send where this evidence leads to a new one.</returns>
    public Verdict? Put(int partition, EvidenceRow row)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, row.Visitor, out bool isKnown);
        if (!isKnown)
        {
            number = actors.Count;
            actors.Add(new Actor());
        }
        Actor actor = actors[number];
        Show(actor, -1);
        actor.Partition = partition;
        actor.Row = row;
        foreach ((int subject, int count) in row.EventsBySubject)
        {
            bySubject.Add(PaneRows.Key(partition, subject), number);
            ref int before = ref CollectionsMarshal.GetValueRefOrAddDefault(actor.EventsBySubject, subject, out _);
            actor.EventsByCampaign.Tally(campaignOf(partition, subject), count - before);
            before = count;
        }
        Show(actor, 1);
        // Each of today's reasons is enough by itself, and more events never lift one.
        return isKnown ? null : new Verdict(row.Workspace, row.Visitor, Inauthentic: true);
    }

    /// <summary>A partition's numbers of subjects are void: its evidence comes again.</summary>
    public void Void(int partition)
    {
        foreach (Actor actor in actors)
        {
            if (actor.Partition == partition)
            {
                Show(actor, -1);
                actor.EventsBySubject.Clear();
                actor.EventsByCampaign.Clear();
            }
        }
    }

    /// <summary>A subject is placed elsewhere.</summary>
    public void Move(int partition, int subject, string campaignBefore, string campaignAfter)
    {
        foreach (int number in bySubject.Of(PaneRows.Key(partition, subject)))
        {
            Actor actor = actors[number];
            // An actor may have stood there by numbers that are void.
            if (actor.Partition == partition && actor.EventsBySubject.TryGetValue(subject, out int events))
            {
                Show(actor, -1);
                actor.EventsByCampaign.Tally(campaignBefore, -events);
                actor.EventsByCampaign.Tally(campaignAfter, events);
                Show(actor, 1);
            }
        }
    }

    /// <summary>The campaigns for which it shows something else than the last time.</summary>
    public IReadOnlySet<string> TakeChanged()
    {
        var taken = new HashSet<string>(changed);
        changed.Clear();
        return taken;
    }

    /// <summary>What was left out of a campaign's authentic figures, and why.</summary>
    public IReadOnlyList<SuspectSummary> Of(string campaign) =>
        campaigns.TryGetValue(campaign, out CampaignSuspects? of) ? of.Summarize() : [];

    /// <summary>Adds an actor to what is shown of each campaign that its events concern, or takes it out.</summary>
    private void Show(Actor actor, int sign)
    {
        foreach ((string campaign, long events) in actor.EventsByCampaign)
        {
            if (campaign.Length == 0)
            {
                continue;
            }
            if (!campaigns.TryGetValue(campaign, out CampaignSuspects? of))
            {
                campaigns[campaign] = of = new CampaignSuspects();
            }
            EvidenceRow row = actor.Row!;
            of.Add(row, new Suspect(row.Actor, events, row.FirstMicros, row.LastMicros), sign);
            changed.Add(campaign);
        }
    }

    private sealed class Actor
    {
        public int Partition { get; set; }
        public EvidenceRow? Row { get; set; }
        public Dictionary<int, int> EventsBySubject { get; } = [];

        /// <summary>By the placements of now; none of no events.</summary>
        public Dictionary<string, long> EventsByCampaign { get; } = [];
    }

    /// <summary>By reason, a campaign's actors, those with the most events first.</summary>
    private sealed class CampaignSuspects
    {
        private static readonly Comparer<(Suspect Suspect, ulong Visitor)> Order = Comparer<(
            Suspect Suspect,
            ulong Visitor
        )>.Create(
            (a, b) =>
            {
                int order = b.Suspect.Events.CompareTo(a.Suspect.Events);
                order = order != 0 ? order : string.CompareOrdinal(a.Suspect.Actor, b.Suspect.Actor);
                order = order != 0 ? order : a.Suspect.FirstMicros.CompareTo(b.Suspect.FirstMicros);
                order = order != 0 ? order : a.Suspect.LastMicros.CompareTo(b.Suspect.LastMicros);
                return order != 0 ? order : a.Visitor.CompareTo(b.Visitor);
            }
        );

        private readonly SortedSet<(Suspect Suspect, ulong Visitor)>[] byReason =
        [
            .. ReasonInfo.All.Select(_ => new SortedSet<(Suspect, ulong)>(Order)),
        ];
        private readonly long[] events = new long[ReasonInfo.All.Count];

        public void Add(EvidenceRow row, Suspect suspect, int sign)
        {
            for (int reason = 0; reason < events.Length; reason++)
            {
                if ((row.Reasons & ReasonInfo.All[reason].Reason) != 0)
                {
                    events[reason] += sign * suspect.Events;
                    _ =
                        sign > 0
                            ? byReason[reason].Add((suspect, row.Visitor))
                            : byReason[reason].Remove((suspect, row.Visitor));
                }
            }
        }

        public IReadOnlyList<SuspectSummary> Summarize() =>
            [
                .. Enumerable
                    .Range(0, events.Length)
                    .Where(reason => byReason[reason].Count > 0)
                    .Select(reason => new SuspectSummary(
                        ReasonInfo.All[reason],
                        byReason[reason].Count,
                        events[reason],
                        [.. byReason[reason].Take(MostExamples).Select(of => of.Suspect)]
                    )),
            ];
    }
}
