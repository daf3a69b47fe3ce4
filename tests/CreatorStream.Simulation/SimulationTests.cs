using System.Globalization;
using Xunit.Abstractions;

namespace CreatorStream.Simulation;

/// <summary>
/// Runs of the simulation. CREATORSTREAM_SIMULATION_SEEDS says how many (300), CREATORSTREAM_SIMULATION_SEED from which
/// seed on (random); `./creatorstream test --seeds N --seed S` sets them.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int UsualSeeds = 300;

    public static TheoryData<int> Seeds
    {
        get
        {
            int first = Setting("CREATORSTREAM_SIMULATION_SEED") ?? Random.Shared.Next(int.MaxValue - 1_000_000);
            return [.. Enumerable.Range(first, Setting("CREATORSTREAM_SIMULATION_SEEDS") ?? UsualSeeds)];
        }
    }

    /// <summary>Random, and those that found what few others do.</summary>
    [Theory]
    [InlineData(1290466247)] // A click and a visit of one visitor, to two posts in the same millisecond, before an order.
    [MemberData(nameof(Seeds), DisableDiscoveryEnumeration = true)]
    public void The_views_come_right_whatever_fails_on_the_way(int seed)
    {
        var run = new SimulationRun(seed);
        try
        {
            run.Run();
        }
        catch (Exception error)
        {
            throw new Xunit.Sdk.XunitException($"seed {seed} ({run}): {error}");
        }
        output.WriteLine($"seed {seed}: {run}");
    }

    [Fact]
    public void A_seed_is_one_run()
    {
        Assert.Equal(Told(7), Told(7));
    }

    private static string Told(int seed)
    {
        var run = new SimulationRun(seed);
        run.Run();
        return run.ToString();
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value)
            ? value
            : null;
}
