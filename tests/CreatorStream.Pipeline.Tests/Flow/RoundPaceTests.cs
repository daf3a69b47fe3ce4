using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Tests.Flow;

/// <summary>A step is 50 ms, as between two quick rounds.</summary>
public sealed class RoundPaceTests
{
    private readonly Marbles marbles = new(TimeSpan.FromMilliseconds(50));

    [Fact]
    public void Quick_rounds_that_cost_nothing_come_every_50_ms() =>
        Assert.Equal("qqqq....q..", marbles.Draw("1111....1..", marbles.Work('q', RoundPace.Quick)));

    [Fact]
    public void Quick_rounds_take_at_most_a_fifth_of_the_time() =>
        Assert.Equal("q-........q-", marbles.Draw("111111111111", marbles.Work('q', RoundPace.Quick, takes: 2)));

    [Fact]
    public void Quick_rounds_rest_a_second_at_most() =>
        Assert.Equal(
            "q---------" + new string('.', 20) + "q",
            marbles.Draw(new string('1', 31), marbles.Work('q', RoundPace.Quick, takes: 10))
        );

    [Fact]
    public void Full_rounds_come_once_a_second_where_they_cost_little() =>
        Assert.Equal(
            "f" + new string('.', 19) + "f.",
            marbles.Draw(new string('1', 22), marbles.Work('f', RoundPace.Full))
        );

    [Fact]
    public void Full_rounds_take_at_most_a_twentieth_while_facts_come() =>
        // 100 ms, and 19 times as much of rest.
        Assert.Equal(
            "f-" + new string('.', 38) + "f-",
            marbles.Draw(new string('1', 42), marbles.Work('f', RoundPace.Full, takes: 2))
        );

    [Fact]
    public void Full_rounds_rest_three_seconds_at_most() =>
        Assert.Equal(
            "f---------" + new string('.', 60) + "f",
            marbles.Draw(new string('1', 71), marbles.Work('f', RoundPace.Full, takes: 10))
        );

    [Fact]
    public void When_no_facts_come_for_300_ms_a_full_round_rests_a_second_however_much_it_costs() =>
        // The last one comes 900 ms after the round is done: it waits for 300 ms of silence.
        Assert.Equal(
            "f---------" + new string('.', 24) + "f---------" + new string('.', 20) + "f",
            marbles.Draw(
                "1........." + new string('1', 18) + "1" + new string('.', 26) + "1.........",
                marbles.Work('f', RoundPace.Full, takes: 10)
            )
        );
}
