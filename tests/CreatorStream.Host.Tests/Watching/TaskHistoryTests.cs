using CreatorStream.Host.Watching;

namespace CreatorStream.Host.Tests.Watching;

/// <summary>Rates and the age of lag follow from looks in a row.</summary>
public class TaskHistoryTests
{
    private readonly TaskHistory history = new();

    [Fact]
    public void Nothing_to_do_is_no_lag_however_long_ago_the_last_commit_was()
    {
        history.NoteLag(100_000, end: 50, position: 50, committedMs: 1_000);
        Assert.Equal(0, history.LagSeconds(100_000));
        history.NoteLag(102_000, end: 51, position: 50, committedMs: 1_000);
        Assert.Equal(0, history.LagSeconds(102_000));
        history.NoteLag(104_000, end: 51, position: 51, committedMs: 103_000);
        Assert.Equal(0, history.LagSeconds(104_000));
    }

    [Fact]
    public void Lag_is_as_old_as_the_oldest_that_waits_not_as_the_last_commit()
    {
        history.NoteLag(0, end: 10, position: 10, committedMs: 0);
        history.NoteLag(2_000, end: 100, position: 10, committedMs: 0);
        history.NoteLag(4_000, end: 200, position: 20, committedMs: 3_900);
        Assert.Equal(2, history.LagSeconds(4_000));
        history.NoteLag(6_000, end: 300, position: 100, committedMs: 5_900);
        Assert.Equal(2, history.LagSeconds(6_000));
        history.NoteLag(8_000, end: 300, position: 300, committedMs: 7_900);
        Assert.Equal(0, history.LagSeconds(8_000));
    }

    [Fact]
    public void What_waited_before_the_first_look_waits_since_the_last_commit()
    {
        history.NoteLag(100_000, end: 60, position: 50, committedMs: 70_000);
        Assert.Equal(30, history.LagSeconds(100_000));
    }

    [Fact]
    public void A_long_standstill_is_remembered_from_its_beginning()
    {
        for (int look = 0; look < 10_000; look++)
        {
            history.NoteLag(look * 2_000, end: 10 + look, position: 5, committedMs: 0);
        }
        Assert.Equal(2 * 9_999, history.LagSeconds(2_000 * 9_999));
    }

    [Fact]
    public void Another_log_begins_anew()
    {
        history.NoteLag(0, end: 1_000, position: 10, committedMs: 0);
        history.NoteLag(10_000, end: 5, position: 0, committedMs: 0);
        Assert.Equal(0, history.LagSeconds(10_000));
    }

    [Fact]
    public void The_rate_is_that_of_the_last_ten_seconds()
    {
        Assert.Null(history.EventsPerSecond);
        history.NoteAccepted(0, 1_000_000);
        Assert.Null(history.EventsPerSecond);
        for (int look = 1; look <= 20; look++)
        {
            history.NoteAccepted(look * 2_000, 1_000_000 + (look * 600));
        }
        Assert.Equal(300, history.EventsPerSecond);
        for (int look = 21; look <= 30; look++)
        {
            history.NoteAccepted(look * 2_000, 1_012_000);
        }
        Assert.Equal(0, history.EventsPerSecond);
    }

    [Fact]
    public void A_new_owner_that_began_further_back_has_no_negative_rate()
    {
        history.NoteAccepted(0, 1_000);
        history.NoteAccepted(2_000, 3_000);
        history.NoteAccepted(4_000, 2_000);
        Assert.Null(history.EventsPerSecond);
    }
}
