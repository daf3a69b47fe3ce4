using System.Text.Json;
using CreatorStream.Analytics.Kpis;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>What visitors did on the site whom the creators of a campaign brought, and how much of its traffic they are.</summary>
internal sealed class SiteView : View<SiteView.Found>
{
    private static readonly Record<SiteTotals> Totals = new Record<SiteTotals>(
        "SiteTotals",
        "What was done on the site, by docs/metrics.md."
    )
        .With(
            "siteVisits",
            Values.Count,
            (in of) => of.SiteVisits,
            "of the whole workspace, whoever brought them; absent in rows",
            (in of) => of.IsWhole
        )
        .With(
            "share",
            Values.Ratio,
            (in of) => Kpi.ShareOfTraffic(of.Brought, of.SiteVisits),
            "of all visits of the workspace, those that the creator brought; of a campaign, all its creators"
        )
        .With("visits", Values.Count, (in of) => of.Sums.Visits)
        .With("productPages", Values.Count, (in of) => of.Sums.ProductPages, "visits to pages of products")
        .With("carts", Values.Count, (in of) => of.Carts)
        .With("checkouts", Values.Count, (in of) => of.Checkouts)
        .With("formStarts", Values.Count, (in of) => of.FormStarts)
        .With("searches", Values.Count, (in of) => of.Searches)
        .With("sessions", Values.Count, (in of) => of.Sums.Sessions, "counted where they begin")
        .With("engagedSeconds", Values.Seconds, (in of) => of.Sums.EngagedSeconds, "of all visits")
        .With("bounceRate", Values.Ratio, (in of) => of.Sums.BounceRate)
        .With("pagesPerSession", Values.Ratio, (in of) => Kpi.PagesPerSession(of.Sums.Visits, of.Sums.Sessions))
        .With(
            "timeOnSite",
            Values.Ratio,
            (in of) => Kpi.TimeOnSite(of.Sums.EngagedSeconds, of.Sums.Sessions),
            "seconds a session"
        );

    private static readonly Record<(SiteFigures Of, int Index)> Window = new Record<(SiteFigures Of, int Index)>(
        "SiteWindow",
        "A sliding window of event time that ends at the data-as-of time, and the window of the same length before it."
    )
        .With("totals", Totals, (in window) => window.Of.Window(window.Index, 0, authentic: true))
        .With("raw", Totals, (in window) => window.Of.Window(window.Index, 0, authentic: false))
        .With("previousTotals", Totals, (in window) => window.Of.Window(window.Index, 1, authentic: true))
        .With("previousRaw", Totals, (in window) => window.Of.Window(window.Index, 1, authentic: false));

    private static readonly Record<SiteFigures> Windows = MakeWindows();

    private static readonly Record<SiteFigures> Campaign = WithPeriods(
        new Record<SiteFigures>("SitePeriods", ""),
        (in of) => of
    );

    private static readonly Record<Creator> Row = WithPeriods(
        new Record<Creator>("SiteRow", "")
            .With("creator", Values.Text, (in of) => of.Id)
            .With("name", Values.Text, (in of) => of.Figures.Sources.NameOf(of.Id)),
        (in of) => of.Figures
    );

    public SiteView()
        : base("site", ViewScope.Campaign)
    {
        Field("campaign", Campaign, (in of) => of.Whole, "of all its visits, also those that no creator brought");
        Field("others", OtherNames.Shape, (in of) => of.Shown.Others(), "null: all are shown");
        Table(
            "rows",
            Row,
            Rows,
            "creator",
            row => JsonSerializer.Serialize(row.Id),
            $"at most {ShownNames.Most}: those of the catalog first, then those with the most events"
        );
    }

    public override bool IsLarge => true;

    /// <summary>Shares change with every visit of the workspace, whosever it is.</summary>
    public override bool IsQuick => false;

    protected override Found Find(ViewSources sources, string of)
    {
        EntityFigures[] creators =
        [
            .. sources
                .Workspace.Figures.EntitiesOf(of)
                .Where(counted => counted.Entity.Level == EntityLevel.Creator)
                .Select(counted => counted.Figures),
        ];
        return new Found(
            of,
            sources.CreatorsOf(of),
            new SiteFigures(sources, sources.Campaign(of).Figures, creators, IsWhole: true)
        );
    }

    private static IEnumerable<Creator> Rows(Found found) =>
        found.Shown.Names.Select(creator =>
        {
            ViewSources sources = found.Whole.Sources;
            EntityFigures? figures = sources.Of(found.Campaign, EntityLevel.Creator, creator).Figures;
            return new Creator(creator, new SiteFigures(sources, figures, figures == null ? [] : [figures], false));
        });

    private static Record<SiteFigures> MakeWindows()
    {
        var windows = new Record<SiteFigures>("SiteWindows", "");
        for (int i = 0; i < Figures.Windows.WindowNames.Count; i++)
        {
            int window = i;
            windows.With(Figures.Windows.WindowNames[window], Window, (in of) => (of, window));
        }
        return windows;
    }

    private static Record<T> WithPeriods<T>(Record<T> record, Part<T, SiteFigures> of) =>
        record
            .With("totals", Totals, (in from) => of(from).AllTime(authentic: true))
            .With("raw", Totals, (in from) => of(from).AllTime(authentic: false))
            .With("windows", Windows, of);

    internal readonly record struct Found(string Campaign, ShownNames Shown, SiteFigures Whole);

    private readonly record struct Creator(string Id, SiteFigures Figures);

    /// <param name="Creators">Who bring visits: of a campaign its creators, of a creator this one alone.</param>
    /// <param name="IsWhole">A campaign's.</param>
    internal readonly record struct SiteFigures(
        ViewSources Sources,
        EntityFigures? Figures,
        IReadOnlyList<EntityFigures> Creators,
        bool IsWhole
    )
    {
        private static readonly EntitySums Nothing = new();

        public SiteTotals AllTime(bool authentic) =>
            SiteTotals.Of(
                Figures?.AllTime ?? Nothing,
                Creators.Sum(of => new KindCounts(of.AllTime.Counts, authentic).Visits),
                Sources.Workspace.Figures.Site.AllTime(authentic),
                authentic,
                IsWhole
            );

        /// <inheritdoc cref="Figures.Windows.Window" />
        public SiteTotals Window(int window, int back, bool authentic)
        {
            (int start, int end) = Sources.Windows.Panes(window, back);
            return SiteTotals.Of(
                Sources.Windows.Sums(Figures, start, end),
                Creators.Sum(of => of.Count(EventClass.Visit, start, end, authentic)),
                Sources.Workspace.Figures.Site.Sum(start, end, authentic),
                authentic,
                IsWhole
            );
        }
    }

    /// <summary>What was done on the site over a period.</summary>
    internal readonly record struct SiteTotals(
        Totals Sums,
        long Carts,
        long Checkouts,
        long FormStarts,
        long Searches,
        long Brought,
        long SiteVisits,
        bool IsWhole
    )
    {
        public static SiteTotals Of(EntitySums sums, long brought, long siteVisits, bool authentic, bool isWhole)
        {
            var touches = new KindCounts(sums.Counts, authentic);
            return new SiteTotals(
                SumsShape.Of(sums, authentic),
                touches[EventType.Cart],
                touches[EventType.Checkout],
                touches[EventType.FormStart],
                touches[EventType.Search],
                brought,
                siteVisits,
                isWhole
            );
        }
    }
}
