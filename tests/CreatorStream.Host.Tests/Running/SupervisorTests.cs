using CreatorStream.Host.Configuration;
using CreatorStream.Host.Running;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Host.Tests.Running;

/// <summary>No loop dies alone.</summary>
public class SupervisorTests
{
    [Fact]
    public async Task A_loop_that_fails_ends_the_process_with_an_error()
    {
        using var run = new Run();
        await run.Watch(Task.FromException(new ArithmeticException()));
        run.HasEnded(withError: true);
    }

    [Fact]
    public async Task So_does_one_that_ends_by_itself_or_is_cancelled_by_somebody_else()
    {
        using var ended = new Run();
        await ended.Watch(Task.CompletedTask);
        ended.HasEnded(withError: true);
        using var cancelled = new Run();
        await cancelled.Watch(Task.FromCanceled(new CancellationToken(canceled: true)));
        cancelled.HasEnded(withError: true);
    }

    [Fact]
    public async Task When_the_process_ends_its_loops_may()
    {
        using var run = new Run();
        await run.Stop.CancelAsync();
        await run.Watch(Task.CompletedTask);
        await run.Watch(Task.FromCanceled(new CancellationToken(canceled: true)));
        run.HasEnded(withError: false);
        // But what they fail at is told.
        await run.Watch(Task.FromException(new ArithmeticException()));
        run.HasEnded(withError: true);
    }

    [Fact]
    public async Task A_service_whose_log_can_not_be_written_any_more_ends_with_an_error()
    {
        using var scratch = new Scratch();
        var time = new TimeWithoutWriters();
        await using Service service = await Service.StartAsync(
            new ServiceOptions { Data = scratch.Path("data"), Port = 0 },
            time,
            CancellationToken.None
        );
        await service.Ready;
        using var http = new HttpClient { BaseAddress = service.Address };
        Assert.Equal(200, await Post(http));
        time.IsBroken = true;
        Assert.Equal(503, await Post(http));
        await service.WaitForShutdownAsync(CancellationToken.None);
        Assert.True(service.HasFailed);
    }

    private static async Task<int> Post(HttpClient http)
    {
        using var body = new StringContent(
            $$"""{"id":"{{Guid.NewGuid()}}","type":"click","time":"2026-11-21T08:00:00Z","visitor":"v"}"""
        );
        body.Headers.ContentType = new("application/json");
        using HttpResponseMessage answer = await http.PostAsync(new Uri("/v1/events", UriKind.Relative), body);
        return (int)answer.StatusCode;
    }

    private sealed class Run : IDisposable
    {
        private readonly ApplicationLifetime lifetime = new(NullLogger<ApplicationLifetime>.Instance);
        private readonly Supervisor supervisor;

        public Run() => supervisor = new Supervisor(lifetime, NullLogger<Supervisor>.Instance);

        public CancellationTokenSource Stop { get; } = new();

        public Task Watch(Task loop) => supervisor.WatchAsync("It", loop, Stop.Token);

        public void HasEnded(bool withError)
        {
            Assert.Equal(withError, supervisor.HasFailed);
            Assert.Equal(withError, lifetime.ApplicationStopping.IsCancellationRequested);
        }

        public void Dispose() => Stop.Dispose();
    }

    /// <summary>Fails on threads that are not the pool's: of those the log's writer alone asks.</summary>
    private sealed class TimeWithoutWriters : TimeProvider
    {
        public bool IsBroken { get; set; }

        public override DateTimeOffset GetUtcNow() =>
            IsBroken && !Thread.CurrentThread.IsThreadPoolThread ? throw new ArithmeticException() : base.GetUtcNow();
    }
}
