using System.Globalization;
using System.Text.Json;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>The promo codes of a campaign: which orders used them, whom their buyers had met, and how codes are used by that.</summary>
internal sealed class CodesView : View<CodesView.Found>
{
    /// <summary>Days whose orders are held against those before.</summary>
    private const int RecentDays = 7;

    private static readonly Record<CodeSums> Sums = new Record<CodeSums>("CodeTotals", "The orders that used a code.")
        .With("conversions", Values.Count, (in of) => of.Orders)
        .With("revenue", Values.Money, (in of) => of.RevenueMicros)
        .With(
            "metCreator",
            Values.Count,
            (in of) => of.MetCreator,
            "those whose buyer had met the code's creator in its campaign"
        )
        .With("metNobody", Values.Count, (in of) => of.MetNobody, "those whose buyer had met nobody and nothing");

    private static readonly Record<Code> Row = new Record<Code>("CodeRow", "")
        .With("code", Values.Text, (in of) => of.Entry.Id)
        .With("creator", Values.Text, (in of) => of.Entry.Creator)
        .With("name", Values.Text, (in of) => of.Sources.NameOf(of.Entry.Creator))
        .With("totals", Sums, (in of) => of.Authentic)
        .With("raw", Sums, (in of) => of.All)
        .With(
            "firstDay",
            Values.TextOrNull,
            (in of) => DayText(of.Days, 0),
            "UTC, of authentic orders, as all that follows"
        )
        .With("lastDay", Values.TextOrNull, (in of) => DayText(of.Days, of.Days.Count - 1))
        .With(
            "recentPerDay",
            Values.Ratio,
            (in of) => of.Recent,
            "orders a day in the 7 days up to that of the greatest event time"
        )
        .With(
            "usualPerDay",
            Values.Ratio,
            (in of) => of.Usual,
            "the same before, from the first day on; null: there is none before"
        )
        .With(
            "usage",
            Values.Word([.. Enum.GetNames<CodeUsage>().Select(Camel)]),
            (in of) => Camel(of.Usage.ToString())
        )
        .With(
            "leakedOn",
            Values.TextOrNull,
            (in of) => of.Since is { } day ? DayText(day) : null,
            "the first day on which very many used it who had met nobody"
        );

    public CodesView()
        : base("codes", ViewScope.Campaign) =>
        Table(
            "rows",
            Row,
            Rows,
            "code",
            row => JsonSerializer.Serialize(row.Entry.Id),
            $"codes of the catalog, at most {ShownNames.Most}: those with the most orders"
        );

    public override bool IsQuick => false;

    public override long? StampOf(ViewSources sources, string of) =>
        sources.Workspace.Codes.Changes(of)
        + sources.Workspace.Catalog.Changes
        + Rfc3339.DayOf(sources.Workspace.Figures.GreatestMicros);

    protected override Found Find(ViewSources sources, string of) => new(sources, of);

    private static IEnumerable<Code> Rows(Found found)
    {
        WorkspaceState workspace = found.Sources.Workspace;
        var entries = workspace.Catalog.CodesOf(found.Campaign).ToDictionary(entry => entry.Id);
        IEnumerable<ShownNames.Ranked> ranked = ShownNames.First([
            .. entries.Keys.Select(code => new ShownNames.Ranked(
                true,
                workspace.Codes.Of(code).Side(isAuthentic: false).Orders,
                code
            )),
        ]);
        int today = Rfc3339.DayOf(workspace.Figures.GreatestMicros);
        return ranked
            .OrderBy(of => of.Name, StringComparer.Ordinal)
            .Select(of => new Code(
                found.Sources,
                entries[of.Name],
                workspace.Codes.Of(of.Name),
                workspace.Catalog.PublicationsOf(entries[of.Name].Creator),
                today
            ));
    }

    private static string? DayText(IReadOnlyList<CodeDay> days, int at) =>
        days.Count == 0 ? null : DayText(days[at].Day);

    private static string DayText(int day) =>
        DateTime.UnixEpoch.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    internal readonly record struct Found(ViewSources Sources, string Campaign);

    /// <summary>A code with its orders.</summary>
    private sealed class Code
    {
        /// <param name="published">Days on which its creator published.</param>
        /// <param name="today">That of the greatest event time.</param>
        public Code(ViewSources sources, CodeEntry entry, CodeUses uses, IReadOnlyCollection<int> published, int today)
        {
            (Sources, Entry) = (sources, entry);
            (Authentic, All) = (uses.Side(isAuthentic: true), uses.Side(isAuthentic: false));
            Days = [.. Authentic.Days];
            (Usage, Since) = CodePattern.Of(Days, published);
            int from = today - RecentDays + 1;
            long recent = Days.Where(of => of.Day >= from).Sum(of => of.Orders);
            Recent = (double)recent / RecentDays;
            int before = Days.Count == 0 ? 0 : from - Days[0].Day;
            Usual = before <= 0 ? null : (double)(Authentic.Orders - recent) / before;
        }

        public ViewSources Sources { get; }
        public CodeEntry Entry { get; }
        public CodeSums Authentic { get; }
        public CodeSums All { get; }
        public IReadOnlyList<CodeDay> Days { get; }
        public CodeUsage Usage { get; }
        public int? Since { get; }
        public double? Recent { get; }
        public double? Usual { get; }
    }
}
