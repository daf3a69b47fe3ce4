using CreatorStream.Pipeline.Workspaces.Authenticity;
using Xunit.Abstractions;

namespace CreatorStream.Pipeline.Tests;

public sealed class FewCountsTests(ITestOutputHelper output)
{
    /// <summary>Few are looked through, more are looked up.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(40)]
    public void Counts_are_those_of_a_dictionary_without_what_is_nothing(int keys)
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var counts = new FewCounts<string>();
        Dictionary<string, long> expected = [];
        for (int step = 0; step < 2_000; step++)
        {
            string key = $"key-{random.Next(keys)}";
            long by = random.Next(-2, 3);
            counts[key] += by;
            expected[key] = expected.GetValueOrDefault(key) + by;
            Assert.Equal(expected[key], counts[key]);
            if (random.Next(300) == 0)
            {
                counts.Clear();
                expected.Clear();
            }
            Assert.Equal(expected.Where(of => of.Value != 0).Select(of => (of.Key, of.Value)).Order(), counts.Order());
        }
        Assert.Equal(counts.Select(of => of.Key), counts.Keys);
    }
}
