using System.Globalization;
using System.Text.RegularExpressions;
using CreatorStream.Analytics.Value;
using CreatorStream.Import;

namespace CreatorStream.Offline.Clv;

/// <summary>What an order file holds.</summary>
/// <param name="Orders">All of it, the future of <c>--until</c> included.</param>
/// <param name="Rows">How many, refunds included.</param>
/// <param name="Refunds">Rows with a value below 0.</param>
internal sealed record OrderFileContents(OrderDays Orders, int Rows, int Refunds);

/// <summary>
/// Reads orders from CSV: columns customer, date and value in any order and case, others ignored. All of it is read or
/// none.
/// </summary>
internal static partial class OrderFile
{
    private const int MostRows = 20_000_000;
    private const int LongestName = 200;
    private const decimal GreatestValue = 1_000_000_000_000m;
    private const string DateForm = "yyyy-MM-dd";

    /// <summary>What follows the day in ISO 8601. The day counts as written: no time zone moves it.</summary>
    [GeneratedRegex(
        @"^[Tt ]([01]\d|2[0-3]):[0-5]\d(:([0-5]\d|60)([.,]\d+)?)?( ?([Zz]|[+-]([01]\d|2[0-3])(:?[0-5]\d)?))?$"
    )]
    private static partial Regex TimeOfDay();

    /// <exception cref="InputException">Something cannot be used; says file, line, column and what to do.</exception>
    /// <exception cref="IOException">No such file, or it cannot be read.</exception>
    public static OrderFileContents Read(string path, CancellationToken ct) =>
        CsvInput.Read(path, (rows, _) => Read(rows, ct));

    /// <summary>The day of a date with or without time; null for what is no ISO 8601.</summary>
    public static DateOnly? Day(string text) =>
        text.Length >= DateForm.Length
        && DateOnly.TryParseExact(
            text.AsSpan(0, DateForm.Length),
            DateForm,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out DateOnly day
        )
        && (text.Length == DateForm.Length || TimeOfDay().IsMatch(text.AsSpan(DateForm.Length)))
            ? day
            : null;

    private static OrderFileContents Read(CsvRows rows, CancellationToken ct)
    {
        (int customer, int date, int value) = (
            NamedColumn.Bind(rows, "customer"),
            NamedColumn.Bind(rows, "date"),
            NamedColumn.Bind(rows, "value")
        );
        var orders = new OrderDays();
        (int count, int refunds) = (0, 0);
        while (rows.Read())
        {
            ct.ThrowIfCancellationRequested();
            if (rows.Fault is { } fault)
            {
                throw new InputException(rows.Line, $"{fault}; correct the line or leave it out");
            }

            if (++count > MostRows)
            {
                throw new InputException(rows.Line, $"more than {MostRows} orders; leave out older ones");
            }

            decimal amount = Value(rows, value);
            refunds += amount < 0 ? 1 : 0;
            orders.Add(Customer(rows, customer), Date(rows, date), amount);
        }
        return new OrderFileContents(orders, count, refunds);
    }

    private static string Customer(CsvRows rows, int column) =>
        rows.Get(column)?.Trim() switch
        {
            null or "" => throw new InputException(
                rows.Line,
                "customer: is empty; give the buyer's id, or leave the order out"
            ),
            { Length: > LongestName } => throw new InputException(
                rows.Line,
                $"customer: is longer than {LongestName} characters; is this the right column?"
            ),
            { } name => name,
        };

    private static DateOnly Date(CsvRows rows, int column)
    {
        string text = rows.Get(column)?.Trim() ?? "";
        return Day(text)
            ?? throw new InputException(
                rows.Line,
                $"date: '{FieldText.Shown(text)}' is no date; write it as 2026-11-21 or 2026-11-21T14:30:00Z"
            );
    }

    private static decimal Value(CsvRows rows, int column)
    {
        string text = rows.Get(column)?.Trim() ?? "";
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out decimal value))
        {
            throw new InputException(
                rows.Line,
                $"value: '{FieldText.Shown(text)}' is no number; write it as 1234.50, without currency and thousands separators"
            );
        }

        return Math.Abs(value) <= GreatestValue
            ? value
            : throw new InputException(
                rows.Line,
                $"value: {FieldText.Shown(text)} is beyond {GreatestValue}; is it in a smaller unit?"
            );
    }
}
