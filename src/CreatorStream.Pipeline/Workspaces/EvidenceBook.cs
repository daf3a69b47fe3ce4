using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces;

/// <summary>What was left out of a campaign's authentic figures for one reason.</summary>
public sealed record SuspectSummary(ReasonInfo Reason, int Actors, long Events, IReadOnlyList<Suspect> Examples);

/// <summary>An actor left out, with how many of its events concern the campaign. Times are microseconds since 1970.</summary>
/// <param name="Actor">Its name; empty where the person was erased.</param>
public readonly record struct Suspect(string Actor, long Events, long FirstMicros, long LastMicros);

/// <summary>Evidence about actors, from all partitions, and the verdicts that follow.</summary>
public sealed class EvidenceBook
{
    private const int MostExamples = 5;
    private readonly Dictionary<ulong, (int Partition, EvidenceRow Row)> actors = [];

    /// <summary>Counts changes, so that summaries are made anew only when they must be.</summary>
    public int Version { get; private set; }

    /// <summary>Counts actors whose name went, since the person was erased: no count says that anything changed.</summary>
    public int Erased { get; private set; }

    /// <returns>The verdict to send where this evidence leads to a new one.</returns>
    public Verdict? Put(int partition, EvidenceRow row)
    {
        bool isNew = !actors.TryGetValue(row.Visitor, out (int Partition, EvidenceRow Row) known);
        Erased += !isNew && known.Row.Actor != row.Actor ? 1 : 0;
        actors[row.Visitor] = (partition, row);
        Version++;
        // Each of today's reasons is enough by itself, and more events never lift one.
        return isNew ? new Verdict(row.Workspace, row.Visitor, Inauthentic: true) : null;
    }

    /// <summary>By campaign, in one pass: asked for each of many campaigns, it would be as many passes.</summary>
    /// <param name="campaignOf">The campaign that a partition's subject belongs to, or empty.</param>
    public IReadOnlyDictionary<string, IReadOnlyList<SuspectSummary>> Summarize(Func<int, int, string> campaignOf)
    {
        var summaries = new Dictionary<string, IReadOnlyList<SuspectSummary>>();
        foreach (ReasonInfo reason in ReasonInfo.All)
        {
            var found = new Dictionary<string, List<Suspect>>();
            foreach ((int partition, EvidenceRow row) in actors.Values)
            {
                if ((row.Reasons & reason.Reason) != 0)
                {
                    Find(partition, row, campaignOf, found);
                }
            }
            foreach ((string campaign, List<Suspect> of) in found)
            {
                IReadOnlyList<SuspectSummary> before = summaries.GetValueOrDefault(campaign) ?? [];
                summaries[campaign] =
                [
                    .. before,
                    new SuspectSummary(
                        reason,
                        of.Count,
                        of.Sum(actor => actor.Events),
                        [
                            .. of.OrderByDescending(actor => actor.Events)
                                .ThenBy(actor => actor.Actor, StringComparer.Ordinal)
                                .ThenBy(actor => (actor.FirstMicros, actor.LastMicros))
                                .Take(MostExamples),
                        ]
                    ),
                ];
            }
        }
        return summaries;
    }

    /// <summary>Adds an actor to the campaigns that its events concern.</summary>
    private static void Find(
        int partition,
        EvidenceRow row,
        Func<int, int, string> campaignOf,
        Dictionary<string, List<Suspect>> found
    )
    {
        var events = new Dictionary<string, long>();
        foreach ((int subject, int count) in row.EventsBySubject)
        {
            string campaign = campaignOf(partition, subject);
            events[campaign] = events.GetValueOrDefault(campaign) + count;
        }
        foreach ((string campaign, long count) in events)
        {
            if (count > 0 && campaign.Length > 0)
            {
                if (!found.TryGetValue(campaign, out List<Suspect>? of))
                {
                    found[campaign] = of = [];
                }
                of.Add(new Suspect(row.Actor, count, row.FirstMicros, row.LastMicros));
            }
        }
    }
}
