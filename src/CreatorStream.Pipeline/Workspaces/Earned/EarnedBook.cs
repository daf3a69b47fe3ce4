using CreatorStream.Analytics.Panes;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Earned;

/// <summary>Earned media value of campaigns, creators and content, in the reporting currency, and the exchange rates it waits for.</summary>
public sealed class EarnedBook(WorkspaceCatalog catalog, FigureBook figures)
{
    /// <summary>By campaign, the first that is missing: what is of a creator or content item is of its campaign, too.</summary>
    private readonly Dictionary<string, (string Currency, string Day)> missing = [];
    private (long EmvRates, long Rates, string Currency) looked = (0, 0, "");

    public string Currency { get; set; } = "EUR";

    public IEnumerable<(string Currency, string Day)> MissingRates => missing.Values;

    /// <summary>How often these became others.</summary>
    public int MissingRatesChanges { get; private set; }

    /// <summary>Of a campaign, creator or content item; null: nothing was ever counted of it.</summary>
    public Emv Of(EntityFigures? of)
    {
        if (of == null)
        {
            return new EmvSum(catalog, Currency).Total;
        }
        PlatformActivity activity = of.Activity;
        if (
            activity.Known is not { } known
            || known.Activity != activity.Changes
            || known.EmvRates != catalog.EmvRates.Changes
            || known.Rates != catalog.RateChanges
            || known.Currency != Currency
        )
        {
            activity.Known = known = new KnownEmv(
                Find(activity),
                activity.Changes,
                catalog.EmvRates.Changes,
                catalog.RateChanges,
                Currency
            );
        }
        return known.Emv;
    }

    /// <summary>Finds which exchange rates are missing by now.</summary>
    /// <param name="changed">Campaigns whose figures changed.</param>
    public void Look(IReadOnlyCollection<string> changed)
    {
        (long, long, string) now = (catalog.EmvRates.Changes, catalog.RateChanges, Currency);
        IReadOnlyCollection<string> campaigns = now == looked ? changed : figures.Campaigns;
        looked = now;
        if (catalog.EmvRates.IsEmpty)
        {
            return;
        }
        foreach (string campaign in campaigns)
        {
            (string, string)? before = missing.TryGetValue(campaign, out (string, string) was) ? was : null;
            (string, string)? after = Of(figures.CreditedTo(campaign, null)).Missing;
            if (after == before)
            {
                continue;
            }
            MissingRatesChanges++;
            if (after is { } rate)
            {
                missing[campaign] = rate;
            }
            else
            {
                missing.Remove(campaign);
            }
        }
    }

    private Emv Find(PlatformActivity activity)
    {
        var sum = new EmvSum(catalog, Currency);
        foreach ((string platform, PaneSeries<long> days) in activity.Platforms)
        {
            sum.Add(platform, days);
        }
        return sum.Total;
    }
}
