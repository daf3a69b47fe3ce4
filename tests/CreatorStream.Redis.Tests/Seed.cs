using System.Globalization;
using Xunit.Abstractions;

namespace CreatorStream.Redis.Tests;

/// <summary>Another seed at every run, printed; CREATORSTREAM_TEST_SEED repeats one.</summary>
internal static class Seed
{
    public static Random Next(ITestOutputHelper output)
    {
        string? set = Environment.GetEnvironmentVariable("CREATORSTREAM_TEST_SEED");
        int seed = set == null ? Random.Shared.Next() : int.Parse(set, CultureInfo.InvariantCulture);
        output.WriteLine($"CREATORSTREAM_TEST_SEED={seed}");
        return new Random(seed);
    }
}
