using System.Runtime.InteropServices;
using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Groups;
using Xunit.Abstractions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>What is looked at of an actor who did much follows from what it did, in whatever order that came.</summary>
public sealed class EngagerActsTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(5, 5)]
    [InlineData(64, 64)]
    [InlineData(65, 64)]
    [InlineData(200, 64)]
    public void Of_many_at_one_moment_which_came_first_does_not_count(int likes, int acts) =>
        AssertSame([.. Enumerable.Range(0, likes).Select(n => Like(n, second: 0))], acts);

    [Fact]
    public void What_was_before_that_moment_is_looked_at() =>
        AssertSame([.. Enumerable.Range(0, 120).Select(n => Like(n, second: n < 40 ? 0 : n % 3 + 1))], 64);

    [Fact]
    public void What_is_said_of_content_at_one_moment_is_the_same_whichever_came_first() =>
        AssertSame(
            [.. Enumerable.Range(0, 40).Select(n => Like(n % 4, second: n % 2, id: n, campaign: $"campaign-{n % 5}"))],
            4
        );

    [Fact]
    public void Of_a_journey_that_is_longer_than_what_is_looked_at_it_does_not_count_either() =>
        AssertSame([.. Enumerable.Range(0, 5_000).Select(n => Like(n % 8, second: n < 4_000 ? 0 : 1, id: n))], 8);

    private void AssertSame(string[] lines, int acts)
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        string[] expected = Acts(lines);
        Assert.Equal(acts, expected.Length);
        for (int turn = 0; turn < 3; turn++)
        {
            random.Shuffle(lines);
            Assert.Equal(expected, Acts(lines));
        }
    }

    private static string[] Acts(string[] lines)
    {
        using var memory = new StateMemory();
        var state = new VisitorState(memory.Open(), retention: null);
        var flow = new VisitorFlow(state, Families.Composed);
        Facts.Feed(flow, lines, 100, takesOut: false);
        EngagerRow row = Assert.Single(flow.Tick(0, new TaskProgress(0, 0, 0, default)).Of(EngagerSection.Rows));
        return
        [
            .. MemoryMarshal
                .Cast<byte, EngagerAct>(row.Acts.Span)
                .ToArray()
                .Select(act => $"{state.Subjects.Subjects[act.Subject]} {act.Minute} {act.Bits}")
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string Like(int post, int second, int? id = null, string campaign = "spring") =>
        $$"""{"id":"{{id ?? post}}","type":"like","via":"import","time":"{{Rfc3339.Format(
            Facts.NowMicros + (second * 1_000_000L)
        )}}","visitor":"fan","content":"post-{{post}}","campaign":"{{campaign}}","creator":"ana"}""";
}
