using System.Text.Json;
using CreatorStream.Analytics.Kpis;
using CreatorStream.Events;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>What the touches of a campaign came to by what they say of themselves: by country. Rows add up to the campaign's.</summary>
internal sealed class AudienceView : View<EntityPeriods>
{
    private static readonly Record<Touches> Totals = new Record<Touches>("TouchTotals", "What touches came to.")
        .With("impressions", Values.Count, (in of) => of.Impressions)
        .With("clicks", Values.Count, (in of) => of.Clicks)
        .With("visits", Values.Count, (in of) => of.Visits)
        .With("productPages", Values.Count, (in of) => of.ProductPages, "visits to pages of products")
        .With("engagements", Values.Count, (in of) => of.Engagements);

    private static readonly Record<Part> Row = new Record<Part>(
        "AudiencePart",
        "Touches that have something in common, of all time."
    )
        .With("name", Values.Text, (in of) => of.Name, "empty: not said; other: none of the list")
        .With("totals", Totals, (in of) => new Touches(of.Counts, authentic: true))
        .With("raw", Totals, (in of) => new Touches(of.Counts, authentic: false));

    public AudienceView()
        : base("audience", ViewScope.Campaign) =>
        Table(
            "countries",
            Row,
            of => Parts(of, facets => facets.Country),
            "name",
            row => JsonSerializer.Serialize(row.Name),
            "by country of ISO 3166-1 alpha-2, as events say it"
        );

    /// <summary>It adds up all subjects with facets: once a second is soon enough.</summary>
    public override bool IsQuick => false;

    protected override EntityPeriods Find(ViewSources sources, string of) => sources.Campaign(of);

    /// <summary>In the order of their names; what is not said is what is left of all.</summary>
    private static IEnumerable<Part> Parts(EntityPeriods of, Func<Facets, string> nameOf)
    {
        long[] rest = [.. of.Figures?.AllTime.Counts ?? []];
        var parts = new SortedDictionary<string, long[]>(StringComparer.Ordinal) { [""] = rest };
        if (rest.Length == 0)
        {
            return [];
        }
        foreach ((Facets facets, long[] counts) in of.Sources.Workspace.Figures.Splits.Of(of.Entity.Campaign))
        {
            string name = nameOf(facets);
            if (name.Length == 0)
            {
                continue;
            }
            if (!parts.TryGetValue(name, out long[]? sums))
            {
                parts[name] = sums = new long[counts.Length];
            }
            for (int column = 0; column < counts.Length; column++)
            {
                sums[column] += counts[column];
                rest[column] -= counts[column];
            }
        }
        return parts
            .Where(part => part.Value.AsSpan().ContainsAnyExcept(0))
            .Select(part => new Part(part.Key, part.Value));
    }

    private readonly record struct Part(string Name, long[] Counts);

    private readonly record struct Touches(
        long Impressions,
        long Clicks,
        long Visits,
        long ProductPages,
        long Engagements
    )
    {
        public Touches(long[] counts, bool authentic)
            : this(0, 0, 0, 0, 0)
        {
            var kinds = new KindCounts(counts, authentic);
            Impressions = kinds.Impressions;
            Clicks = kinds.Clicks;
            Visits = kinds.Visits;
            ProductPages = kinds[EventType.ProductPage];
            Engagements = kinds.Engagements;
        }
    }
}
