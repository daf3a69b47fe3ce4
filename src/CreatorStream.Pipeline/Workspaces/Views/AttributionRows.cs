using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Credits;
using CreatorStream.Pipeline.Workspaces.Fits;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>The rows of <see cref="AttributionView"/>.</summary>
internal static class AttributionRows
{
    public static IEnumerable<AttributionView.Row> OfCreators(AttributionView.Found found)
    {
        foreach (string creator in Named(found.Sources.CreatorsOf(found.Campaign).Names, found.Credit.Creators))
        {
            CreditSums sums = found.Credit.OfCreator(creator);
            var step = new PathStep(found.Campaign, creator, "");
            Int128? cost = found
                .Sources.Of(found.Campaign, EntityLevel.Creator, creator)
                .AllTime(authentic: true)
                .CostMicros;
            yield return Row(
                found,
                creator,
                found.Sources.NameOf(creator),
                sums,
                authentic => Of((authentic ? found.Fit.Authentic : found.Fit.All).Of(step)),
                found.Fit.Intervals.By.GetValueOrDefault(CreditIntervals.OfCreator(found.Campaign, creator)),
                cost,
                hasCost: true,
                authentic => (authentic ? found.Fit.Authentic : found.Fit.All).Of(step).RemovalEffect
            );
        }
    }

    /// <returns>null: nothing is no creator's.</returns>
    public static AttributionView.Row? OfNoCreator(AttributionView.Found found)
    {
        if (found.Credit.WithoutCreator is not { } sums)
        {
            return null;
        }
        var step = new PathStep(found.Campaign, "", "");
        return Row(
            found,
            "",
            "",
            sums,
            authentic => Of((authentic ? found.Fit.Authentic : found.Fit.All).Of(step)),
            found.Fit.Intervals.By.GetValueOrDefault(CreditIntervals.OfCreator(found.Campaign, "")),
            cost: null,
            hasCost: false,
            authentic => (authentic ? found.Fit.Authentic : found.Fit.All).Of(step).RemovalEffect
        );
    }

    public static IEnumerable<AttributionView.Row> OfContent(AttributionView.Found found)
    {
        WorkspaceCatalog catalog = found.Sources.Workspace.Catalog;
        Dictionary<string, FittedCredit[]> authentic = SharedOut(found, authentic: true);
        Dictionary<string, FittedCredit[]> all = SharedOut(found, authentic: false);
        IEnumerable<string> names = Named(found.Sources.ContentOf(found.Campaign).Names, found.Credit.Content);
        // Only what is on a path: of most content there is nothing to say.
        foreach (string content in names.Where(found.Credit.Content.Contains))
        {
            yield return Row(
                found,
                content,
                catalog.Content.GetValueOrDefault(content)?.Creator
                    ?? found.Sources.Workspace.Subjects.OwnWords(found.Campaign, content).Creator!,
                found.Credit.OfContent(content),
                side => (side ? authentic : all).GetValueOrDefault(content) ?? Nothing,
                found.Fit.Intervals.By.GetValueOrDefault(CreditIntervals.OfContent(found.Campaign, content)),
                cost: null,
                hasCost: false,
                removalEffect: _ => null
            );
        }
    }

    public static IEnumerable<AttributionView.Row> OfChannels(AttributionView.Found found) =>
        found.Sources.Channels.Value.Select(of =>
        {
            var step = new PathStep("", "", of.Key);
            return Row(
                found,
                of.Key,
                "",
                of.Value,
                authentic =>
                    of.Key.Length > 0
                        ? Of((authentic ? found.Fit.Authentic : found.Fit.All).Of(step))
                        : Nobodys(found, authentic),
                found.Fit.Intervals.By.GetValueOrDefault(CreditIntervals.OfChannel(of.Key)),
                cost: null,
                hasCost: false,
                authentic => (authentic ? found.Fit.Authentic : found.Fit.All).Of(step).RemovalEffect
            );
        });

    /// <summary>
    /// Those who are shown, and, while there is room, whoever is credited though nobody was seen to meet them: an order's own event
    /// may name content.
    /// </summary>
    private static IEnumerable<string> Named(IReadOnlyCollection<string> shown, IReadOnlyCollection<string> credited) =>
        shown
            .Concat(
                credited
                    .Except(shown)
                    .OrderBy(name => Hash64.Compute(name, 0))
                    .ThenBy(name => name, StringComparer.Ordinal)
                    .Take(ShownNames.Most - shown.Count)
            )
            .Order(StringComparer.Ordinal);

    private static FittedCredit[] Nothing { get; } = [new(0, 0), new(0, 0), new(0, 0)];

    private static FittedCredit[] Of(StepFit fit) => [fit.Markov, fit.Shapley, fit.Counterfactual];

    /// <summary>What fitted models give to content that nobody placed, and orders that stand on no path.</summary>
    private static FittedCredit[] Nobodys(AttributionView.Found found, bool authentic)
    {
        (PathSums all, PathSums ofAuthentic) = found.Sources.Workspace.Credits.MetNobody;
        PathSums none = authentic ? ofAuthentic : all;
        return
        [
            .. Of((authentic ? found.Fit.Authentic : found.Fit.All).Of(PathFit.Others))
                .Select(of => new FittedCredit(
                    of.ConversionMicros + (none.Orders * (Int128)Micros.PerUnit),
                    none.Unpriced > 0 ? null : of.RevenueMicros + none.RevenueMicros
                )),
        ];
    }

    /// <summary>What fitted models give to creators, and to content without one together, by content.</summary>
    private static Dictionary<string, FittedCredit[]> SharedOut(AttributionView.Found found, bool authentic)
    {
        var of = new Dictionary<string, FittedCredit[]>();
        ModelFit fit = authentic ? found.Fit.Authentic : found.Fit.All;
        foreach (string creator in found.Credit.Creators.Append(""))
        {
            FittedCredit[] whole = Of(fit.Of(new PathStep(found.Campaign, creator, "")));
            for (int model = 0; model < whole.Length; model++)
            {
                FittedCredit given = whole[model];
                var revenue = found
                    .Credit.Share(creator, given.RevenueMicros ?? 0, authentic)
                    .ToDictionary(part => part.Content, part => part.Amount);
                foreach (
                    (string content, Int128 conversions) in found.Credit.Share(
                        creator,
                        given.ConversionMicros ?? 0,
                        authentic
                    )
                )
                {
                    if (!of.TryGetValue(content, out FittedCredit[]? all))
                    {
                        of[content] = all = [.. Nothing];
                    }
                    // Content may be of several creators, where events say so.
                    all[model] = new FittedCredit(
                        given.ConversionMicros == null ? null : all[model].ConversionMicros + conversions,
                        given.RevenueMicros == null ? null : all[model].RevenueMicros + revenue[content]
                    );
                }
            }
        }
        return of;
    }

    private static AttributionView.Row Row(
        AttributionView.Found found,
        string id,
        string name,
        CreditSums sums,
        Func<bool, FittedCredit[]> fitted,
        IntervalsOf? intervals,
        Int128? cost,
        bool hasCost,
        Func<bool, double?> removalEffect
    )
    {
        FittedCredit[] authentic = fitted(true);
        FittedCredit[] all = fitted(false);
        return new AttributionView.Row(
            StampOf(found, name, sums, authentic, all, cost),
            id,
            name,
            cost,
            new ModelCredits(
                model => new ModelCredit(
                    Given(sums, model, authentic, isAuthentic: true),
                    KindsOf(sums, model, authentic),
                    intervals?.Conversions[model],
                    intervals?.Revenue[model],
                    intervals?.Ranks[model] ?? default,
                    cost,
                    hasCost
                ),
                removalEffect(true)
            ),
            new ModelCredits(
                model => new ModelCredit(Given(sums, model, all, isAuthentic: false)),
                removalEffect(false)
            )
        );
    }

    /// <summary>All that a row says beside its key; intervals and removal effects are others only with another fit.</summary>
    private static UInt128 StampOf(
        AttributionView.Found found,
        string name,
        CreditSums sums,
        FittedCredit[] authentic,
        FittedCredit[] all,
        Int128? cost
    )
    {
        RowStamp stamp = found
            .Sources.Stamp.Add(found.Sources.Workspace.Models.Fits)
            .Add(name ?? "")
            .Add(cost == null)
            .Add(cost ?? 0)
            .Add(sums.Of(authentic: true))
            .Add(sums.Of(authentic: false));
        foreach ((EventType kind, CreditSides of) in sums.ByKind)
        {
            stamp.Add(kind).Add(of.Authentic.Conversions);
        }
        foreach (FittedCredit given in authentic.Concat(all))
        {
            stamp
                .Add(given.ConversionMicros == null)
                .Add(given.ConversionMicros ?? 0)
                .Add(given.RevenueMicros == null)
                .Add(given.RevenueMicros ?? 0);
        }
        return stamp.Take();
    }

    private static FittedCredit Given(CreditSums sums, int model, FittedCredit[] fitted, bool isAuthentic)
    {
        if (model >= AttributionModels.Count)
        {
            return fitted[model - AttributionModels.Count];
        }
        CreditRow of = sums.Of(isAuthentic);
        return new FittedCredit(of.Conversions[model], of.Unpriced[model] != 0 ? null : of.Revenue[model]);
    }

    private static IEnumerable<KeyValuePair<string, double?>>? KindsOf(
        CreditSums sums,
        int model,
        FittedCredit[] fitted
    )
    {
        if (model >= AttributionModels.Count)
        {
            return fitted[model - AttributionModels.Count].ConversionMicros is { } given
                ? Named(sums.ShareByKind(given))
                : null;
        }
        return Named(sums.ByKind.Select(of => (of.Key, (Int128)of.Value.Authentic.Conversions[model])));

        static IEnumerable<KeyValuePair<string, double?>> Named(IEnumerable<(EventType Kind, Int128 Micros)> kinds) =>
            kinds
                .Where(of => of.Micros != 0)
                .Select(of => KeyValuePair.Create(of.Kind.WireName(), (double?)of.Micros / Micros.PerUnit));
    }
}
