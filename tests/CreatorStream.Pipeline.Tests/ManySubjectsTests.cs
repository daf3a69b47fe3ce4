using CreatorStream.Events;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;

namespace CreatorStream.Pipeline.Tests;

/// <summary>More subjects than lie near: what events are about is then asked for ahead.</summary>
public sealed class ManySubjectsTests
{
    private const int Contents = 6_000;
    private const int Visitors = 500;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    public void Each_visitor_touched_what_its_events_say(int batchSize)
    {
        using var memory = new StateMemory();
        var state = new VisitorState(memory.Open(), retention: null);
        var flow = new VisitorFlow(state, Families.Composed);
        string[] lines = [.. Enumerable.Range(0, 3 * Contents).Select(Line)];
        Facts.Feed(flow, lines, batchSize);

        Assert.True(state.Subjects.AreFar);
        Assert.Equal(lines.Length, state.Acceptance.Count);
        string[] told =
        [
            .. Enumerable.Range(0, state.Journeys.Count).Select(visitor => Touched(state, visitor)).Order(),
        ];
        string[] expected =
        [
            .. Enumerable
                .Range(0, lines.Length)
                .GroupBy(i => i % Visitors, Content)
                .Select(of => string.Join(' ', of.Order()))
                .Order(),
        ];
        Assert.Equal(expected, told);
    }

    private static string Touched(VisitorState state, int visitor)
    {
        List<string> contents = [];
        foreach (JourneyTouch touch in state.Journeys.Touches(visitor))
        {
            contents.Add(state.Subjects.Subjects[touch.Subject].Content);
        }
        return string.Join(' ', contents.Order());
    }

    private static string Content(int i) => $"post-{i * 31 % Contents}";

    private static string Line(int i) =>
        $$"""{"id":"e-{{i}}","type":"click","time":"{{Rfc3339.Format(
            Facts.NowMicros - (i * 1_000L)
        )}}","visitor":"v-{{i % Visitors}}","campaign":"c","creator":"who","content":"{{Content(i)}}"}""";
}
