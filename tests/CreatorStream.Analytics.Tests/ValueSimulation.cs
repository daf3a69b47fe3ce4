using CreatorStream.Analytics.Value;

namespace CreatorStream.Analytics.Tests;

/// <summary>Customers that live as the models say, from a seed.</summary>
internal sealed class ValueSimulation(int seed)
{
    private readonly Random random = new(seed);

    /// <param name="purchases">By days.</param>
    /// <param name="values">Of the purchases.</param>
    /// <param name="count">Customers.</param>
    /// <param name="days">The greatest age; ages are even over the later half, in steps of 10.</param>
    public CustomerHistory[] Customers(BgNbd purchases, GammaGamma values, int count, double days)
    {
        var customers = new CustomerHistory[count];
        for (int i = 0; i < count; i++)
        {
            double age = 10 * Math.Ceiling(days / 10 * (0.5 + 0.5 * random.NextDouble()));
            double rate = Gamma(purchases.R) / purchases.Alpha;
            double one = Gamma(purchases.A);
            double leaves = one / (one + Gamma(purchases.B));
            (int x, double last) = (0, 0);
            for (double at = Wait(rate); at <= age; at += Wait(rate))
            {
                (x, last) = (x + 1, at);
                if (random.NextDouble() < leaves)
                {
                    break;
                }
            }
            double scale = Gamma(values.Q) / values.V;
            double sum = 0;
            for (int k = 0; k < x; k++)
            {
                sum += Gamma(values.P) / scale;
            }

            customers[i] = new CustomerHistory(x, last, age, x == 0 ? 0 : sum / x);
        }
        return customers;
    }

    private double Wait(double rate) => -Math.Log(1 - random.NextDouble()) / rate;

    /// <summary>Marsaglia and Tsang (2000); for a shape below 1 by way of the next one.</summary>
    private double Gamma(double shape)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        }

        double d = shape - 1.0 / 3;
        while (true)
        {
            double normal =
                Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            double cube = Math.Pow(1 + normal / Math.Sqrt(9 * d), 3);
            if (cube > 0 && Math.Log(1 - random.NextDouble()) < 0.5 * normal * normal + d * (1 - cube + Math.Log(cube)))
            {
                return d * cube;
            }
        }
    }
}
