using System.Globalization;
using CreatorStream.Analytics.Value;

namespace CreatorStream.Offline.Clv;

/// <summary>The result as CSV: customers by value, the greatest first; what is not identified last, and empty.</summary>
internal static class ClvTable
{
    // More is what a mean that hardly exists comes to.
    private const double Greatest = 1e20;

    public static void Write(TextWriter output, OrderSummary orders, LifetimeForecast forecast)
    {
        output.Write("customer,orders,probability_alive,expected_orders,expected_value,clv,clv_low,clv_high\n");
        // Names are in ordinal order already, and equal values keep it.
        IEnumerable<int> order = Enumerable
            .Range(0, orders.Names.Length)
            .OrderByDescending(i => Shown(forecast.Customers[i].Clv) is { } clv ? clv : decimal.MinusOne);
        foreach (int i in order)
        {
            CustomerForecast customer = forecast.Customers[i];
            output.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{FieldText.Quoted(orders.Names[i])},{orders.Histories[i].Frequency + 1},{customer.ProbabilityAlive:F6},{customer.ExpectedOrders:F6},{Shown(customer.ExpectedValue):F4},{Shown(customer.Clv):F4},{Shown(customer.Low):F4},{Shown(customer.High):F4}\n"
                )
            );
        }
    }

    /// <summary>As it is written: customers whose values look the same are in the order of their names.</summary>
    private static decimal? Shown(double value) =>
        double.IsNaN(value) || value > Greatest ? null : decimal.Round((decimal)value, 4);
}
