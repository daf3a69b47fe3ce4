using System.Globalization;
using System.Numerics;

namespace CreatorStream.Golden.Oracle;

/// <summary>
/// The orders that are listed with a campaign, and those of no campaign, each with its evidence, path and credit. Texts stand
/// in the names of figures.
/// </summary>
public static class ListedOrders
{
    private static readonly string[] Types = ["purchase", "signup", "lead", "download", "install", "form", "refund"];

    /// <param name="raw">Of all events, those that wait among them.</param>
    /// <param name="authentic">The same of authentic actors.</param>
    public static void Count(
        IReadOnlyCollection<Fact> facts,
        (List<Credit> Counted, List<Credit> Waiting) raw,
        List<Credit> authentic,
        IReadOnlySet<string> inauthentic,
        CatalogBook catalog,
        Dictionary<string, Dictionary<string, double?>> result
    )
    {
        var byName = authentic.Where(of => of.Converts).ToDictionary(of => KeyOf(of.Told.Canonical, of.Told));
        var loose = new Dictionary<string, double?>();
        foreach (Credit of in raw.Counted.Concat(raw.Waiting))
        {
            bool counts = of.Converts && !raw.Waiting.Contains(of, ReferenceEqualityComparer.Instance);
            Dictionary<string, double?> figures = Figures(
                of,
                counts,
                byName.GetValueOrDefault(KeyOf(of.Told.Canonical, of.Told)),
                inauthentic,
                catalog
            );
            List<string> campaigns = counts
                ? [.. of.Met.Select(t => t.Campaign).Where(c => c.Length > 0).Distinct()]
                : [];
            foreach (string campaign in campaigns.Where(result.ContainsKey))
            {
                Add(result[campaign], "orders", figures);
            }

            if (campaigns.Count == 0)
            {
                Add(loose, "looseOrders", figures);
            }
        }

        var orders = facts.Where(f => f.IsConversion).Select(f => f.Order).ToHashSet();
        foreach (
            IGrouping<string?, Fact> alone in facts
                .Where(f => f.IsRefund && !f.Anonymous && f.Order is not null && !orders.Contains(f.Order))
                .GroupBy(f => f.Order)
        )
        {
            Add(loose, "looseOrders", RefundOnly([.. alone], inauthentic));
        }

        foreach (Dictionary<string, double?> figures in result.Values)
        {
            foreach ((string name, double? value) in loose)
            {
                figures[name] = value;
            }
        }
    }

    private static string KeyOf(Fact canonical, Told told) => told.Conversions[0].Order ?? canonical.ToString();

    private static void Add(Dictionary<string, double?> to, string view, Dictionary<string, double?> figures)
    {
        foreach ((string name, double? value) in figures)
        {
            to[$"{view}/{name}"] = value;
        }
    }

    private static Dictionary<string, double?> RefundOnly(List<Fact> refunds, IReadOnlySet<string> inauthentic)
    {
        var figures = new Dictionary<string, double?>();
        string name = refunds[0].Order!;
        string row = $"{name} refundOnly refund only nothing";
        figures[$"{row}/raw/listedAt"] = refunds.Min(f => f.TimeMs);
        figures[$"{row}/raw/worth"] = 0;
        figures[$"{row}/raw/toldBy"] = refunds.Count;
        AddEvents(figures, name, [.. refunds.Select(f => (f, "refund"))], inauthentic);
        return figures;
    }

    private static Dictionary<string, double?> Figures(
        Credit of,
        bool counts,
        Credit? authentic,
        IReadOnlySet<string> inauthentic,
        CatalogBook catalog
    )
    {
        Told told = of.Told;
        var figures = new Dictionary<string, double?>();
        string name = told.Conversions[0].Order ?? NameOf(told.Canonical);
        MetTouch? last = of.Met.LastOrDefault(t => t.Click) ?? (of.Met.Count > 0 ? of.Met[^1] : null);
        string credited = counts ? Who(last) : "";
        string state =
            !of.Converts ? "refunded"
            : !counts ? "waiting"
            : of.Micros is null ? "missingRate"
            : credited.StartsWith("of ", StringComparison.Ordinal) ? "counted"
            : "unattributed";
        var parts = new List<string> { name, state, of.Kind, Reason(told), counts ? told.Decision : "nothing" };
        parts.Add(told.Code is null ? "" : $"code {told.Code}");
        parts.Add(counts ? $"for {credited}" : "");
        string beaten = counts && told.Code is not null && told.WithoutCode is { } without ? Who(without) : credited;
        parts.Add(beaten == credited ? "" : $"before {beaten}");
        parts.Add(told.Canonical.Anonymous ? "claimed" : "");
        parts.Add(DoAmountsDiffer(told, catalog) ? "amounts differ" : "");
        string row = string.Join(' ', parts.Where(part => part.Length > 0));
        figures[$"{row}/raw/listedAt"] = told.Canonical.TimeMs;
        figures[$"{row}/raw/worth"] = Tally.Units(of.Converts ? of.Micros : BigInteger.Zero);
        figures[$"{row}/raw/toldBy"] = told.Conversions.Count + told.Refunds.Count;
        if (authentic is not null)
        {
            figures[$"{row}/totals/worth"] = Tally.Units(authentic.Micros);
        }

        AddEvents(
            figures,
            name,
            [
                .. told.Conversions.Select(f =>
                    (
                        f,
                        f == told.Canonical ? "canonical"
                        : told.Deciding.Contains(f) ? "repeat"
                        : "unproven"
                    )
                ),
                .. told.Refunds.Select(f => (f, "refund")),
            ],
            inauthentic
        );
        if (counts)
        {
            AddPath(figures, name, of);
        }

        return figures;
    }

    // Without an order's id: what the shop told and what a visitor's browser claims may have the same id, and are two.
    private static string NameOf(Fact canonical) =>
        $"{canonical.Id}@{canonical.TimeMs}{(canonical.Anonymous ? "~" : "")}";

    private static void AddPath(Dictionary<string, double?> figures, string name, Credit of)
    {
        // Of longer paths the first and the last are shown.
        int skipped = Math.Max(0, of.Met.Count - 24);
        for (int at = 0; at < of.Met.Count; at++)
        {
            if (at > 0 && at <= skipped)
            {
                continue;
            }

            MetTouch touch = of.Met[at];
            string row =
                $"{name} touch {(at == 0 ? 0 : at - skipped)} {touch.Type} {touch.Campaign} {touch.Creator} {touch.Content} {touch.Channel}{(touch.IsLead ? " lead" : "")}";
            figures[$"{row}/raw/listedAt"] = of.TimeMs - touch.AgeMs;
            foreach (string model in OrderModels.Names)
            {
                BigInteger[] weights = OrderModels.Weights(model, of.Met);
                figures[$"{row}/raw/{model} part"] = Tally.Units(OrderModels.Split(1_000_000, weights)[at]);
                figures[$"{row}/raw/{model} worth"] = of.Micros is { } micros
                    ? Tally.Units(OrderModels.Split(micros, weights)[at])
                    : null;
            }
        }
    }

    private static void AddEvents(
        Dictionary<string, double?> figures,
        string name,
        List<(Fact Of, string Role)> events,
        IReadOnlySet<string> inauthentic
    )
    {
        var sorted = events
            .OrderBy(e => e.Of.TimeMs)
            .ThenBy(e => Array.IndexOf(Types, e.Of.Type))
            .ThenBy(e => e.Of.Source, StringComparer.Ordinal)
            .ThenBy(e => e.Of.Id, StringComparer.Ordinal)
            .ThenBy(e => e.Of.Micros ?? 0)
            .ThenBy(e => e.Of.Currency ?? "", StringComparer.Ordinal)
            .ThenBy(e => e.Of.Code ?? "", StringComparer.Ordinal)
            .ThenBy(e => e.Of.Anonymous)
            .ThenBy(e => e.Of.Content ?? "", StringComparer.Ordinal)
            .ToList();
        var visitors = sorted.Select(e => e.Of.Visitor).Distinct().ToList();
        if (sorted.Count > 20)
        {
            sorted = [.. sorted.OrderBy(e => e.Role != "canonical").ThenBy(e => e.Of.Anonymous).Take(20)];
        }

        foreach ((Fact of, string role) in sorted)
        {
            string value = Tally.Units(of.Micros ?? 0)!.Value.ToString(CultureInfo.InvariantCulture);
            string row =
                $"{name} told by {of.Id} {role} {of.Source} {of.Type} {value} {of.Currency} {of.Code} {of.Content} visitor {visitors.IndexOf(of.Visitor) + 1} {!of.Anonymous} {!inauthentic.Contains(of.Visitor)}";
            figures[$"{row}/raw/listedAt"] = of.TimeMs;
        }
    }

    private static bool DoAmountsDiffer(Told told, CatalogBook catalog) =>
        told.Deciding.Where(f => f.Micros is { IsZero: false } || f.Currency is not null)
            .Select(f => (f.Micros ?? 0, f.Currency ?? catalog.Currency))
            .Distinct()
            .Count() > 1;

    private static string Reason(Told told)
    {
        Fact canonical = told.Canonical;
        var rivals = told.Conversions.Where(f => f.Anonymous == canonical.Anonymous && f != canonical).ToList();
        bool IsShop(Fact f) => f.Source == "shop" && !f.Anonymous;
        if (IsShop(canonical) && rivals.Exists(f => !IsShop(f)))
        {
            return "shop";
        }

        return rivals.Count == 0 ? "only"
            : rivals.Exists(f => f.TimeMs == canonical.TimeMs && IsShop(f) == IsShop(canonical)) ? "smallestId"
            : "earliest";
    }

    private static string Who(MetTouch? touch) =>
        touch is null ? "nobody"
        : touch.Channel.Length > 0 ? $"by {touch.Channel}"
        : touch.Campaign.Length == 0 ? "nobody"
        : $"of {touch.Campaign} {touch.Creator} {touch.Content}";
}
