using CreatorStream.Analytics.Attribution;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Analytics.Authenticity.Clicks;
using CreatorStream.Analytics.Authenticity.Groups;
using CreatorStream.Analytics.Authenticity.Vetting;
using CreatorStream.Analytics.Reach;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Workspaces.Authenticity;
using CreatorStream.Pipeline.Workspaces.Counters;
using CreatorStream.Pipeline.Workspaces.Figures;
using CreatorStream.Pipeline.Workspaces.Groups;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Cases;

/// <summary>
/// The cases of a workspace. They follow from what was found and what was decided: nothing of them is kept but decisions. A known
/// crawler makes none: there is nothing to decide about it.
/// </summary>
public sealed class CaseBook(
    WorkspaceCatalog catalog,
    AuthenticityBook authenticity,
    EngagerBook engagers,
    InjectedClicks injected,
    CodeBook codes,
    CounterBook counters,
    FigureBook figures
)
{
    /// <summary>Of a campaign: those with the most events.</summary>
    public const int Most = 1_000;

    /// <summary>What ids of cases begin with that somebody may decide about as a whole.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        .. (
            (Reason[])
                [
                    GroupDetectors.BoughtBurst.Reason,
                    GroupDetectors.SlowDrip.Reason,
                    GroupDetectors.Pod.Reason,
                    ClickInjection.Reason,
                    LeakedCode.Reason,
                    FollowerJump.Reason,
                    OddRatio.Reason,
                ]
        ).Select(reason => reason.Code),
    ];

    /// <summary>What ids of cases about injected clicks begin with, before the creator.</summary>
    private static readonly string OfInjected = $"{ClickInjection.Reason.Code}/";

    private const string Podcast = "podcast";
    private const int MostExamples = 5;
    private const int MinutesPerHour = 60;
    private const long DayMicros = 86_400_000_000;

    private readonly Dictionary<string, List<GroupPart>> groupsOf = [];
    private readonly HashSet<string> groupIds = new(StringComparer.Ordinal);

    /// <summary>
    /// By id, the last word and its place in the log. All of them stay, as in a log that has last words only: of any number that is
    /// less, either words about cases that never were push out one that counts, or what is left depends on words that the log has
    /// no more. null says something too: a case isn't dismissed by what it was called before.
    /// </summary>
    private readonly Dictionary<string, (CaseOverride Word, long Place)> decisions = new(StringComparer.Ordinal);
    private long places;

    private CounterCases? ofCounters;

    /// <summary>With the changes of codes and of the catalog that they were made at.</summary>
    private ((long Codes, long Catalog) Made, LeakedCode.Shares Of)? shares;

    /// <summary>Those of platforms' counters.</summary>
    public CounterCases Counters =>
        ofCounters ??= new CounterCases(catalog, counters, of => DecisionOf(of.Id, of.FormerIds));

    /// <summary>
    /// Whether orders changed of which any campaign's cases may be others: clicks and codes are compared with those of all campaigns.
    /// </summary>
    public bool TakeCompared() => codes.TakeChanged() | injected.TakeChanged();

    /// <summary>Other groups were found.</summary>
    public void Put(IReadOnlyList<FoundGroup> groups)
    {
        engagers.Put(groups);
        // A campaign is asked for its cases every second, and there may be many groups of others.
        groupsOf.Clear();
        groupIds.Clear();
        foreach (FoundGroup group in groups)
        {
            groupIds.UnionWith(group.Ids);
            groupIds.UnionWith(group.FormerIds);
            string id = IdOf(group);
            foreach (IGrouping<string, GroupAct> here in group.Acts.GroupBy(of => of.Campaign))
            {
                HashSet<ulong> visitors = [.. here.Select(of => of.Visitor)];
                (groupsOf.TryGetValue(here.Key, out List<GroupPart>? of) ? of : groupsOf[here.Key] = []).Add(
                    new GroupPart(
                        group,
                        id,
                        [.. group.Members.Where(member => visitors.Contains(member.Visitor))],
                        here.Sum(act => (long)act.Events)
                    )
                );
            }
        }
        authenticity.Put(FoundGroup.ByVisitor(groups.Select(Decided).OfType<FoundGroup>()));
        // Whom somebody dismissed is shown with names after a restart, too.
        foreach (GroupMember member in groups.Where(of => Decided(of) == null).SelectMany(of => of.Members))
        {
            authenticity.Ask(member.Partition, member.Visitor);
        }
    }

    /// <summary>What a person decided about the case of an id, in whatever campaign.</summary>
    public void Put(CaseOverride of)
    {
        decisions[of.Case] = (of, places++);
        if (of.Case.StartsWith(OfInjected, StringComparison.Ordinal))
        {
            injected.Confirm(of.Case[OfInjected.Length..], of.Decided == CaseDecision.Confirmed);
        }
        // Ids may be of no case at all, and many of them.
        if (groupIds.Contains(of.Case))
        {
            Put(engagers.Found);
        }
    }

    /// <summary>
    /// What a group goes by: the name under which somebody decided about it last, else its first. Where groups became one, of which
    /// one was dismissed, that counts: nobody is left out about whom somebody said that it is none.
    /// </summary>
    private string IdOf(FoundGroup group) =>
        group.Ids.MaxBy(id =>
        {
            (CaseOverride? word, long place) = decisions.GetValueOrDefault(id, (null!, -1));
            return (word?.Decided == CaseDecision.Dismissed, word?.Decided != null, place);
        })!;

    private CaseDecision? DecisionOf(FoundGroup group) => DecisionOf(IdOf(group), group.FormerIds);

    /// <summary>
    /// What was decided about a case; where nothing ever was, that it is dismissed as what it was called before. A confirmation doesn't
    /// pass on: what has another name by now may be another case, at which nobody looked.
    /// </summary>
    private CaseDecision? DecisionOf(string id, IEnumerable<string> formerIds) =>
        decisions.TryGetValue(id, out (CaseOverride Word, long) of) ? of.Word.Decided
        : formerIds.Any(former => DecisionOf(former) == CaseDecision.Dismissed) ? CaseDecision.Dismissed
        : null;

    /// <summary>A group as it counts by what was decided about it; null: it doesn't.</summary>
    private FoundGroup? Decided(FoundGroup group) =>
        DecisionOf(group) switch
        {
            CaseDecision.Dismissed => null,
            CaseDecision.Confirmed => group with { Members = [.. Confirmed(group)] },
            _ => group,
        };

    /// <summary>
    /// All of them are sure, but for whom a pod follows about: others can make somebody so who knows nothing of it, also once the pod
    /// is confirmed.
    /// </summary>
    private static IEnumerable<GroupMember> Confirmed(FoundGroup group) =>
        group.Members.Select(member => member.IsFollowed ? member : member with { Likelihood = 1 });

    /// <summary>In the order of their ids.</summary>
    public IReadOnlyList<Case> Of(string campaign) =>
        [
            .. OfGroups(campaign)
                .Concat(OfActors(campaign))
                .Concat(OfClicks(campaign).Select(of => of.Case))
                .Concat(OfCodes(campaign).Select(of => of.Case))
                .Concat(Counters.Of(campaign))
                .OrderByDescending(of => of.Events)
                .ThenBy(of => of.Id, StringComparer.Ordinal)
                // Names that somebody made up may come to the same id: a view has one row of each.
                .DistinctBy(of => of.Id, StringComparer.Ordinal)
                .Take(Most)
                .OrderBy(of => of.Id, StringComparer.Ordinal)
                .Select(of => of.Decision == null ? of : of with { LastWord = LastWordOf(of.Id) }),
        ];

    /// <returns>null: there is no such case.</returns>
    public CaseEvidence? EvidenceOf(string workspace, string campaign, string id)
    {
        if ((groupsOf.GetValueOrDefault(campaign) ?? []).Find(of => of.Group.Ids.Contains(id)).Group is { } group)
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
        if (OfClicks(campaign).FirstOrDefault(of => of.Case.Id == id) is { Case: not null } clicks)
        {
            return new CaseEvidence(
                workspace,
                campaign,
                clicks.Case.FromMicros,
                clicks.Case.ToMicros,
                clicks.Clicks.DistinctBy(of => of.Visitor).ToDictionary(of => of.Visitor, of => of.Partition),
                null,
                Placed(),
                clicks.Clicks.Select(of => (of.Visitor, of.ClickMicros)).ToHashSet()
            );
        }
        if (OfCodes(campaign).FirstOrDefault(of => of.Case.Id == id) is { Case: { } leaked, Code: var code })
        {
            return new CaseEvidence(
                workspace,
                campaign,
                leaked.FromMicros,
                leaked.ToMicros,
                null,
                null,
                Placed(),
                Code: code
            );
        }
        if (Counters.EvidenceOf(campaign, id) is { } readings)
        {
            return new CaseEvidence(
                workspace,
                campaign,
                long.MinValue,
                long.MaxValue,
                null,
                null,
                Placed(),
                Readings: readings
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

    private CaseDecision? DecisionOf(string id) => LastWordOf(id)?.Decided;

    private CaseOverride? LastWordOf(string id) => decisions.GetValueOrDefault(id).Word;

    private IEnumerable<Case> OfGroups(string campaign)
    {
        foreach (
            (FoundGroup group, string id, GroupMember[] members, long events) in groupsOf.GetValueOrDefault(campaign)
                ?? []
        )
        {
            yield return new Case(
                id,
                group.Reason,
                group.Content,
                group.Creator,
                group.FirstMicros,
                group.LastMicros,
                members.Length,
                members.Count(of => authenticity.LevelOf(of.Visitor) == VerdictLevel.Inauthentic),
                events,
                group.Expected,
                members.Average(of => of.Likelihood),
                DecisionOf(group),
                [
                    .. members
                        .Select(of => authenticity.NameOf(of.Visitor))
                        .Where(name => name.Length > 0)
                        .Order(StringComparer.Ordinal)
                        .Take(MostExamples),
                ],
                Platform: group.Kind == GroupKind.SlowDrip ? group.Platform : null
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
                of.Min(summary => summary.FirstMicros),
                of.Max(summary => summary.LastMicros) + 1,
                of.Sum(summary => summary.Actors),
                of.Where(summary => summary.Verdict == VerdictLevel.Inauthentic).Sum(summary => summary.Actors),
                of.Sum(summary => summary.Events),
                null,
                of.Sum(summary => summary.Confidence * summary.Actors) / of.Sum(summary => summary.Actors),
                DecisionOf(of.Key.Code),
                [.. of.SelectMany(summary => summary.Examples).Select(example => example.Actor).Take(MostExamples)]
            ));

    /// <summary>Orders that followed clicks which look injected, by the creator of the content.</summary>
    private IEnumerable<(Case Case, InjectedClick[] Clicks)> OfClicks(string campaign)
    {
        Dictionary<string, long>? ordersOf = null;
        // Either may be long: the other campaigns', or content of which nothing looks so.
        IEnumerable<ContentEntry> suspicious =
            injected.Suspicious.Count == 0
                ? []
                : catalog.ContentOf(campaign).Where(of => of.Creator is { Length: > 0 });
        foreach (
            IGrouping<string, InjectedContent> of in suspicious
                .Select(of => (Creator: of.Creator!, Found: injected.Find(of.Id)))
                .Where(of => of.Found != null)
                .GroupBy(of => of.Creator, of => of.Found!.Value)
        )
        {
            long clicks = of.Sum(content => content.Clicks);
            // Also those after clicks on content of which none looks so: a few of very many are chance.
            ordersOf ??= OrdersByCreator(campaign);
            long orders = ordersOf[of.Key];
            double likelihood = ClickInjection.Likelihood(
                clicks,
                orders,
                injected.Clicks - clicks,
                injected.Orders - orders
            );
            string id = OfInjected + of.Key;
            // What was confirmed stays, so that it can be taken back.
            if (likelihood < Strength.Suspect && DecisionOf(id) != CaseDecision.Confirmed)
            {
                continue;
            }
            InjectedClick[] found = [.. of.SelectMany(content => injected.Newest(content.Content, Most))];
            yield return (
                new Case(
                    id,
                    ClickInjection.Reason,
                    null,
                    of.Key,
                    of.Min(content => content.FirstMicros),
                    of.Max(content => content.LastMicros) + 1,
                    found.Select(click => click.Visitor).Distinct().Count(),
                    0,
                    clicks,
                    null,
                    likelihood,
                    DecisionOf(id),
                    []
                ),
                found
            );
        }
    }

    /// <summary>How many orders followed a click on the content of each creator of a campaign.</summary>
    private Dictionary<string, long> OrdersByCreator(string campaign)
    {
        var orders = new Dictionary<string, long>();
        foreach (ContentEntry content in catalog.ContentOf(campaign))
        {
            if (content.Creator is { } creator)
            {
                orders[creator] = orders.GetValueOrDefault(creator) + injected.OrdersOf(content.Id);
            }
        }
        return orders;
    }

    /// <summary>Codes that are where they don't belong.</summary>
    private IEnumerable<(Case Case, string Code)> OfCodes(string campaign)
    {
        CodeEntry[] entries = [.. catalog.CodesOf(campaign)];
        // Of who listens nothing is told: that nobody met them says nothing.
        HashSet<string> heard =
        [
            .. catalog
                .ContentOf(campaign)
                .Where(of => Podcast.Equals(of.Platform, StringComparison.OrdinalIgnoreCase))
                .Select(of => of.Creator)
                .OfType<string>(),
        ];
        foreach (CodeEntry entry in entries)
        {
            if (heard.Contains(entry.Creator))
            {
                continue;
            }
            CodeSums sums = SumsOf(entry);
            IReadOnlyList<CodeDay> days = [.. sums.Days];
            (CodeUsage usage, int? since) = CodePattern.Of(days, catalog.PublicationsOf(entry.Creator));
            double? expected =
                PeopleWhoMet(campaign, entry.Creator) < LeakedCode.LeastPeople
                    ? null
                    : Shares().Expected(entry.Creator, Buyers(sums));
            if (usage != CodeUsage.Leaked && expected == null)
            {
                continue;
            }
            string id = $"{LeakedCode.Reason.Code}/{entry.Id}";
            yield return (
                new Case(
                    id,
                    LeakedCode.Reason,
                    null,
                    entry.Creator,
                    (since ?? days[0].Day) * DayMicros,
                    (days[^1].Day + 1) * DayMicros,
                    (int)Math.Min(int.MaxValue, sums.Orders - sums.KnewCreator),
                    0,
                    sums.Orders,
                    expected,
                    LeakedCode.Reason.Confidence,
                    DecisionOf(id),
                    [entry.Id]
                ),
                entry.Id
            );
        }
    }

    /// <summary>Ever, in a campaign.</summary>
    private long PeopleWhoMet(string campaign, string creator) =>
        figures
            .CreditedTo(campaign, creator)
            ?.Reach(RollingReach.AllTime, lastPane: figures.GreatestPane, authentic: false)
        ?? 0;

    private CodeSums SumsOf(CodeEntry entry) => codes.Of(entry.Id).Side(isAuthentic: true);

    private static CodeBuyers Buyers(CodeSums sums) => new(sums.KnewCreator, sums.Orders - sums.KnewCreator);

    /// <summary>Of all codes, made anew when any of them came to something else.</summary>
    private LeakedCode.Shares Shares()
    {
        (long, long) made = (codes.AllChanges, catalog.Changes);
        if (shares is not { } known || known.Made != made)
        {
            shares = known = (
                made,
                new LeakedCode.Shares(catalog.Codes.Values.Select(of => (of.Creator, Buyers(SumsOf(of)))))
            );
        }
        return known.Of;
    }

    /// <summary>What single actors did, unless its rule alone never excludes anybody, or it names itself.</summary>
    private static bool IsCase(ReasonSummary of) =>
        Detectors.All.FirstOrDefault(detector => detector.Reason == of.Reason)
            is { Cause: Cause.Timing or Cause.Clicks };

    /// <summary>A group's part in a campaign.</summary>
    /// <param name="Id">See <see cref="IdOf"/>.</param>
    private readonly record struct GroupPart(FoundGroup Group, string Id, GroupMember[] Members, long Events);
}
