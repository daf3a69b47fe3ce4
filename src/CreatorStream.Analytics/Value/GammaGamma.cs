namespace CreatorStream.Analytics.Value;

/// <summary>
/// The gamma-gamma model of the value of a purchase: Fader and Hardie (2013), The Gamma-Gamma Model of Monetary Value.
/// A customer's purchases are gamma distributed (shape p) about the customer's own mean, whose rate is gamma distributed
/// over customers (shape q, rate v). It takes the mean to have nothing to do with how often one buys.
/// </summary>
public sealed record GammaGamma(double P, double Q, double V)
{
    /// <summary>Fits by maximum likelihood to the customers with a repeat purchase of a mean value above 0.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static GammaGamma Fit(IReadOnlyList<CustomerHistory> customers) => new GammaGammaFit(customers).Fit().Model;

    /// <summary>ln of the density of the mean value, equation (1a); x and m above 0.</summary>
    public double LogLikelihood(CustomerHistory customer)
    {
        double px = P * customer.Frequency;
        double sum = customer.Frequency * customer.MeanValue;
        return GammaFunctions.LogGamma(px + Q)
            - GammaFunctions.LogGamma(px)
            - GammaFunctions.LogGamma(Q)
            + Q * Math.Log(V)
            + (px - 1) * Math.Log(customer.MeanValue)
            + px * Math.Log(customer.Frequency)
            - (px + Q) * Math.Log(sum + V);
    }

    /// <summary>
    /// The expected value of a customer's purchases, given the mean of those after the first: equation (5), between
    /// that mean and the mean of all customers. NaN where no mean exists: for q of 1 or less, without repeat purchases
    /// or with few.
    /// </summary>
    public double ExpectedValue(CustomerHistory customer)
    {
        double weight = P * customer.Frequency + Q - 1;
        return weight > 0 ? P * (V + customer.Frequency * customer.MeanValue) / weight : double.NaN;
    }
}
