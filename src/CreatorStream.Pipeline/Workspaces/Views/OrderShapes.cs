using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Credits;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>Why an order counts as it does, as it is shown.</summary>
internal static class OrderShapes
{
    /// <summary>How many letters the texts of a view's orders have together: strangers may choose long ones.</summary>
    private const int MostLetters = 100_000;

    private static readonly Record<OrderEvent> Event = new Record<OrderEvent>(
        "OrderEvent",
        "An event that tells of the order."
    )
        .With(
            "role",
            Values.Word([.. Enum.GetNames<EventRole>().Select(Camel)]),
            (in of) => Camel(of.Role.ToString()),
            "canonical: decides time, value and currency; repeat: tells of the same order by another mechanism; unproven: others decide; refund"
        )
        .With("type", Values.Text, (in of) => of.Type.WireName())
        .With("id", Values.Text, (in of) => of.Id)
        .With("source", Values.Text, (in of) => of.Source)
        .With("time", Values.Time, (in of) => of.TimeMicros)
        .With("value", Values.Amount, (in of) => of.ValueMicros)
        .With(
            "currency",
            Values.Text,
            (in of) => of.Currency,
            "empty: the event names none, the reporting one is meant"
        )
        .With("code", Values.Text, (in of) => of.Code)
        .With("content", Values.Text, (in of) => of.Content)
        .With(
            "visitor",
            Values.Count,
            (in of) => of.Visitor,
            "a number within the order: events with the same number are of one visitor"
        )
        .With("isProven", Values.Flag, (in of) => of.IsProven, "false: anybody could have sent it")
        .With("isAuthentic", Values.Flag, (in of) => of.IsAuthentic, "false: left out of authentic figures");

    private static readonly Record<Named<Credit>> Who = new Record<Named<Credit>>(
        "OrderCredit",
        "Whom an order is credited to: a creator of a campaign, a channel, or with nothing but empty texts nobody."
    )
        .With("campaign", Values.Text, (in of) => of.Of.Campaign)
        .With("creator", Values.Text, (in of) => of.Of.Creator)
        .With("name", Values.Text, (in of) => of.NameOf(of.Of.Creator))
        .With("content", Values.Text, (in of) => of.Of.Content)
        .With("channel", Values.Text, (in of) => of.Of.Channel);

    private static readonly Record<Named<OrderTouch>> Touch = new Record<Named<OrderTouch>>(
        "OrderTouch",
        $"A touch on the path of the order, and what it has of the order by each model, in this order: {string.Join(", ", ModelNames.All.Take(AttributionModels.Count))}."
    )
        .With("time", Values.Time, (in of) => of.Of.Of.TimeMicros)
        .With("type", Values.Text, (in of) => of.Of.Of.Kind.WireName())
        .With("campaign", Values.Text, (in of) => of.Of.Of.Campaign)
        .With("creator", Values.Text, (in of) => of.Of.Of.Creator)
        .With("name", Values.Text, (in of) => of.NameOf(of.Of.Of.Creator))
        .With("content", Values.Text, (in of) => of.Of.Of.Content)
        .With("channel", Values.Text, (in of) => of.Of.Of.Channel)
        .With("isLead", Values.Flag, (in of) => of.Of.CreatedLead, "it made a lead of its visitor")
        .With(
            "conversions",
            Lists.Of(Values.Ratio),
            (in of) => [.. of.Of.ConversionMicros.Select(micros => (double?)micros / Micros.PerUnit)]
        )
        .With("revenue", Lists.Of(Values.Money), (in of) => of.Of.RevenueMicros);

    /// <summary>An order as a row.</summary>
    public static Record<Row> Order { get; } =
        new Record<Row>("OrderRow", "")
            .With("id", Values.Text, (in of) => of.Id, "of the row")
            .With("order", Values.Text, (in of) => of.Of.Order, "empty: a conversion without an order id")
            .With("type", Values.Text, (in of) => of.Of.Kind.WireName(), "of the canonical event")
            .With(
                "state",
                Values.Word([.. Enum.GetNames<OrderState>().Select(Camel)]),
                (in of) => Camel(of.Of.State.ToString())
            )
            .With("time", Values.Time, (in of) => of.Of.TimeMicros, "the canonical time")
            .With("revenue", Values.Money, (in of) => of.Of.RevenueMicros, "less refunds")
            .With("authenticRevenue", Values.Money, (in of) => of.Of.AuthenticMicros)
            .With("isAuthentic", Values.Flag, (in of) => of.Of.IsAuthentic, "whether it counts in authentic figures")
            .With("isClaimed", Values.Flag, (in of) => of.Of.IsClaimed, "nobody proved it")
            .With(
                "amountsDiffer",
                Values.Flag,
                (in of) => of.Of.AmountsDiffer,
                "events that decide state different amounts; that of the canonical one counts"
            )
            .With(
                "missingRate",
                Values.TextOrNull,
                (in of) => of.Of.MissingRate is { } rate ? $"{rate.Currency} {rate.Day}" : null,
                "the currency and UTC day of the exchange rate that it waits for"
            )
            .With(
                "canonical",
                Values.Word([.. Enum.GetNames<CanonicalReason>().Select(Camel)]),
                (in of) => Camel(of.Of.Reason.ToString()),
                "why its event is canonical"
            )
            .With("code", Values.TextOrNull, (in of) => of.Of.Code, "the known code that counts")
            .With(
                "decision",
                Values.Word([.. Enum.GetNames<PathDecision>().Select(Camel)]),
                (in of) => Camel(of.Of.Decision.ToString()),
                "what decides whom last touch credits: the code, what the order names, the last click or visit, the last other touch"
            )
            .With(
                "credited",
                Lists.OrNull(Who),
                (in of) => of.Who(of.Of.Credited),
                "by last touch; null: it counts nowhere"
            )
            .With(
                "beaten",
                Lists.OrNull(Who),
                (in of) => of.Who(of.Of.Beaten),
                "whom last touch would credit without the code; null: nobody else"
            )
            .With("events", Lists.Of(Event), (in of) => of.Of.Events)
            .With("eventCount", Values.Count, (in of) => of.Of.EventCount, "with those that are not shown")
            .With("path", Lists.Of(Touch), (in of) => of.Path)
            .With("touchCount", Values.Count, (in of) => of.Of.TouchCount, "with those that are not shown");

    /// <summary>The newest orders, as rows in the order of their ids.</summary>
    /// <param name="campaign">null: those of none.</param>
    public static IEnumerable<Row> Rows(ViewSources sources, string? campaign)
    {
        WorkspaceState workspace = sources.Workspace;
        IEnumerable<Row> accounts = workspace
            .OrderList.Newest(campaign)
            .Select(workspace.OrderAccounts.Of)
            .OfType<OrderAccount>()
            .Select(of => new Row(IdOf(of), of, sources.NameOf))
            .OrderByDescending(row => row.Of.TimeMicros)
            .ThenBy(row => row.Id, StringComparer.Ordinal)
            .Take(OrderList.Most);
        var rows = new List<Row>();
        long letters = 0;
        foreach (Row row in accounts)
        {
            letters += LettersOf(row);
            if (letters > MostLetters && rows.Count > 0)
            {
                break;
            }
            rows.Add(row);
        }
        // Conversions without an order id that are alike in all that is shown are told apart by number.
        var alike = new Dictionary<string, int>();
        return rows.Select(row =>
            {
                int number = alike[row.Id] = alike.GetValueOrDefault(row.Id) + 1;
                return number == 1 ? row : row with { Id = $"{row.Id}~{number}" };
            })
            .OrderBy(row => row.Id, StringComparer.Ordinal);
    }

    /// <summary>A hash, since names may be long: of the order's id, else of what its event says.</summary>
    private static string IdOf(OrderAccount of)
    {
        string[] name =
            of.Order.Length > 0
                ? [of.Order]
                :
                [
                    .. of.Events.SelectMany(e =>
                        (string[])
                            [
                                e.Id,
                                e.Source,
                                Rfc3339.Format(e.TimeMicros),
                                e.Type.WireName(),
                                e.ValueMicros.ToString(CultureInfo.InvariantCulture),
                                e.Currency,
                                e.Code,
                                e.Content,
                            ]
                    ),
                ];
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(name)).AsSpan(0, 12));
    }

    private static long LettersOf(Row row) =>
        row.Of.Order.Length
        + row.Of.Events.Sum(e => e.Id.Length + e.Source.Length + e.Currency.Length + e.Code.Length + e.Content.Length)
        + row.Path.Sum(touch =>
            touch.Of.Of.Campaign.Length
            + touch.Of.Of.Creator.Length
            + touch.NameOf(touch.Of.Of.Creator).Length
            + touch.Of.Of.Content.Length
            + touch.Of.Of.Channel.Length
        );

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    /// <param name="NameOf">A creator's.</param>
    internal sealed record Row(string Id, OrderAccount Of, Func<string, string> NameOf)
    {
        public IReadOnlyList<Named<OrderTouch>> Path =>
            [.. Of.Path.Select(touch => new Named<OrderTouch>(touch, NameOf))];

        public Named<Credit>? Who(Credit? credit) => credit is { } of ? new Named<Credit>(of, NameOf) : null;
    }

    internal sealed record Named<T>(T Of, Func<string, string> NameOf);
}
