using System.Net;
using CreatorStream.Connectors.Webhooks;
using CreatorStream.Events;
using CreatorStream.Redis.Tests;

namespace CreatorStream.Connectors.Tests.Webhooks;

public sealed class RefusalLogTests
{
    [Fact]
    public void Refusals_are_told_once_a_minute_a_hook_with_their_number()
    {
        var time = new ManualTime(FixedTime.Now);
        var said = new RecordedLog<RefusalLog>();
        var log = new RefusalLog(time, said);
        log.Note("shop", "why", IPAddress.Loopback);
        time.Advance(TimeSpan.FromSeconds(59));
        log.Note("shop", "why", null);
        log.Note("crm", "why", null);
        Assert.Equal(2, said.Lines.Count);
        time.Advance(TimeSpan.FromSeconds(1));
        log.Note("shop", "because", null);
        Assert.Equal(3, said.Lines.Count);
        Assert.True(said.Has("2 calls to the hook shop") && said.Has("because"));
    }

    [Fact]
    public void Rows_are_told_without_values_and_no_strangers_call_hides_them()
    {
        var said = new RecordedLog<RefusalLog>();
        var log = new RefusalLog(new ManualTime(FixedTime.Now), said);
        log.Note("shop", "a stranger's", null);
        log.NoteRow("shop", new Rejection(3, "value", "'O'Brien' is no number"));
        log.NoteRow("shop", new Rejection(4, "value", "'O'Brien' is no number"));
        log.NoteRow("crm", new Rejection(0, "action", "none of its cases holds, and there is no 'otherwise'"));
        Assert.Equal(3, said.Lines.Count);
        Assert.True(said.Has("1 calls to the hook shop had rows that were not taken"));
        Assert.True(said.Has("now row 3, field 'value': is no number"));
        Assert.True(said.Has("now row 0, field 'action': none of its cases holds, and there is no 'otherwise'"));
        Assert.False(said.Has("Brien"));
    }
}
