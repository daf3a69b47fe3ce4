using CreatorStream.Analytics.Money;
using CreatorStream.Analytics.Panes;
using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Workspaces.Earned;

/// <summary>Earned media value of some activity.</summary>
/// <param name="Micros">null: nothing of what was done has a rate, or an exchange rate is missing.</param>
/// <param name="Unrated">How much of it has no rate, and so is not valued.</param>
/// <param name="Missing">The first exchange rate that it waits for.</param>
public readonly record struct Emv(Int128? Micros, long Unrated, (string Currency, string Day)? Missing);

/// <summary>One that was found, and what it rests on.</summary>
internal sealed record KnownEmv(Emv Emv, long Activity, long EmvRates, long Rates, string Currency);

/// <summary>Adds up what activity is worth at the catalog's rates, each day at its own exchange rate.</summary>
/// <param name="reporting">The currency that it is asked for in.</param>
internal sealed class EmvSum(WorkspaceCatalog catalog, string reporting)
{
    private readonly EarnedMedia sum = new();
    private bool isRated;
    private long unrated;
    private (string Currency, string Day)? missing;

    public Emv Total =>
        new(
            catalog.EmvRates.IsEmpty || missing != null || (unrated > 0 && !isRated) ? null : sum.TotalMicros(),
            unrated,
            missing
        );

    /// <param name="days">Of one platform.</param>
    public EmvSum Add(string platform, PaneSeries<long> days)
    {
        for (int kind = 0; kind < EarnedMedia.Kinds.Count; kind++)
        {
            Add(platform, kind, days);
        }
        return this;
    }

    /// <param name="kind">An index of EarnedMedia.Kinds.</param>
    public EmvSum Add(string platform, int kind, PaneSeries<long> days)
    {
        EmvRateEntry? rate = catalog.EmvRates.Find(platform, EarnedMedia.Kinds[kind]);
        if (rate == null || rate.Currency == null || rate.Currency == reporting)
        {
            AddCount(rate, days.Sum(kind, 0, int.MaxValue));
            return this;
        }
        for (int index = 0; index < days.Count; index++)
        {
            long count = days.ValuesAt(index)[kind];
            if (count > 0)
            {
                string day = CostAccrual.UtcDay(Pane.StartMicros(days.PaneAt(index)));
                isRated = true;
                AddDay(rate, count, rate.Currency, day);
            }
        }
        return this;
    }

    private void AddCount(EmvRateEntry? rate, long count)
    {
        if (rate == null)
        {
            unrated += count;
            return;
        }
        isRated |= count > 0;
        sum.Add(count, rate.RateMicros, rate.Per);
    }

    private void AddDay(EmvRateEntry rate, long count, string currency, string day)
    {
        if (catalog.Rate(currency, day) is { } exchange)
        {
            sum.Add(count, rate.RateMicros, rate.Per, exchange);
        }
        else
        {
            missing ??= (currency, day);
        }
    }
}
