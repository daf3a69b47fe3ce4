using CreatorStream.Analytics.Money;

namespace CreatorStream.Pipeline.Catalog;

/// <summary>Reads the fields of a cost, by what kind of cost it is.</summary>
internal static class CostFields
{
    private const int MostTiers = 50;

    public static CostEntry Read(CatalogFields f, string workspace, string id)
    {
        string kind = f.Required("cost");
        if (kind is not ("flat" or "commission" or "tiered" or ""))
        {
            f.Fail("cost", "is not one of flat, commission, tiered");
        }
        bool isCommission = kind == "commission";
        var cost = new CostEntry(
            workspace,
            id,
            f.Required("campaign"),
            isCommission ? f.Required("creator") : f.Optional("creator"),
            AmountOf(f, kind),
            f.Currency("currency"),
            f.RequiredDay("from"),
            f.RequiredDay("to"),
            f.OneOf("purpose", CostPurposes.All),
            isCommission ? f.Amount("rate") : null,
            kind == "tiered" ? Tiers(f) : null
        );
        if (cost.PercentMicros > Commission.Whole)
        {
            f.Fail("rate", "is more than 100 per cent");
        }
        f.Ordered("to", cost.From, cost.To, "from");
        return cost;
    }

    private static long AmountOf(CatalogFields f, string kind) =>
        kind switch
        {
            "commission" => f.Has("perConversion") ? f.Amount("perConversion") : 0,
            "tiered" => 0,
            _ => f.Amount("amount"),
        };

    private static FeeTier[] Tiers(CatalogFields f)
    {
        if (f.Objects("tiers") is not { Count: > 0 and <= MostTiers } objects)
        {
            f.Fail("tiers", $"is not a list of 1 to {MostTiers} objects with from and amount");
            return [];
        }
        var tiers = new List<FeeTier>();
        foreach (CatalogFields of in objects.Select(json => new CatalogFields(json)))
        {
            tiers.Add(new FeeTier(of.Count("from"), of.Amount("amount")));
            if (of.Fault is { } fault)
            {
                f.Fail("tiers", $"has one whose {fault} {of.Reason}");
            }
        }
        if (tiers.DistinctBy(tier => tier.From).Count() < tiers.Count)
        {
            f.Fail("tiers", "has two that begin at the same number of conversions");
        }
        return [.. tiers.OrderBy(tier => tier.From)];
    }
}
