using System.Net;

namespace CreatorStream.Serve.Tests;

public class HistoryEndTests
{
    [Fact]
    public async Task A_question_to_a_task_that_has_ended_is_answered_by_503_and_when_to_come_again()
    {
        await using Site site = await Site.Start();
        await site.EndEngine();
        using HttpResponseMessage answer = await site.Send(
            HttpMethod.Get,
            "/api/campaigns/spring/history?from=2026-11-21T08:00:00Z&to=2026-11-21T09:00:00Z&step=60"
        );
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("1", answer.Headers.RetryAfter!.ToString());
        Assert.Contains("has ended", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
