using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Pipeline.Tests;

public sealed class NumberSetTests
{
    [Fact]
    public void It_holds_what_a_set_of_the_library_holds()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        using var memory = new StateMemory();
        var set = new NumberSet(memory.Open(), StatePart.Visitors);
        var expected = new HashSet<int>();
        for (int step = 0; step < 20_000; step++)
        {
            // Some beyond all that there were.
            int number = random.Next(1 + step);
            if (random.Next(3) == 0)
            {
                set.Remove(number);
                expected.Remove(number);
            }
            else
            {
                Assert.True(set.Add(number) == expected.Add(number), $"seed {seed}, step {step}: {number}");
            }
            int other = random.Next(2 * (1 + step));
            Assert.True(set.Contains(other) == expected.Contains(other), $"seed {seed}, step {step}: {other}");
        }
    }
}
