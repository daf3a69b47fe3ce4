using System.Text.Json;
using CreatorStream.Analytics.Lift;
using Xunit.Abstractions;

namespace CreatorStream.Analytics.Tests.Lift;

/// <summary>Against the output of R's CausalImpact 1.4.1 with bsts 0.9.10, 5,000 iterations, for a series of 100 points.</summary>
public sealed class CausalImpactTests(ITestOutputHelper output)
{
    private const int Seeds = 20;

    [SkippableFact]
    public void The_estimate_is_that_of_R()
    {
        (LiftSeries series, Func<string, double> expected) = Read();
        LiftEstimate estimate = Counterfactual.Estimate(series);
        output.WriteLine($"{estimate.Average}, relative {estimate.Relative}, p {estimate.TailProbability}");
        double effect = expected("point_effect_mean");
        Assert.Equal(effect, estimate.Average.Value, 0.05 * effect);
        Assert.Equal(expected("ci_lower"), estimate.Average.Low, 0.25);
        Assert.Equal(expected("ci_upper"), estimate.Average.High, 0.25);
        Assert.Equal(30 * estimate.Average.Value, estimate.Cumulative.Value, 1e-9);
        Assert.Equal(expected("relative_effect_mean"), estimate.Relative!.Value.Value, 0.15);
        Assert.InRange(estimate.TailProbability, 0, 2 * expected("p_value"));
    }

    [SkippableFact]
    public void Another_seed_changes_it_by_much_less_than_that()
    {
        (LiftSeries series, _) = Read();
        Estimate[] estimates =
        [
            .. Enumerable.Range(1, Seeds).Select(seed => Counterfactual.Estimate(series, (ulong)seed).Average),
        ];
        double[] errors =
        [
            Deviation(estimates.Select(estimate => estimate.Value)),
            Deviation(estimates.Select(estimate => estimate.Low)),
            Deviation(estimates.Select(estimate => estimate.High)),
        ];
        output.WriteLine(
            $"seeds 1 to {Seeds}: {estimates.Average(e => e.Value)} {estimates.Average(e => e.Low)} {estimates.Average(e => e.High)}, "
                + $"standard deviations {string.Join(", ", errors)}"
        );
        Assert.All(errors, error => Assert.InRange(error, 0, 0.02));
    }

    private static double Deviation(IEnumerable<double> values)
    {
        double[] all = [.. values];
        double mean = all.Average();
        return Math.Sqrt(all.Sum(x => (x - mean) * (x - mean)) / (all.Length - 1));
    }

    private static (LiftSeries Series, Func<string, double> Expected) Read()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "CreatorStream.sln")))
        {
            root = root.Parent;
        }

        string path = Path.Combine(root!.FullName, "..", "shared", "data", "causal", "r_reference_basic.json");
        Skip.IfNot(File.Exists(path), "The output of R's CausalImpact is not beside the repository.");
        JsonElement fixture = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        double[] y = [.. fixture.GetProperty("data").GetProperty("y").EnumerateArray().Select(v => v.GetDouble())];
        var series = new LiftSeries(y, fixture.GetProperty("n_pre").GetInt32(), []);
        return (series, name => fixture.GetProperty("r_output").GetProperty(name).GetDouble());
    }
}
