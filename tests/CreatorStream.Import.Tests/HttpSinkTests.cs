using System.Text;
using Microsoft.AspNetCore.Http;

namespace CreatorStream.Import.Tests;

public sealed class HttpSinkTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Two = Encoding.UTF8.GetBytes("{\"id\":\"a\"}\n{\"id\":\"b\"}\n");

    [Fact]
    public async Task A_batch_arrives_with_its_key_and_its_refusals_come_back()
    {
        await using FakeService service = await FakeService.Start();
        service.Refuse = line => line.Contains("\"b\"", StringComparison.Ordinal) ? ("time", "is missing") : null;
        await using var sink = new HttpSink(service.Address, "/v1/events", "secret", TimeProvider.System);
        SinkResult result = await sink.Send(Two, 2, CancellationToken.None);
        Assert.Equal(1, result.Accepted);
        Assert.Equal(new SinkRejection(1, "time", "is missing"), Assert.Single(result.Rejected));
        (string Path, string[] Lines, string? Authorization) request = Assert.Single(service.Requests);
        Assert.Equal("/v1/events", request.Path);
        Assert.Equal("Bearer secret", request.Authorization);
    }

    [Fact]
    public async Task A_busy_service_is_asked_again_when_it_says()
    {
        await using FakeService service = await FakeService.Start();
        service.Troubles.Enqueue(context => Answer(context, 503, "7"));
        service.Troubles.Enqueue(context => Answer(context, 429, null));
        service.Troubles.Enqueue(context => Answer(context, 503, null));
        var time = new ManualTime(Now);
        await using var sink = new HttpSink(service.Address, "/v1/events", null, time);
        SinkResult result = await sink.Send(Two, 2, CancellationToken.None);
        Assert.Equal(2, result.Accepted);
        Assert.Equal(TimeSpan.FromSeconds(7), time.Waits[0]);
        Assert.True(time.Waits[1] < time.Waits[2], "pauses grow");
    }

    [Fact]
    public async Task While_it_waits_it_says_why()
    {
        await using FakeService service = await FakeService.Start();
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        service.Troubles.Enqueue(context => Answer(context, 503, null));
        service.Troubles.Enqueue(async context =>
        {
            asked.SetResult();
            await answer.Task;
            await Answer(context, 200, null, """{"accepted":2,"rejected":[]}""");
        });
        var time = new ManualTime(Now);
        await using var sink = new HttpSink(service.Address, "/v1/events", null, time);
        Assert.Null(sink.Trouble);
        Task<SinkResult> sent = sink.Send(Two, 2, CancellationToken.None).AsTask();
        await Eventually.Done(asked.Task);
        Assert.Equal("it answers 503; it is tried again", sink.Trouble);
        answer.SetResult();
        await Eventually.Done(sent);
        Assert.Null(sink.Trouble);
    }

    [Fact]
    public async Task Who_gets_no_answer_is_told_for_how_long()
    {
        await using FakeService service = await FakeService.Start();
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        service.Troubles.Enqueue(async context =>
        {
            asked.SetResult();
            await answer.Task;
            await Answer(context, 200, null, """{"accepted":2,"rejected":[]}""");
        });
        var time = new ManualTime(Now);
        await using var sink = new HttpSink(service.Address, "/v1/events", null, time);
        Task<SinkResult> sent = sink.Send(Two, 2, CancellationToken.None).AsTask();
        await Eventually.Done(asked.Task);
        Assert.Null(sink.Trouble);
        time.Advance(TimeSpan.FromSeconds(35));
        Assert.Equal("no answer for 35 s", sink.Trouble);
        answer.SetResult();
        await Eventually.Done(sent);
        Assert.Null(sink.Trouble);
    }

    [Fact]
    public async Task A_lost_connection_is_made_again()
    {
        await using FakeService service = await FakeService.Start();
        service.Troubles.Enqueue(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var sink = new HttpSink(service.Address, "/v1/events", null, new ManualTime(Now));
        Assert.Equal(2, (await sink.Send(Two, 2, CancellationToken.None)).Accepted);
    }

    [Fact]
    public async Task A_service_that_stays_away_is_given_up_with_a_reason()
    {
        FakeService service = await FakeService.Start();
        Uri address = service.Address;
        await service.DisposeAsync();
        await using var sink = new HttpSink(address, "/v1/events", null, new ManualTime(Now));
        SinkException e = await Assert.ThrowsAsync<SinkException>(async () =>
            await sink.Send(Two, 2, CancellationToken.None)
        );
        Assert.Contains("has taken nothing for 3 min: Connection refused", e.Message, StringComparison.Ordinal);
        Assert.Null(sink.Trouble);
    }

    [Fact]
    public async Task One_that_took_some_is_waited_for_longer()
    {
        FakeService service = await FakeService.Start();
        var time = new ManualTime(Now);
        await using var sink = new HttpSink(service.Address, "/v1/events", null, time);
        await sink.Send(Two, 2, CancellationToken.None);
        await service.DisposeAsync();
        SinkException e = await Assert.ThrowsAsync<SinkException>(async () =>
            await sink.Send(Two, 2, CancellationToken.None)
        );
        Assert.Contains("has taken nothing for 10 min", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_as_an_attempt_fails_it_is_cancelled_and_nothing_is_given_up()
    {
        await using FakeService service = await FakeService.Start();
        service.Troubles.Enqueue(context => Answer(context, 503, Now.AddSeconds(7).ToString("R")));
        using var cancel = new CancellationTokenSource();
        await using var sink = new HttpSink(service.Address, "/v1/events", null, new CancellingTime(cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await sink.Send(Two, 2, cancel.Token));
    }

    [Theory]
    [InlineData(401, "wants a key")]
    [InlineData(404, "does not exist")]
    [InlineData(413, "413: too large")]
    [InlineData(500, "500: too large")]
    public async Task An_answer_that_will_not_change_ends_it(int status, string expected)
    {
        await using FakeService service = await FakeService.Start();
        service.Troubles.Enqueue(context => Answer(context, status, null, "too large"));
        await using var sink = new HttpSink(service.Address, "/v1/events", null, TimeProvider.System);
        SinkException e = await Assert.ThrowsAsync<SinkException>(async () =>
            await sink.Send(Two, 2, CancellationToken.None)
        );
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, "", "refuses the key")]
    [InlineData(403, """{"error":"the key may not sell"}""", "answered 403: the key may not sell")]
    [InlineData(
        403,
        """{"accepted":0,"rejected":[{"index":0,"field":"","reason":"The key may not reach the workspace b."}]}""",
        "answered 403: The key may not reach the workspace b."
    )]
    [InlineData(403, "[<html>", "answered 403: [<html>")]
    [InlineData(403, "[1]", "answered 403: [1]")]
    public async Task What_a_good_key_may_not_do_is_told_in_the_services_words(int status, string body, string expected)
    {
        await using FakeService service = await FakeService.Start();
        service.Troubles.Enqueue(context => Answer(context, status, null, body));
        await using var sink = new HttpSink(service.Address, "/v1/events", "secret", TimeProvider.System);
        SinkException e = await Assert.ThrowsAsync<SinkException>(async () =>
            await sink.Send(Two, 2, CancellationToken.None)
        );
        Assert.EndsWith(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_else_than_the_collector_is_recognised()
    {
        await using FakeService service = await FakeService.Start();
        service.Troubles.Enqueue(context => Answer(context, 200, null, "<html>"));
        await using var sink = new HttpSink(service.Address, "/v1/events", null, TimeProvider.System);
        SinkException e = await Assert.ThrowsAsync<SinkException>(async () =>
            await sink.Send(Two, 2, CancellationToken.None)
        );
        Assert.Contains("is it a CreatorStream service?", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_count_that_is_none_is_something_else_too()
    {
        await using FakeService service = await FakeService.Start();
        service.Troubles.Enqueue(context => Answer(context, 200, null, """{"accepted":1.5}"""));
        await using var sink = new HttpSink(service.Address, "/v1/events", null, TimeProvider.System);
        SinkException e = await Assert.ThrowsAsync<SinkException>(async () =>
            await sink.Send(Two, 2, CancellationToken.None)
        );
        Assert.Contains("something else than a count", e.Message, StringComparison.Ordinal);
    }

    private static Task Answer(HttpContext context, int status, string? retryAfter, string body = "")
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return context.Response.WriteAsync(body);
    }

    /// <summary>Who asks what time it is, since it is to try again at one, is cancelled meanwhile.</summary>
    private sealed class CancellingTime(CancellationTokenSource cancel) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow()
        {
            cancel.Cancel();
            return Now;
        }
    }
}
