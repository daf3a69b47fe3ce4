using CreatorStream.Analytics.Value;
using Xunit.Abstractions;

namespace CreatorStream.Analytics.Tests;

public sealed class LifetimeValueTests(ITestOutputHelper output)
{
    private static readonly BgNbd Purchases = new(0.243, 31, 0.793, 2.426);
    private static readonly GammaGamma Values = new(6.25, 3.74, 15.44);

    /// <summary>The first customers of the CDNOW sample, by the lifetimes library: 12 months of 30 (of the sample's
    /// weeks), 1 % a month.</summary>
    [Theory]
    [InlineData(2, 30.43, 22.35, 140.096)]
    [InlineData(1, 1.71, 11.77, 18.943)]
    [InlineData(0, 0, 0, 38.181)]
    public void A_lifetime_value_is_that_of_the_lifetimes_library(int x, double recency, double mean, double expected)
    {
        double clv = new ValueHorizon(12, 0.01).LifetimeValue(
            new BgNbd(0.242593, 4.413602, 0.792920, 2.425888),
            new GammaGamma(6.25, 3.74, 15.44),
            new CustomerHistory(x, recency, 38.86, mean)
        );
        output.WriteLine($"{clv} for {expected}");
        Assert.Equal(1, clv / expected, 0.002);
    }

    [Fact]
    public void Without_discount_each_expected_purchase_counts_in_full()
    {
        var customer = new CustomerHistory(3, 100, 200, 20);
        double purchases = Purchases.ExpectedPurchases(7 * 30, customer);
        Assert.Equal(
            purchases * Values.ExpectedValue(customer),
            new ValueHorizon(7, 0).LifetimeValue(Purchases, Values, customer),
            1e-9
        );
    }

    [Fact]
    public void Forecasts_are_the_models_and_lie_within_their_intervals()
    {
        (string[] names, CustomerHistory[] histories) = Customers(6, 3_000);
        var horizon = new ValueHorizon(12, 0.01);
        var forecast = new LifetimeForecast(names, histories, horizon);
        for (int i = 0; i < names.Length; i++)
        {
            CustomerForecast customer = forecast.Customers[i];
            Assert.Equal(forecast.Purchases.ProbabilityAlive(histories[i]), customer.ProbabilityAlive, 1e-12);
            Assert.Equal(forecast.Purchases.ExpectedPurchases(360, histories[i]), customer.ExpectedOrders, 1e-9);
            double clv = horizon.LifetimeValue(forecast.Purchases, forecast.Values, histories[i]);
            Assert.Equal(clv, customer.Clv, 1e-9 * (1 + clv));
            Assert.True(customer.Low < clv && clv < customer.High, $"{histories[i]}: {customer}");
        }
        Assert.All(forecast.Parameters, parameter => Assert.True(parameter.IsIdentified, $"{parameter}"));
    }

    /// <summary>For a history that many have, the interval of another sample's fit holds the truth 95 times of 100.</summary>
    [Fact]
    public void Intervals_hold_the_true_expectation_as_often_as_they_say()
    {
        var horizon = new ValueHorizon(12, 0.01);
        var customer = new CustomerHistory(2, 150, 300, 30);
        double truth = horizon.LifetimeValue(Purchases, Values, customer);
        int held = 0;
        const int Samples = 20;
        for (int seed = 100; seed < 100 + Samples; seed++)
        {
            (string[] names, CustomerHistory[] histories) = Customers(seed, 800);
            histories[0] = customer;
            CustomerForecast of = new LifetimeForecast(names, histories, horizon).Customers[0];
            held += of.Low <= truth && truth <= of.High ? 1 : 0;
        }
        output.WriteLine($"seeds 100 to {99 + Samples}: held {held} of {Samples}");
        Assert.InRange(held, Samples * 0.85, Samples);
    }

    /// <summary>A few of many customers might have been others; that is more than what their models' parameters leave open.</summary>
    [Fact]
    public void The_interval_of_a_mean_covers_which_customers_it_is_of()
    {
        const int Few = 40;
        (string[] names, CustomerHistory[] histories) = Customers(11, 1_000);
        var horizon = new ValueHorizon(12, 0.01);
        var fit = new LifetimeFit(names, histories, new ParallelOptions());
        int[] groupOf = [.. names.Select((_, at) => at < Few ? 0 : 1)];
        (MeanValue all, MeanValue[] byGroup) = MeanValues.Of(fit, names, histories, horizon, groupOf, 2);
        double[] values =
        [
            .. histories.Take(Few).Select(customer => horizon.LifetimeValue(fit.Purchases, fit.Values, customer)),
        ];
        double mean = values.Average();
        double error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean))) / Few;
        double width = (byGroup[0].High - byGroup[0].Low)!.Value / (2 * 1.96 * error);
        output.WriteLine($"{byGroup[0]}, {width} times as wide as customers alone make it; of all {all}");
        Assert.Equal(mean, byGroup[0].Mean!.Value, 1e-9 * mean);
        Assert.InRange(width, 0.6, 3);
        Assert.True(all.High - all.Low < byGroup[0].High - byGroup[0].Low);
    }

    [Fact]
    public void What_the_data_do_not_say_is_named()
    {
        // All who came back came back once, soon, and for the same value: nothing tells how values differ.
        CustomerHistory[] histories =
        [
            .. Enumerable.Range(0, 40).Select(i => i % 4 == 0 ? new CustomerHistory(1, 5, 100, 10) : new(0, 0, 100, 0)),
        ];
        var forecast = new LifetimeForecast(
            [.. histories.Select((_, i) => $"{i}")],
            histories,
            new ValueHorizon(12, 0.01)
        );
        output.WriteLine(string.Join('\n', forecast.Parameters));
        Assert.False(forecast.Parameters.Single(parameter => parameter.Name == "p").IsIdentified);
        Assert.Equal(10, forecast.Customers[0].ExpectedValue, 0.1);
    }

    private (string[] Names, CustomerHistory[] Histories) Customers(int seed, int count)
    {
        output.WriteLine($"seed {seed}");
        CustomerHistory[] histories = new ValueSimulation(seed).Customers(Purchases, Values, count, 600);
        return ([.. Enumerable.Range(0, count).Select(i => $"c{i}")], histories);
    }
}
