using System.Globalization;
using System.Text.Json;
using CreatorStream.Analytics.Value;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Customers;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>Who buys in a workspace, who won these customers, how many come again, and what they are expected to buy yet.</summary>
internal sealed class ValueView : View<ValueView.Found>
{
    /// <summary>So many months are shown of all customers, and of those whom somebody won.</summary>
    public const int MostMonths = 24;
    public const int MostMonthsOfRow = 12;

    private static readonly string[] States =
    [
        .. Enum.GetNames<ValueState>().Select(JsonNamingPolicy.CamelCase.ConvertName),
    ];

    private static readonly Record<Cohort> MonthShape = new Record<Cohort>(
        "CustomerMonth",
        "Customers whose first order is in a month of UTC. Later months had less time to bring somebody back."
    )
        .With("month", Values.Text, (in of) => MonthText(of.Month), "yyyy-MM")
        .With("buyers", Values.Count, (in of) => of.Buyers)
        .With("returned", Values.Count, (in of) => of.Returned, "those who bought again on a later day")
        .With("retention", Values.Ratio, (in of) => Share(of.Returned, of.Buyers));

    private static readonly Record<Customers> TotalsShape = WithSums(
        new Record<Customers>("CustomerTotals", "Customers of the workspace, whoever won them."),
        (in of) => of
    );

    private static readonly Record<Row> RowShape = WithSums(
            new Record<Row>(
                "CustomerRow",
                "Customers whom somebody won: who is credited with the first order, by last touch."
            )
                .With("id", Values.Text, (in of) => of.Of.Id)
                .With("creator", Values.Text, (in of) => of.Of.Creator, "empty: it is a channel, or nobody")
                .With("channel", Values.Text, (in of) => of.Of.Channel)
                .With("name", Values.Text, (in of) => of.Name, "empty: nobody"),
            (in of) => of.Customers
        )
        .With(
            "months",
            Lists.Of(MonthShape),
            (in of) => of.Months,
            $"of the last {MostMonthsOfRow}, those with buyers"
        );

    public ValueView()
        : base("value", ViewScope.Workspace)
    {
        Field(
            "currency",
            Values.Text,
            (in of) => of.Sources.Workspace.Currency,
            "ISO 4217; of all money in the workspace's views"
        );
        Field("state", Values.Word(States), (in of) => States[(int)of.Fit.State], "whether clv is known, or why not");
        Field(
            "horizonDays",
            Values.Count,
            (in _) => (long)(CustomerFit.Horizon.Months * ValueHorizon.DaysInMonth),
            "how far ahead clv counts"
        );
        Field(
            "leastReturned",
            Values.Count,
            (in _) => CustomerFit.LeastReturned,
            "so many customers must have bought again before clv is told"
        );
        Field(
            "looked",
            Values.Count,
            (in of) => of.Fit.Looked,
            "customers that the models were fitted to: all, or a sample"
        );
        Field("totals", TotalsShape, (in of) => new Customers(of.Sources.Workspace.Customers.All, of.Fit.All));
        Table(
            "months",
            MonthShape,
            of => of.Sources.Workspace.Customers.All.Months.TakeLast(MostMonths),
            "month",
            row => JsonSerializer.Serialize(MonthText(row.Month)),
            $"the last {MostMonths} with buyers"
        );
        Field("left", Values.Count, (in of) => of.Left, "how many who won customers have no row");
        Table(
            "rows",
            RowShape,
            of => of.Rows,
            "id",
            row => JsonSerializer.Serialize(row.Of.Id),
            $"at most {ShownNames.Most}: those with the most customers"
        );
    }

    public override bool IsReady(ViewSources sources) => sources.Workspace.Customers.Fit != null;

    protected override Found Find(ViewSources sources, string of)
    {
        CustomerFit fit = sources.Workspace.Customers.Fit ?? CustomerFit.None;
        int now = MonthOf(sources.Workspace.Figures.GreatestMicros);
        var rows = sources
            .Workspace.Customers.Acquirers.Where(one => one.Sums.Customers > 0)
            .ToDictionary(
                one => one.Acquirer.Id,
                one => new Row(
                    one.Acquirer,
                    one.Acquirer.Creator.Length > 0 ? sources.NameOf(one.Acquirer.Creator) : one.Acquirer.Channel,
                    new Customers(
                        one.Sums,
                        fit.ByAcquirer.TryGetValue(one.Acquirer, out MeanValue value) ? value : null
                    ),
                    [.. one.Sums.Months.Where(month => month.Month > now - MostMonthsOfRow)]
                )
            );
        return new Found(
            sources,
            fit,
            [
                .. ShownNames
                    .First([
                        .. rows.Select(row => new ShownNames.Ranked(false, row.Value.Customers.Of.Customers, row.Key)),
                    ])
                    .Select(shown => rows[shown.Name])
                    .OrderBy(row => row.Of.Id, StringComparer.Ordinal),
            ],
            Math.Max(0, rows.Count - ShownNames.Most)
        );
    }

    private static Record<T> WithSums<T>(Record<T> record, Part<T, Customers> of) =>
        record
            .With("customers", Values.Count, (in from) => of(from).Of.Customers)
            .With("returned", Values.Count, (in from) => of(from).Of.Returned, "those who bought again on a later day")
            .With("retention", Values.Ratio, (in from) => Share(of(from).Of.Returned, of(from).Of.Customers))
            .With(
                "orders",
                Values.Count,
                (in from) => of(from).Of.Orders,
                "all of theirs, whoever is credited with them"
            )
            .With("revenue", Values.Money, (in from) => of(from).Of.RevenueMicros)
            .With(
                "clv",
                Values.Ratio,
                (in from) => of(from).Value?.Mean,
                $"money a customer, yet to come; null: see state, or fewer than {MeanValues.LeastCustomers} were looked at"
            )
            .With("clvLow", Values.Ratio, (in from) => of(from).Value?.Low, "where its 95 % interval begins")
            .With("clvHigh", Values.Ratio, (in from) => of(from).Value?.High, "null also: it has no end");

    private static double? Share(long part, long all) => all > 0 ? (double)part / all : null;

    private static int MonthOf(long micros)
    {
        DateTime time = DateTime.UnixEpoch.AddMicroseconds(micros);
        return (time.Year * 12) + time.Month - 1;
    }

    private static string MonthText(int month) =>
        string.Create(CultureInfo.InvariantCulture, $"{month / 12:D4}-{(month % 12) + 1:D2}");

    internal readonly record struct Found(ViewSources Sources, CustomerFit Fit, IReadOnlyList<Row> Rows, long Left);

    /// <param name="Value">null: not known.</param>
    internal readonly record struct Customers(CustomerSums Of, MeanValue? Value);

    internal readonly record struct Row(Acquirer Of, string Name, Customers Customers, IReadOnlyList<Cohort> Months);
}
