using System.Text.Json;
using CreatorStream.Analytics.Reach;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Visitors.Overlap;
using CreatorStream.Pipeline.Workspaces.Overlap;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>Whose audiences are the same people: of the creators of a campaign, and of its platforms, of all time.</summary>
internal sealed class OverlapView : View<OverlapView.Found>
{
    private static readonly string[] Methods =
    [
        .. Enum.GetNames<ReachMethod>().Select(JsonNamingPolicy.CamelCase.ConvertName),
    ];

    private static readonly Record<Side> GroupTotals = new Record<Side>(
        "AudienceTotals",
        "People who met any of a group."
    )
        .With("reach", Values.Count, (in of) => of.Any(MetColumns.People), "each once")
        .With("sum", Values.Count, (in of) => of.Sum, "each once for everyone of the group whom they met")
        .With("alone", Values.Count, (in of) => of.Any(MetColumns.Alone), "those who met one alone")
        .With(
            "many",
            Values.Count,
            (in of) => of.Any(MetColumns.Many),
            $"those who met more than {AudienceOverlap.MostInPairs}, and are in no pair"
        );

    private static readonly Record<Group> GroupShape = new Record<Group>(
        "AudienceGroup",
        "The creators of a campaign, or its platforms."
    )
        .With("count", Values.Count, (in of) => of.Met.Count, "whom anybody met")
        .With(
            "inPairs",
            Values.Count,
            (in of) => of.Pairs.InPairs,
            $"those of them who stand in pairs: at most {PairRank.Most}"
        )
        .With("pairs", Values.Count, (in of) => of.Pairs.All, "that anybody met both of")
        .With("totals", GroupTotals, (in of) => new Side(of, true))
        .With("raw", GroupTotals, (in of) => new Side(of, false));

    private static readonly Record<(MetCounts Met, bool Authentic)> MetTotals = new Record<(
        MetCounts Met,
        bool Authentic
    )>("AudienceReach", "People who met one.")
        .With("reach", Values.Count, (in of) => of.Met.Of(MetColumns.People, of.Authentic))
        .With(
            "alone",
            Values.Count,
            (in of) => of.Met.Of(MetColumns.Alone, of.Authentic),
            "who met no other of the group"
        );

    private static readonly Record<(PairRow Row, bool Authentic)> PairTotals = new Record<(
        PairRow Row,
        bool Authentic
    )>("AudiencePair", "People who met both.")
        .With("both", Values.Count, (in of) => of.Row.Of.Of(of.Authentic))
        .With(
            "share",
            Values.Ratio,
            (in of) => of.Row.Share(of.Authentic),
            "of the people who met the one of fewer people"
        );

    private static readonly Record<PairRow> PairShape = new Record<PairRow>("AudiencePairRow", "")
        .With("id", Values.Text, (in of) => of.Id)
        .With("one", Values.Text, (in of) => of.Of.One)
        .With("other", Values.Text, (in of) => of.Of.Other)
        .With("totals", PairTotals, (in of) => (of, true))
        .With("raw", PairTotals, (in of) => (of, false));

    private static readonly Record<Creator> CreatorShape = new Record<Creator>("AudienceCreator", "")
        .With("creator", Values.Text, (in of) => of.Id)
        .With("name", Values.Text, (in of) => of.Name)
        .With("totals", MetTotals, (in of) => (of.Met, true))
        .With("raw", MetTotals, (in of) => (of.Met, false));

    private static readonly Shape<Reported?> ReportedShape = Lists.OrNull(
        new Record<Reported>("ReportedReach", "What platforms report of the reach of content items, together.")
            .With("items", Values.Count, (in of) => of.Items, "whose reach is reported")
            .With("least", Values.Count, (in of) => of.Reach.Least, "the largest of them: certain")
            .With("most", Values.Count, (in of) => of.Reach.Most, "their sum: certain")
            .With(
                "method",
                Values.Word(Methods),
                (in of) => Methods[(int)of.Reach.Method],
                "what the estimate rests on"
            )
            .With(
                "people",
                Values.ChangeOrNull,
                (in of) => Rounded(of.Reach.People),
                "estimated; null: there is no estimate"
            )
            .With(
                "low",
                Values.ChangeOrNull,
                (in of) => Rounded(of.Reach.Low),
                "where its 95 % interval begins; null: it has none"
            )
            .With("high", Values.ChangeOrNull, (in of) => Rounded(of.Reach.High))
            .With(
                "audience",
                Values.ChangeOrNull,
                (in of) => of.Audience,
                "how many people can be reached, by the catalog"
            )
    );

    private static readonly Record<(long Persons, long Visitors)> JoinedShape = new Record<(
        long Persons,
        long Visitors
    )>("JoinedPersons", "People of the workspace who are known by several visitor ids, by marks in common.")
        .With("persons", Values.Count, (in of) => of.Persons)
        .With("visitors", Values.Count, (in of) => of.Visitors, "the ids that these have");

    private static readonly Record<Platform> PlatformShape = new Record<Platform>("AudiencePlatform", "")
        .With("platform", Values.Text, (in of) => of.Name)
        .With("totals", MetTotals, (in of) => (of.Met, true))
        .With("raw", MetTotals, (in of) => (of.Met, false))
        .With("reported", ReportedShape, (in of) => of.Reported);

    public OverlapView()
        : base("overlap", ViewScope.Campaign)
    {
        string few = $"at most {ShownNames.Most}: those of the catalog first, then those with the most people";
        string pairs =
            $"at most {ShownPairs.Most}: those of the {ShownPairs.OfLargest} with the most people, then those with the most people";
        Field("joined", JoinedShape, (in of) => of.Sources.Workspace.Persons.Joined);
        Field("creators", GroupShape, (in of) => of.Creators);
        Field("platforms", GroupShape, (in of) => of.Platforms);
        Field("reported", ReportedShape, (in of) => of.Reported, "of all platforms; null: none reports any");
        Table("creatorRows", CreatorShape, Creators, "creator", row => JsonSerializer.Serialize(row.Id), few);
        Table(
            "creatorPairs",
            PairShape,
            of => Pairs(of.Creators),
            "id",
            row => JsonSerializer.Serialize(row.Id),
            pairs
        );
        Table("platformRows", PlatformShape, Platforms, "platform", row => JsonSerializer.Serialize(row.Name), few);
        Table(
            "platformPairs",
            PairShape,
            of => Pairs(of.Platforms),
            "id",
            row => JsonSerializer.Serialize(row.Id),
            pairs
        );
    }

    /// <summary>It goes through all pairs: once a second is soon enough.</summary>
    public override bool IsQuick => false;

    public override bool IsLarge => true;

    protected override Found Find(ViewSources sources, string of)
    {
        SortedDictionary<string, PlatformAudience> reporting = ReportedPlatforms.Of(sources.Workspace, of);
        long? audience = sources.Workspace.Catalog.Campaigns.GetValueOrDefault(of)?.Audience;
        return new Found(
            sources,
            of,
            GroupOf(sources, of, EntityLevel.Creator),
            GroupOf(sources, of, EntityLevel.Platform),
            Reported.Of([.. reporting.Values], audience),
            reporting.ToDictionary(platform => platform.Key, platform => Reported.Of([platform.Value], audience)!)
        );
    }

    private static Group GroupOf(ViewSources sources, string campaign, EntityLevel level) =>
        sources.Workspace.Overlap.Of(campaign, level) is { } group
            ? new Group(
                group.Any,
                group.All.Where(of => of.Met[MetColumns.People] > 0).ToDictionary(of => of.Name, of => of.Met),
                ShownPairs.Of(group, sources.Workspace.Catalog, campaign, level)
            )
            : Group.Nobody;

    /// <summary>In the order of their names.</summary>
    private static IEnumerable<Creator> Creators(Found found) =>
        First(found.Creators, creator => found.Sources.Workspace.Catalog.HasCreator(found.Campaign, creator))
            .Select(creator => new Creator(
                creator,
                found.Sources.NameOf(creator),
                found.Creators.Met.GetValueOrDefault(creator)
            ));

    /// <summary>Also those that report something and were met by nobody.</summary>
    private static IEnumerable<Platform> Platforms(Found found) =>
        First(found.Platforms, platform => found.Sources.Workspace.Catalog.HasPlatform(found.Campaign, platform))
            .Union(found.ReportedBy.Keys.Order(StringComparer.Ordinal).Take(ShownNames.Most))
            .Order(StringComparer.Ordinal)
            .Select(platform => new Platform(
                platform,
                found.Platforms.Met.GetValueOrDefault(platform),
                found.ReportedBy.GetValueOrDefault(platform)
            ));

    private static IEnumerable<string> First(Group group, Func<string, bool> isConfigured) =>
        ShownNames
            .First([
                .. group.Met.Select(of => new ShownNames.Ranked(
                    isConfigured(of.Key),
                    of.Value[MetColumns.People],
                    of.Key
                )),
            ])
            .Select(shown => shown.Name)
            .Order(StringComparer.Ordinal);

    /// <summary>In the order of their ids.</summary>
    private static IEnumerable<PairRow> Pairs(Group group) =>
        group
            .Pairs.Shown.Select(pair => new PairRow(
                pair,
                group.Met.GetValueOrDefault(pair.One),
                group.Met.GetValueOrDefault(pair.Other)
            ))
            .OrderBy(row => row.Id, StringComparer.Ordinal);

    private static long? Rounded(double? people) => people is { } of ? (long)Math.Round(of) : null;

    internal sealed record Found(
        ViewSources Sources,
        string Campaign,
        Group Creators,
        Group Platforms,
        Reported? Reported,
        IReadOnlyDictionary<string, Reported> ReportedBy
    );

    /// <param name="Met">By name, those whom anybody met.</param>
    internal sealed record Group(MetCounts Any, IReadOnlyDictionary<string, MetCounts> Met, ShownPairs Pairs)
    {
        public static Group Nobody { get; } = new(default, new Dictionary<string, MetCounts>(), ShownPairs.None);
    }

    private readonly record struct Side(Group Group, bool Authentic)
    {
        public long Sum
        {
            get
            {
                bool authentic = Authentic;
                return Group.Met.Values.Sum(of => of.Of(MetColumns.People, authentic));
            }
        }

        public long Any(int column) => Group.Any.Of(column, Authentic);
    }

    internal sealed record Reported(long Items, DeduplicatedReach Reach, long? Audience)
    {
        public static Reported? Of(IReadOnlyList<PlatformAudience> platforms, long? audience) =>
            ReportedReach.Of(platforms, audience) is { } reach
                ? new Reported(platforms.Sum(of => of.Reported.Count), reach, audience)
                : null;
    }

    private readonly record struct Creator(string Id, string Name, MetCounts Met);

    private readonly record struct Platform(string Name, MetCounts Met, Reported? Reported);

    private readonly record struct PairRow(Pair Of, MetCounts One, MetCounts Other)
    {
        /// <summary>Names may hold anything: a list of both in JSON tells them from others.</summary>
        public string Id => JsonSerializer.Serialize((string[])[Of.One, Of.Other]);

        public double? Share(bool authentic)
        {
            long smaller = Math.Min(One.Of(MetColumns.People, authentic), Other.Of(MetColumns.People, authentic));
            return smaller == 0 ? null : (double)Of.Of(authentic) / smaller;
        }
    }
}
