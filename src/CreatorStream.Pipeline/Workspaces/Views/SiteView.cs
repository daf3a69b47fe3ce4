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

    protected override Found Find(ViewSources sources, string of) =>
        new(
            of,
            sources.CreatorsOf(of),
            new SiteFigures(sources, sources.Campaign(of).Figures, sources.Workspace.Figures.Site.BroughtTo(of))
        );

    private static IEnumerable<Creator> Rows(Found found)
    {
        ViewSources sources = found.Whole.Sources;
        return found.Shown.Names.Select(creator => new Creator(
            creator,
            new SiteFigures(sources, sources.Of(found.Campaign, EntityLevel.Creator, creator).Figures, null)
        ));
    }

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

    /// <param name="Brought">Of a campaign, the visits that its creators brought; null: a creator's are all its own.</param>
    internal readonly record struct SiteFigures(ViewSources Sources, EntityFigures? Figures, SiteVisits? Brought)
    {
        private static readonly EntitySums Nothing = new();

        public SiteTotals AllTime(bool authentic) =>
            new(
                Figures?.AllTime ?? Nothing,
                Brought?.AllTime(authentic),
                Sources.Workspace.Figures.Site.All.AllTime(authentic),
                authentic
            );

        /// <inheritdoc cref="Figures.Windows.Window" />
        public SiteTotals Window(int window, int back, bool authentic)
        {
            (int start, int end) = Sources.Windows.Panes(window, back);
            return new SiteTotals(
                Sources.Windows.Sums(Figures, start, end),
                Brought?.Sum(start, end, authentic),
                Sources.Workspace.Figures.Site.All.Sum(start, end, authentic),
                authentic
            );
        }
    }

    /// <summary>What was done on the site over a period.</summary>
    internal readonly record struct SiteTotals
    {
        /// <param name="sums">Not kept.</param>
        /// <param name="brought">null: all of them.</param>
        public SiteTotals(EntitySums sums, long? brought, long siteVisits, bool authentic)
        {
            var touches = new KindCounts(sums.Counts, authentic);
            Sums = SumsShape.Of(sums, authentic);
            Carts = touches[EventType.Cart];
            Checkouts = touches[EventType.Checkout];
            FormStarts = touches[EventType.FormStart];
            Searches = touches[EventType.Search];
            Brought = brought ?? Sums.Visits;
            SiteVisits = siteVisits;
            IsWhole = brought != null;
        }

        public Totals Sums { get; }
        public long Carts { get; }
        public long Checkouts { get; }
        public long FormStarts { get; }
        public long Searches { get; }
        public long Brought { get; }
        public long SiteVisits { get; }

        /// <summary>A campaign's.</summary>
        public bool IsWhole { get; }
    }
}
