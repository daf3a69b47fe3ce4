using System.Runtime.InteropServices;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Credits;

namespace CreatorStream.Pipeline.Workspaces.Orders;

/// <summary>Tells why orders count as they do: of all their evidence, by the rules by which they are settled.</summary>
/// <param name="place">What a subject is, and where.</param>
public sealed class OrderAccounts(
    OrderStore orders,
    EvidenceStore visitors,
    OrderRules rules,
    OrderPathBuilder builder,
    CreditBook credits,
    Func<int, int, PlacedSubject> place
)
{
    private readonly List<Evidence> evidence = [];
    private readonly List<PathTouch> path = [];

    /// <returns>null: nobody vouches that there is any.</returns>
    public OrderAccount? Of(int order)
    {
        evidence.Clear();
        bool withClaims = !orders.HasTooManyClaims(order);
        foreach (int visitor in orders.Visitors(order))
        {
            if (visitors.TryRead(visitor, order, withClaims, out Evidence? of))
            {
                evidence.Add(of);
            }
        }
        SettledOrder settled = rules.Settle(evidence, authenticOnly: false);
        if (settled.ListedMicros is not { } time)
        {
            return null;
        }
        OrderOutcome all = orders.Outcome(order, authentic: false);
        OrderOutcome authentic = orders.Outcome(order, authentic: true);
        path.Clear();
        OrderTouch[] touches = [];
        Credit? credited = null;
        PathDecision decision = PathDecision.Nothing;
        if (all.Counts)
        {
            OrderPath met = builder.Read(visitors, order, settled, authenticOnly: false, path);
            credited = met.Last < 0 ? Credit.Unattributed : met.Touches[met.Last].Credit;
            decision = builder.Decision;
            touches = Share(met, all.RevenueMicros);
            foreach (PathTouch touch in path)
            {
                credits.Forget(touch.Credit);
            }
        }
        Credit? beaten = decision == PathDecision.Code ? builder.WithoutCode(visitors, settled) : null;
        List<OrderEvent> events = EventsOf(settled);
        return new OrderAccount(
            (settled.Canonical ?? settled.Refunds[0]).Event.Order,
            settled.Canonical?.Event.Type ?? EventType.Refund,
            StateOf(settled, all, credited),
            time,
            all.RevenueMicros,
            authentic.RevenueMicros,
            authentic.Counts,
            settled.Canonical is { Event.IsClaim: true },
            DoAmountsDiffer(settled),
            ReasonOf(settled),
            settled.Value.MissingCurrency is { } currency ? (currency, settled.Value.Day) : null,
            builder.CodeOf(settled),
            decision,
            credited,
            beaten == credited ? null : beaten,
            Shown(events),
            events.Count,
            Shown(touches),
            touches.Length
        );
    }

    private static OrderState StateOf(SettledOrder settled, in OrderOutcome all, Credit? credited) =>
        settled.Canonical == null ? OrderState.RefundOnly
        : settled.Value.IsTakenBack ? OrderState.Refunded
        : !all.Counts ? OrderState.Waiting
        : all.RevenueMicros == null ? OrderState.MissingRate
        : credited is { IsUnattributed: false } ? OrderState.Counted
        : OrderState.Unattributed;

    /// <summary>Whether events that decide state different amounts. One that states none contradicts nobody.</summary>
    private bool DoAmountsDiffer(SettledOrder settled)
    {
        (long, string)? first = null;
        foreach ((_, ConversionEvent of) in settled.Deciding)
        {
            if (of.ValueMicros == 0 && of.Currency.Length == 0)
            {
                continue;
            }
            (long, string) amount = (of.ValueMicros, of.Currency.Length > 0 ? of.Currency : rules.Currency);
            if (first is { } stated && stated != amount)
            {
                return true;
            }
            first = amount;
        }
        return false;
    }

    private static CanonicalReason ReasonOf(SettledOrder settled)
    {
        if (settled.Canonical is not { Event: var canonical })
        {
            return CanonicalReason.Only;
        }
        // Whoever told of it later in the name of another visitor could not have been canonical.
        var others = settled
            .Conversions.Where(of => of.Event.IsClaim == canonical.IsClaim && of.Event != canonical)
            .Select(of => of.Event)
            .ToList();
        bool isShop = OrderRules.IsShop(canonical);
        if (isShop && others.Exists(of => !OrderRules.IsShop(of)))
        {
            return CanonicalReason.Shop;
        }
        return others.Count == 0 ? CanonicalReason.Only
            : others.Exists(of => OrderRules.IsShop(of) == isShop && of.TimeMicros == canonical.TimeMicros)
                ? CanonicalReason.SmallestId
            : CanonicalReason.Earliest;
    }

    private List<OrderEvent> EventsOf(SettledOrder settled)
    {
        HashSet<Statement> deciding = [.. settled.Deciding];
        var all = settled
            .Conversions.Select(of =>
                (
                    Of: of,
                    Role: of == settled.Canonical ? EventRole.Canonical
                    : deciding.Contains(of) ? EventRole.Repeat
                    : EventRole.Unproven
                )
            )
            .Concat(settled.Refunds.Select(of => (Of: of, Role: EventRole.Refund)))
            .ToList();
        all.Sort((a, b) => Compare(a.Of, b.Of));
        var numbers = new Dictionary<ulong, int>();
        return
        [
            .. all.Select(of =>
            {
                (Evidence from, ConversionEvent told) = of.Of;
                numbers.TryAdd(from.Visitor, numbers.Count + 1);
                return new OrderEvent(
                    of.Role,
                    told.Type,
                    told.Id,
                    told.Source,
                    told.TimeMicros,
                    told.ValueMicros,
                    told.Currency,
                    told.Code,
                    place(from.Partition, told.Subject).Subject.Content,
                    numbers[from.Visitor],
                    !told.IsClaim,
                    !from.Inauthentic
                );
            }),
        ];
    }

    /// <summary>By time, and then by what is shown of them: never by arrival.</summary>
    private int Compare(Statement a, Statement b)
    {
        (ConversionEvent left, ConversionEvent right) = (a.Event, b.Event);
        int order = left.TimeMicros.CompareTo(right.TimeMicros);
        order = order != 0 ? order : left.Type.CompareTo(right.Type);
        order = order != 0 ? order : string.CompareOrdinal(left.Source, right.Source);
        order = order != 0 ? order : string.CompareOrdinal(left.Id, right.Id);
        order = order != 0 ? order : left.ValueMicros.CompareTo(right.ValueMicros);
        order = order != 0 ? order : string.CompareOrdinal(left.Currency, right.Currency);
        order = order != 0 ? order : string.CompareOrdinal(left.Code, right.Code);
        order = order != 0 ? order : left.IsClaim.CompareTo(right.IsClaim);
        order = order != 0 ? order : string.CompareOrdinal(ContentOf(a), ContentOf(b));
        return order != 0 ? order : a.From.Visitor.CompareTo(b.From.Visitor);
    }

    private string ContentOf(Statement of) => place(of.From.Partition, of.Event.Subject).Subject.Content;

    /// <summary>Of very many the canonical one, then what is proven; anybody may claim.</summary>
    private static IReadOnlyList<OrderEvent> Shown(List<OrderEvent> events) =>
        events.Count <= OrderAccount.MostEvents
            ? events
            :
            [
                .. events
                    .Select((of, at) => (Of: of, At: at))
                    .OrderBy(of => of.Of.Role != EventRole.Canonical)
                    .ThenBy(of => !of.Of.IsProven)
                    .ThenBy(of => of.At)
                    .Take(OrderAccount.MostEvents)
                    .OrderBy(of => of.At)
                    .Select(of => of.Of),
            ];

    private static IReadOnlyList<OrderTouch> Shown(OrderTouch[] touches) =>
        touches.Length <= OrderAccount.MostTouches
            ? touches
            : [touches[0], .. touches.AsSpan(touches.Length - OrderAccount.MostTouches + 1)];

    private OrderTouch[] Share(OrderPath met, Int128? revenueMicros)
    {
        if (path.Count == 0)
        {
            return [];
        }
        ReadOnlySpan<PathTouch> touches = CollectionsMarshal.AsSpan(path);
        var conversions = new Int128[AttributionModels.Count][];
        var revenue = new Int128[AttributionModels.Count][];
        long[] weights = new long[touches.Length];
        for (int model = 0; model < AttributionModels.Count; model++)
        {
            Array.Clear(weights);
            AttributionModels.All[model].Weigh(touches, weights);
            LargestRemainder.Split(Micros.PerUnit, weights, conversions[model] = new Int128[touches.Length]);
            LargestRemainder.Split(revenueMicros ?? 0, weights, revenue[model] = new Int128[touches.Length]);
        }
        var shared = new OrderTouch[touches.Length];
        for (int at = 0; at < shared.Length; at++)
        {
            int touch = at;
            shared[at] = new OrderTouch(
                met.Touches[at],
                touches[at].CreatedLead,
                [.. conversions.Select(of => (long)of[touch])],
                [.. revenue.Select(of => revenueMicros == null ? (Int128?)null : of[touch])]
            );
        }
        return shared;
    }
}
