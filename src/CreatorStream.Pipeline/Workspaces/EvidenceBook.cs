using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Workspaces;

/// <summary>What was left out of a campaign's authentic figures for one reason.</summary>
public sealed record SuspectSummary(
    ReasonInfo Reason,
    int Actors,
    long Events,
    IReadOnlyList<(string Actor, long Events, long FirstMicros, long LastMicros)> Examples
);

/// <summary>Evidence about actors, from all partitions, and the verdicts that follow.</summary>
public sealed class EvidenceBook
{
    private const int MostExamples = 5;
    private readonly Dictionary<ulong, (int Partition, EvidenceRow Row)> actors = [];

    /// <summary>Counts changes, so that summaries are made anew only when they must be.</summary>
    public int Version { get; private set; }

    /// <returns>The verdict to send where this evidence leads to a new one.</returns>
    public Verdict? Put(int partition, EvidenceRow row)
    {
        bool isNew = !actors.ContainsKey(row.Visitor);
        actors[row.Visitor] = (partition, row);
        Version++;
        // Each of today's reasons is enough by itself, and more events never lift one.
        return isNew ? new Verdict(row.Workspace, row.Visitor, Inauthentic: true) : null;
    }

    /// <param name="inCampaign">Whether a partition's subject belongs to the campaign.</param>
    public IReadOnlyList<SuspectSummary> Summarize(Func<int, int, bool> inCampaign)
    {
        var summaries = new List<SuspectSummary>();
        foreach (ReasonInfo reason in ReasonInfo.All)
        {
            var found = new List<(string Actor, long Events, long FirstMicros, long LastMicros)>();
            foreach ((int partition, EvidenceRow row) in actors.Values)
            {
                if ((row.Reasons & reason.Reason) == 0)
                {
                    continue;
                }
                long events = row.EventsBySubject.Where(of => inCampaign(partition, of.Key)).Sum(of => (long)of.Value);
                if (events > 0)
                {
                    found.Add((row.Actor, events, row.FirstMicros, row.LastMicros));
                }
            }
            if (found.Count > 0)
            {
                summaries.Add(
                    new SuspectSummary(
                        reason,
                        found.Count,
                        found.Sum(actor => actor.Events),
                        [
                            .. found
                                .OrderByDescending(actor => actor.Events)
                                .ThenBy(actor => actor.Actor, StringComparer.Ordinal)
                                .Take(MostExamples),
                        ]
                    )
                );
            }
        }
        return summaries;
    }
}
