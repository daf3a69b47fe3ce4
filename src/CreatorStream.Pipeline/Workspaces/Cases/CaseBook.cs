using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Workspaces.Authenticity;
using CreatorStream.Pipeline.Workspaces.Groups;

namespace CreatorStream.Pipeline.Workspaces.Cases;

/// <summary>
/// The cases of a workspace. They follow from what was found and what was decided: nothing of them is kept but decisions. A known
/// crawler makes none: there is nothing to decide about it.
/// </summary>
public sealed class CaseBook(
    WorkspaceCatalog catalog,
    AuthenticityBook authenticity,
    Func<IReadOnlyList<FoundGroup>> found
)
{
    /// <summary>Of a campaign: those with the most events.</summary>
    public const int Most = 1_000;

    private const int MostExamples = 5;
    private const int MinutesPerHour = 60;

    private readonly Dictionary<string, CaseDecision> decisions = new(StringComparer.Ordinal);

    /// <summary>What a person decided about the case of an id, in whatever campaign; null: nothing any more.</summary>
    public void Put(string id, CaseDecision? decided)
    {
        if (decided is { } decision)
        {
            decisions[id] = decision;
        }
        else
        {
            decisions.Remove(id);
        }
    }

    /// <summary>Groups as they count by what was decided about them.</summary>
    public IEnumerable<FoundGroup> Decided(IEnumerable<FoundGroup> groups) =>
        groups
            .Where(of => DecisionOf(of.Id) != CaseDecision.Dismissed)
            .Select(of =>
                DecisionOf(of.Id) == CaseDecision.Confirmed
                    ? of with
                    {
                        Members = [.. of.Members.Select(member => member with { Likelihood = 1 })],
                    }
                    : of
            );

    /// <summary>In the order of their ids.</summary>
    public IReadOnlyList<Case> Of(string campaign) =>
        [
            .. OfGroups(campaign)
                .Concat(OfActors(campaign))
                .OrderByDescending(of => of.Events)
                .ThenBy(of => of.Id, StringComparer.Ordinal)
                .Take(Most)
                .OrderBy(of => of.Id, StringComparer.Ordinal),
        ];

    /// <returns>null: there is no such case.</returns>
    public CaseEvidence? EvidenceOf(string workspace, string campaign, string id)
    {
        if (found().FirstOrDefault(of => of.Id == id) is { } group)
        {
            return new CaseEvidence(
                workspace,
                campaign,
                group.FirstMicros,
                group.LastMicros,
                group.Members.ToDictionary(of => of.Visitor, of => of.Partition),
                group
                    .Acts.Where(of => of.Campaign == campaign)
                    .Select(of => (of.Visitor, of.Content, of.Minute / MinutesPerHour))
                    .ToHashSet(),
                Placed()
            );
        }
        ReasonSummary? summary = authenticity.Of(campaign).FirstOrDefault(of => IsCase(of) && of.Reason.Code == id);
        return summary == null
            ? null
            : new CaseEvidence(
                workspace,
                campaign,
                long.MinValue,
                long.MaxValue,
                authenticity.ActorsOf(campaign, summary.Reason),
                null,
                Placed()
            );
    }

    private Dictionary<string, string> Placed() =>
        catalog
            .Content.Where(of => of.Value.Campaign != null)
            .ToDictionary(of => of.Key, of => of.Value.Campaign!, StringComparer.Ordinal);

    private CaseDecision? DecisionOf(string id) => decisions.TryGetValue(id, out CaseDecision of) ? of : null;

    private IEnumerable<Case> OfGroups(string campaign)
    {
        foreach (FoundGroup group in found())
        {
            GroupAct[] acts = [.. group.Acts.Where(of => of.Campaign == campaign)];
            if (acts.Length == 0)
            {
                continue;
            }
            HashSet<ulong> visitors = [.. acts.Select(of => of.Visitor)];
            GroupMember[] members = [.. group.Members.Where(of => visitors.Contains(of.Visitor))];
            yield return new Case(
                group.Id,
                group.Reason,
                group.Content,
                group.Creator,
                group.FirstMicros,
                group.LastMicros,
                members.Length,
                members.Count(of => authenticity.LevelOf(of.Visitor) == VerdictLevel.Inauthentic),
                acts.Sum(of => (long)of.Events),
                group.Expected,
                members.Average(of => of.Likelihood),
                DecisionOf(group.Id),
                [
                    .. members
                        .Select(of => authenticity.NameOf(of.Visitor))
                        .Where(name => name.Length > 0)
                        .Order(StringComparer.Ordinal)
                        .Take(MostExamples),
                ]
            );
        }
    }

    private IEnumerable<Case> OfActors(string campaign) =>
        authenticity
            .Of(campaign)
            .Where(IsCase)
            .GroupBy(of => of.Reason)
            .Select(of => new Case(
                of.Key.Code,
                of.Key,
                null,
                null,
                authenticity.ExamplesOf(campaign, of.Key).Min(shown => shown.FirstMicros),
                authenticity.ExamplesOf(campaign, of.Key).Max(shown => shown.LastMicros) + 1,
                of.Sum(summary => summary.Actors),
                of.Where(summary => summary.Verdict == VerdictLevel.Inauthentic).Sum(summary => summary.Actors),
                of.Sum(summary => summary.Events),
                null,
                of.Key.Confidence,
                DecisionOf(of.Key.Code),
                [.. of.SelectMany(summary => summary.Examples).Select(example => example.Actor).Take(MostExamples)]
            ));

    /// <summary>What single actors did, unless its rule alone never excludes anybody, or it names itself.</summary>
    private static bool IsCase(ReasonSummary of) =>
        Detectors.All.FirstOrDefault(detector => detector.Reason == of.Reason)
            is { Cause: Cause.Timing or Cause.Clicks };
}
