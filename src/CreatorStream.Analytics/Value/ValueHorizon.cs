namespace CreatorStream.Analytics.Value;

/// <summary>
/// How far ahead value counts: whole months of 30 time units (days), what comes in a month discounted as if at its end:
/// the steps of lifetimes' customer_lifetime_value.
/// </summary>
/// <param name="Months">1 or more.</param>
/// <param name="Discount">Rate d per month, 0 or more: month m counts 1/(1+d)^m.</param>
public readonly record struct ValueHorizon(int Months, double Discount)
{
    public const double DaysInMonth = 30;

    /// <summary>Expected purchases within the horizon of a customer who is still active, each discounted by its month.</summary>
    public double DiscountedWhileAlive(BgNbd model, int frequency, double age)
    {
        double before = 0;
        double sum = 0;
        double factor = 1;
        for (int month = 1; month <= Months; month++)
        {
            double upTo = model.ExpectedWhileAlive(month * DaysInMonth, frequency, age);
            factor /= 1 + Discount;
            sum += (upTo - before) * factor;
            before = upTo;
        }
        return sum;
    }

    /// <summary>The expected value of a customer's purchases within the horizon, discounted; NaN where the expected
    /// value of a purchase is.</summary>
    public double LifetimeValue(BgNbd purchases, GammaGamma values, CustomerHistory customer) =>
        purchases.ProbabilityAlive(customer)
        * DiscountedWhileAlive(purchases, customer.Frequency, customer.Age)
        * values.ExpectedValue(customer);
}
