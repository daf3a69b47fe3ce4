using CreatorStream.Pipeline.Flow;

namespace CreatorStream.Pipeline.Tests.Flow;

public sealed class PacedTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly Marbles marbles = new(Step);

    [Fact]
    public void The_first_change_has_its_work_at_once_and_later_ones_when_it_has_rested() =>
        Draws("..1.1..11.....1", "..a...a...a...a", marbles.Work('a', Every(4)));

    [Fact]
    public void Without_a_change_nothing_is_done() => Draws("..........", "..........", marbles.Work('a', Every(1)));

    [Fact]
    public void It_rests_as_long_as_its_work_took_times_the_share() =>
        // Two steps of work, twice as many of rest; the loop is busy for the second step.
        Draws("111111111111111", "a-....a-....a-.", marbles.Work('a', AtMostAThird, takes: 2));

    [Fact]
    public void Work_that_goes_on_has_its_next_turn_without_a_rest_and_rests_for_all_of_them() =>
        Draws(
            "11111111111111",
            "a-a-........a-",
            marbles.Work('a', AtMostAThird, takes: 2, TurnEnd.GoesOn, TurnEnd.Done)
        );

    [Fact]
    public void Work_that_is_done_for_now_comes_again_without_a_change() =>
        Draws("1.........", "a..a......", marbles.Work('a', Every(3), ends: TurnEnd.DoneForNow));

    [Fact]
    public void What_is_due_later_by_what_came_meanwhile_is_later() =>
        Draws("1.19......", "a.....a...", marbles.Work('a', EveryThreeOrSixOfMany));

    [Fact]
    public void What_is_due_sooner_by_what_came_meanwhile_is_sooner() =>
        Draws("1.19......", "a..a......", marbles.Work('a', EverySixOrAtOnceOfMany));

    [Fact]
    public void What_was_counted_is_forgotten_when_it_is_done() =>
        Draws("9.1..1....", "a..a..a...", marbles.Work('a', EveryThreeOrSixOfMany));

    [Fact]
    public void Where_heavy_work_is_due_the_light_one_comes_first_rested_or_not() =>
        Draws("1..11....1...", "(ab)....(ab)....(ab)..", marbles.Work('a', Every(6)), marbles.Work('b', Every(5)));

    [Fact]
    public void Light_work_without_changes_is_not_done_for_the_heavy_one() =>
        Draws("11........", "(ab)..a..b...", marbles.Work('a', Every(3)), marbles.Work('b', Every(6)));

    [Fact]
    public void Between_two_turns_of_heavy_work_light_work_has_its_own() =>
        Draws(
            "1.1.......",
            "(ab)b(ab)b......",
            marbles.Work('a', Every(2)),
            marbles.Work('b', Every(5), 0, TurnEnd.GoesOn, TurnEnd.GoesOn, TurnEnd.GoesOn)
        );

    [Fact]
    public void Light_work_rests_from_when_the_heavy_one_behind_it_is_done() =>
        Draws("1111111111", "(ab)---...a..", marbles.Work('a', Every(3)), marbles.Work('b', Every(50), takes: 4));

    [Fact]
    public void Light_work_that_goes_on_when_the_heavy_one_is_done_has_it_come_again() =>
        Draws("1........", "(ab)a..b....", marbles.Work('a', Every(2), 0, TurnEnd.GoesOn), marbles.Work('b', Every(4)));

    private static Func<Since, TimeSpan> Every(int steps) => since => (Step * steps) - since.Done;

    private static TimeSpan AtMostAThird(Since since) => (since.Spent * 2) - since.Done;

    private static TimeSpan EveryThreeOrSixOfMany(Since since) => (Step * (since.Changes > 5 ? 6 : 3)) - since.Done;

    private static TimeSpan EverySixOrAtOnceOfMany(Since since) =>
        since.Changes > 5 ? TimeSpan.Zero : (Step * 6) - since.Done;

    private void Draws(string coming, string done, params PacedWork[] works) =>
        Assert.Equal(done, marbles.Draw(coming, works));
}
