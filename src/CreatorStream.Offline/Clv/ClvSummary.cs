using System.Globalization;
using CreatorStream.Analytics.Bootstrap;
using CreatorStream.Analytics.Value;

namespace CreatorStream.Offline.Clv;

/// <summary>What a person should know beside the table: what went in, what was fitted, what to doubt.</summary>
internal static class ClvSummary
{
    private const int FewRepeatBuyers = 10;
    private const double StrongCorrelation = 0.3;
    private const int CohortsShown = 12;

    public static void Write(
        TextWriter output,
        OrderFileContents file,
        OrderSummary orders,
        LifetimeForecast forecast,
        ValueHorizon horizon
    )
    {
        int repeat = orders.Histories.Count(customer => customer.Frequency > 0);
        Line(
            $"{file.Rows:N0} rows, {orders.Names.Length:N0} customers up to {orders.Until:yyyy-MM-dd}, {repeat:N0} of them repeat buyers (orders on two days or more)"
        );
        if (orders.Later > 0)
        {
            Line($"{orders.Later:N0} rows after that day are left out");
        }

        if (file.Refunds > 0)
        {
            Line(
                $"{file.Refunds:N0} refunds (values below 0) subtracted from that customer's orders of that day, never below 0; {orders.IdleRefunds:N0} of them on a day without an order: they change nothing"
            );
        }

        Line(
            $"value of {horizon.Months} months of {ValueHorizon.DaysInMonth:0} days, discounted by {horizon.Discount:0.####} a month: {forecast.Customers.Sum(c => double.IsNaN(c.Clv) ? 0 : c.Clv):N2} in all"
        );
        Line($"fitted (95 % of {PoissonWeights.Replicates} bootstrap replicates), time in days:");
        foreach (FittedParameter parameter in forecast.Parameters)
        {
            string doubt = parameter.IsIdentified ? "" : "  NOT IDENTIFIED: the data do not say what size it has";
            Line($"  {parameter.Name, -6}{parameter.Value, 12:G5}  ({parameter.Low:G4} to {parameter.High:G4}){doubt}");
        }
        Doubts(Line, repeat, forecast);
        Cohorts(Line, orders);

        void Line(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
    }

    private static void Doubts(Action<FormattableString> line, int repeat, LifetimeForecast forecast)
    {
        if (repeat < FewRepeatBuyers)
        {
            line(
                $"warning: only {repeat} repeat buyers: the fit rests on them alone; take the figures for a rough guess"
            );
        }

        if (forecast.Parameters.Any(parameter => !parameter.IsIdentified))
        {
            line(
                $"warning: where a parameter is not identified, what follows from it may still be: see whether the intervals of clv are narrow"
            );
        }

        if (forecast.Values.Q <= 1)
        {
            line(
                $"warning: q is not above 1: values are so unequal that the mean of all customers does not exist; expected_value and clv are empty for customers with too few orders"
            );
        }

        double correlation = forecast.Correlation();
        if (Math.Abs(correlation) > StrongCorrelation)
        {
            line(
                $"warning: how often customers buy and what they spend go together (correlation {correlation:0.00}); the model of values takes them to be independent"
            );
        }
    }

    private static void Cohorts(Action<FormattableString> line, OrderSummary orders)
    {
        IReadOnlyList<RetentionCohort> cohorts = RetentionCohort.Of(orders);
        line($"bought again on a later day, of those whose first order is in the month (later months had less time):");
        if (cohorts.Count > CohortsShown)
        {
            line($"  … {cohorts.Count - CohortsShown} earlier months");
        }

        foreach (RetentionCohort cohort in cohorts.TakeLast(CohortsShown))
        {
            line($"  {cohort.Month:yyyy-MM}  {cohort.Returned:N0} of {cohort.Buyers:N0}  {100 * cohort.Share:0.0} %");
        }
    }
}
