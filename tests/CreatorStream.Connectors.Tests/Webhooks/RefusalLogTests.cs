using System.Net;
using CreatorStream.Connectors.Webhooks;
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
}
