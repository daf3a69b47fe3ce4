using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors;
using Xunit.Abstractions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>What is looked at of an actor who did much follows from what it did, in whatever order that came.</summary>
public sealed class EngagerActsTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(64, 64)]
    [InlineData(65, 0)]
    [InlineData(5, 5)]
    public void Of_one_moment_all_is_looked_at_or_nothing(int likes, int acts)
    {
        string[] lines = [.. Enumerable.Range(0, likes).Select(n => Like(n, second: 0))];
        Assert.Equal(acts > 0 ? [acts] : [], Acts(lines));
        Assert.Equal(Published(lines), Published([.. lines.Reverse()]));
    }

    [Fact]
    public void What_came_before_that_moment_is_looked_at()
    {
        string[] lines = [.. Enumerable.Range(0, 90).Select(n => Like(n, second: n < 40 ? 0 : 1))];
        Assert.Equal([40], Acts(lines));
        var random = new Random(Seed());
        for (int turn = 0; turn < 5; turn++)
        {
            string expected = Published(lines);
            random.Shuffle(lines);
            Assert.Equal(expected, Published(lines));
        }
    }

    [Fact]
    public void So_it_is_of_a_journey_that_is_longer_than_what_is_looked_at()
    {
        string[] lines = [.. Enumerable.Range(0, 5_000).Select(n => Like(n % 8, second: n < 4_000 ? 0 : 1, id: n))];
        string expected = Published(lines);
        new Random(Seed()).Shuffle(lines);
        Assert.Equal(expected, Published(lines));
    }

    private int Seed()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return seed;
    }

    private static int[] Acts(string[] lines) => [.. Rows(lines).Select(row => row.Split(',').Length)];

    private static string Published(string[] lines) => string.Join('\n', Rows(lines));

    private static List<string> Rows(string[] lines)
    {
        using var memory = new StateMemory();
        var state = new VisitorState(memory.Open(), retention: null);
        var flow = new VisitorFlow(state, Families.Composed);
        Facts.Feed(flow, lines, 100);
        return
        [
            .. Facts
                .Rows(state, flow)
                .Where(row => row.Key.StartsWith("engager ", StringComparison.Ordinal))
                .Select(row => row.Value),
        ];
    }

    private static string Like(int post, int second, int? id = null) =>
        $$"""{"id":"{{id ?? post}}","type":"like","via":"import","time":"{{Rfc3339.Format(
            Facts.NowMicros + (second * 1_000_000L)
        )}}","visitor":"fan","content":"post-{{post}}","campaign":"spring","creator":"ana"}""";
}
