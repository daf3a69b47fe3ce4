using System.Numerics;
using System.Text.Json.Nodes;

namespace CreatorStream.Golden.Oracle;

/// <summary>Whom an order is credited to by last touch, and with how much. No campaign: nobody's, or a channel's.</summary>
/// <param name="Claim">Where nobody proved the order, what it takes its time and value from.</param>
/// <param name="Path">Whom its visitors met, the latest steps of it; null: nobody.</param>
/// <param name="Kind">That of the canonical event.</param>
/// <param name="Met">The touches that compete for its credit, the earliest first.</param>
/// <param name="Customer">The person of the canonical event.</param>
/// <param name="Told">What it was found from.</param>
public sealed record Credit(
    string? Campaign,
    string? Creator,
    string? Content,
    long TimeMs,
    bool Converts,
    BigInteger? Micros,
    Fact? Claim,
    Steps? Path,
    string Kind,
    IReadOnlyList<MetTouch> Met,
    string Customer,
    Told Told
)
{
    /// <summary>Of a lead, how good it is.</summary>
    public int? Score { get; init; }

    /// <summary>Whether that is good enough for the campaign.</summary>
    public bool IsQualified { get; init; }
}

/// <summary>The evidence of an order.</summary>
/// <param name="Code">The known one that counts.</param>
/// <param name="Decision">What decides whom last touch credits.</param>
/// <param name="WithoutCode">Whom it would credit without the code; null: nobody.</param>
/// <param name="MetCreator">Whether a buyer had met the code's creator in its campaign.</param>
public sealed record Told(
    IReadOnlyList<Fact> Conversions,
    IReadOnlyList<Fact> Refunds,
    IReadOnlyList<Fact> Deciding,
    Fact Canonical,
    string? Code,
    string Decision,
    MetTouch? WithoutCode,
    bool MetCreator,
    bool MetAnybody
);

/// <summary>A touch that competes for the credit of an order.</summary>
/// <param name="IsLead">It made a lead of whom it is of.</param>
public sealed record MetTouch(
    string Campaign,
    string Creator,
    string Content,
    string Channel,
    long AgeMs,
    bool Click,
    bool IsLead,
    string Type
);

public static class Credits
{
    private const long DayMs = 86_400_000;

    private sealed record Touch(
        long TimeMs,
        bool NamedByOrder,
        int Kind,
        bool Click,
        string Campaign,
        string Creator,
        string Content,
        string Channel
    );

    public static List<Credit> Of(IReadOnlyCollection<Fact> facts, CatalogBook catalog, IReadOnlySet<string> leftOut)
    {
        var counted = facts.Where(f => !leftOut.Contains(f.Visitor)).ToList();
        ILookup<string, Fact> touches = counted.Where(f => f.IsTouch || f.IsLead).ToLookup(f => f.Visitor);
        ILookup<string?, Fact> refunds = facts.Where(f => f.IsRefund && !f.Anonymous).ToLookup(f => f.Order);
        var conversions = counted.Where(f => f.IsConversion).ToList();
        IEnumerable<List<Fact>> orders = conversions
            .Where(f => f.Order is not null)
            .GroupBy(f => f.Order)
            .Select(g => g.ToList());
        // What an actor who is left out had proven is no claim of somebody else's.
        var proven = facts.Where(f => f.IsConversion && !f.Anonymous).Select(f => f.Order).ToHashSet();
        orders = orders.Where(o => o.Any(f => !f.Anonymous) || !proven.Contains(o[0].Order));
        IEnumerable<List<Fact>> alone = conversions.Where(f => f.Order is null).Select(f => new List<Fact> { f });
        return orders
            .Concat(alone)
            .Select(o => Of(o, o[0].Order is null ? [] : refunds[o[0].Order], touches, counted, catalog))
            .ToList();
    }

    private static Credit Of(
        List<Fact> order,
        IEnumerable<Fact> refunds,
        ILookup<string, Fact> touches,
        IReadOnlyCollection<Fact> facts,
        CatalogBook catalog
    )
    {
        Credit credit = Of(order, refunds, touches, catalog, out HashSet<string> persons);
        int? score = LeadScores.Of(credit.Told.Canonical, order, persons, facts, catalog);
        return credit with
        {
            Score = score,
            IsQualified = credit.Campaign is not null && score >= catalog.LeadBar(credit.Campaign),
        };
    }

    private static Credit Of(
        List<Fact> order,
        IEnumerable<Fact> refunds,
        ILookup<string, Fact> touches,
        CatalogBook catalog,
        out HashSet<string> persons
    )
    {
        bool isProven = order.Any(f => !f.Anonymous);
        Fact canonical = Canonical(order.Where(f => !isProven || !f.Anonymous));
        var deciding = order.Where(f => isProven ? !f.Anonymous : f.Visitor == canonical.Visitor).ToList();
        Fact? claim = isProven ? null : canonical;
        var taken = refunds.ToList();
        (bool converts, BigInteger? micros) = OrderValue.Of(canonical, taken, catalog);
        string? code = deciding
            .Select(f => f.Code)
            .Where(c => c is not null && catalog.Find("code", c) is not null)
            .Min(StringComparer.Ordinal);
        string? touching = catalog.CodesAreTouches ? code : null;
        (List<Touch> path, HashSet<string> people, List<Touch> earlier) = Path(
            order,
            deciding,
            canonical.TimeMs,
            touches,
            catalog,
            touching,
            out persons
        );
        HashSet<string> buyers = persons;
        if (code is null || catalog.CodesAreTouches)
        {
            Touch? last = Last(path);
            Steps? steps = StepsOf(path);
            string decision =
                last is null ? "nothing"
                : path.Exists(t => t.NamedByOrder) ? "named"
                : last.Click ? "click"
                : "other";
            bool isSomebodys = last is { Content.Length: > 0 } or { Creator.Length: > 0 };
            return new Credit(
                isSomebodys ? NullIfEmpty(last!.Campaign) : null,
                isSomebodys ? NullIfEmpty(last!.Creator) : null,
                isSomebodys ? NullIfEmpty(last!.Content) : null,
                canonical.TimeMs,
                converts,
                micros,
                claim,
                steps,
                canonical.Type,
                Met(Kept(path)),
                canonical.Person,
                new Told(order, taken, deciding, canonical, code, decision, null, MetCreator(), people.Count > 0)
            );
        }

        JsonObject? entry = catalog.Find("code", code);
        string? campaign = CatalogBook.Text(entry, "campaign");
        string? creator = CatalogBook.Text(entry, "creator");
        var ofCode = path.Where(t => t.Content.Length > 0 && t.Campaign == campaign && t.Creator == creator).ToList();
        Touch? own = Last(ofCode);
        return new Credit(
            campaign,
            creator,
            own?.Content,
            canonical.TimeMs,
            converts,
            micros,
            claim,
            new Steps([new Step(campaign!, creator!, "")], new Step(campaign!, creator!, ""), false),
            canonical.Type,
            Met([own ?? new Touch(canonical.TimeMs, true, 0, true, campaign!, creator!, "", "")]),
            canonical.Person,
            new Told(
                order,
                taken,
                deciding,
                canonical,
                code,
                "code",
                Last(path) is { } without ? Met([without])[0] : null,
                MetCreator(),
                people.Count > 0
            )
        );

        bool MetCreator() =>
            code is not null
            && catalog.Find("code", code) is { } of
            && earlier.Exists(t =>
                t.Content.Length > 0
                && t.Campaign == CatalogBook.Text(of, "campaign")
                && t.Creator == CatalogBook.Text(of, "creator")
            );

        List<MetTouch> Met(List<Touch> kept)
        {
            long? lead = kept.Count == 0 ? null : LeadAt(kept[0].TimeMs);
            int leads = lead is null ? -1 : kept.FindLastIndex(t => t.TimeMs <= lead);
            return
            [
                .. kept.Select(
                    (t, at) =>
                        new MetTouch(
                            t.Campaign,
                            t.Creator,
                            t.Content,
                            t.Channel,
                            canonical.TimeMs - t.TimeMs,
                            t.Click,
                            at == leads,
                            t.NamedByOrder ? "click" : Fact.Touches[t.Kind]
                        )
                ),
            ];
        }

        // When somebody of them first became a lead, also by an id that met nothing, by a conversion that is none of this order.
        long? LeadAt(long sinceMs) =>
            touches
                .Where(of => buyers.Contains(of.First().Person))
                .SelectMany(of => of)
                .Where(f => f.IsLead && f.TimeMs >= sinceMs && f.TimeMs <= canonical.TimeMs)
                .Where(f => !order.Contains(f) && (claim is not null || !f.Anonymous))
                .Min(f => (long?)f.TimeMs);
    }

    /// <summary>Of at most the last 256 touches, and the last click if it lies before them, the last 16 steps.</summary>
    private static Steps? StepsOf(List<Touch> path)
    {
        if (Last(path) is not { } last)
        {
            return null;
        }

        var all = new List<Step>();
        foreach (Touch touch in Kept(path))
        {
            var step = new Step(touch.Campaign, touch.Creator, touch.Channel);
            if (all.Count == 0 || all[^1] != step)
            {
                all.Add(step);
            }
        }

        return new Steps(
            all.TakeLast(16).ToList(),
            new Step(last.Campaign, last.Creator, last.Channel),
            all.Count > 16
        );
    }

    /// <summary>Of a path the last 256 touches, and the last click if it lies before them.</summary>
    private static List<Touch> Kept(List<Touch> path)
    {
        var kept = path.TakeLast(256).ToList();
        return Last(path) is { Click: true } last && !kept.Exists(t => t.Click) ? [last, .. kept.Skip(1)] : kept;
    }

    private static Fact Canonical(IEnumerable<Fact> order) =>
        order
            .OrderBy(f => f.Source == "shop" && !f.Anonymous ? 0 : 1)
            .ThenBy(f => f.TimeMs)
            .ThenBy(f => f.Id, StringComparer.Ordinal)
            .First();

    /// <returns>All touches that lead to it, and those who were met before, where anybody was.</returns>
    private static (List<Touch> Touches, HashSet<string> People, List<Touch> Earlier) Path(
        List<Fact> order,
        List<Fact> deciding,
        long at,
        ILookup<string, Fact> touches,
        CatalogBook catalog,
        string? code,
        out HashSet<string> persons
    )
    {
        var buyers = deciding.Select(f => f.Person).ToHashSet();
        persons = [.. buyers];
        var claimants = order.Select(f => f.Person).Where(person => !buyers.Contains(person)).ToHashSet();
        HashSet<string> people = VisitorsOf(buyers);
        List<Touch> earlier = Before(people);
        if (earlier.Count == 0 && claimants.Count == 1)
        {
            people = VisitorsOf(claimants);
            persons.UnionWith(claimants);
            earlier = Before(people);
        }

        IEnumerable<Touch> named = deciding
            .Where(f => f.Content is not null)
            .Select(f => TouchOf(f, at, named: true, catalog));
        if (code is not null)
        {
            JsonObject entry = catalog.Find("code", code)!;
            string campaign = CatalogBook.Text(entry, "campaign")!;
            named = named.Append(new Touch(at, true, 0, true, campaign, CatalogBook.Text(entry, "creator")!, "", ""));
        }

        var all = earlier
            .Concat(named)
            .OrderBy(t => t.TimeMs)
            .ThenBy(t => t.NamedByOrder)
            .ThenBy(t => t.Kind)
            .ThenBy(t => t.Campaign, StringComparer.Ordinal)
            .ThenBy(t => t.Creator, StringComparer.Ordinal)
            .ThenBy(t => t.Content, StringComparer.Ordinal)
            .ThenBy(t => t.Channel, StringComparer.Ordinal)
            .ToList();
        return (all, [.. people.Where(visitor => Before([visitor]).Count > 0)], earlier);

        HashSet<string> VisitorsOf(HashSet<string> persons) =>
            touches.Where(of => persons.Contains(of.First().Person)).Select(of => of.Key).ToHashSet();

        List<Touch> Before(IEnumerable<string> visitors) =>
            (
                from visitor in visitors
                from fact in touches[visitor]
                let lookback = catalog.LookbackDays(catalog.Place(fact).Campaign, fact.CountsAsClick) * DayMs
                where fact.IsTouch && fact.Type != "stay" && fact.TimeMs <= at && fact.TimeMs >= at - lookback
                where fact.Content is not null || IsChannelVisit(fact)
                group fact by (visitor, fact.TimeMs, fact.Type) into atOnce
                // More are no person's.
                where atOnce.Count() <= 1_024
                from fact in atOnce
                select TouchOf(fact, fact.TimeMs, named: false, catalog)
            ).ToList();
    }

    private static bool IsChannelVisit(Fact fact) => fact.IsVisit && fact.Channel is not (null or "direct");

    private static Touch TouchOf(Fact fact, long timeMs, bool named, CatalogBook catalog)
    {
        (string? campaign, string? creator) = catalog.Place(fact);
        return new Touch(
            timeMs,
            named,
            named ? 0 : Array.IndexOf(Fact.Touches, fact.Type),
            named || fact.CountsAsClick,
            campaign ?? "",
            creator ?? "",
            fact.Content ?? "",
            fact.Content is null ? fact.Channel ?? "" : ""
        );
    }

    private static Touch? Last(IEnumerable<Touch> path)
    {
        var touches = path.ToList();
        return touches.LastOrDefault(t => t.Click) ?? touches.LastOrDefault();
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
