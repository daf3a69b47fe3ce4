using System.Net;
using System.Net.Http.Json;
using CreatorStream.Host.Configuration;
using CreatorStream.Host.Running;
using CreatorStream.Kafka;
using CreatorStream.Kafka.Tests;

namespace CreatorStream.Host.Tests.Running;

/// <summary>A collector that has no spool, on a broker that goes away.</summary>
public sealed class CollectorReadinessTests : IAsyncLifetime, IDisposable
{
    private readonly KafkaBrokers brokers = new();
    private readonly Scratch scratch = new();

    public Task InitializeAsync() => brokers.InitializeAsync();

    public Task DisposeAsync() => brokers.DisposeAsync();

    public void Dispose() => scratch.Dispose();

    [SkippableFact]
    public async Task It_is_not_ready_while_Kafka_takes_nothing_and_is_asked_again_some_time_later()
    {
        KafkaConnection connection = brokers.Connection;
        Skip.If(brokers.Own == 0, "The brokers may be others' too, and can't be killed.");
        TopicSpecs topics = KafkaBrokers.OwnTopics();
        using (TopicAdmin admin = brokers.Admin(topics))
        {
            await admin.CreateAsync(1, 1);
        }
        var time = new LaterTime();
        await using ScaledService service = await ScaledService.StartAsync(
            Role.Collect,
            new ServiceOptions
            {
                Data = scratch.Path("data"),
                SpoolBytes = 0,
                Port = 0,
                TopicPrefix = topics.Prefix,
            }.WithKafka(_ => connection),
            time,
            CancellationToken.None
        );
        using var client = new HttpClient { BaseAddress = service.Address };
        await ReadyAsync(client);
        await TakenAsync(client);

        await brokers.KillAsync(1);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(client));
        // One may fail by itself.
        await ReadyAsync(client);
        time.By = TimeSpan.FromSeconds(5);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(client));
        using (HttpResponseMessage ready = await client.GetAsync("/health/ready"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Contains("Kafka", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        // Nobody sends anything to it now.
        time.By = TimeSpan.FromSeconds(35);
        await ReadyAsync(client);

        await brokers.RestartAsync(1);
        await TakenAsync(client);
        await ReadyAsync(client);
    }

    private static Task ReadyAsync(HttpClient client) =>
        Eventually.Holds(
            "it is ready",
            async () =>
            {
                using HttpResponseMessage ready = await client.GetAsync("/health/ready");
                return ready.IsSuccessStatusCode ? null : await ready.Content.ReadAsStringAsync();
            }
        );

    private static Task TakenAsync(HttpClient client) =>
        Eventually.Holds(
            "an event is taken",
            async () =>
            {
                HttpStatusCode status = await PostAsync(client);
                return status == HttpStatusCode.OK ? null : $"{status}";
            }
        );

    private static async Task<HttpStatusCode> PostAsync(HttpClient client)
    {
        var click = new
        {
            id = $"{Guid.NewGuid():N}",
            type = "click",
            time = TimeProvider.System.GetUtcNow(),
            visitor = "v",
        };
        using HttpResponseMessage answer = await client.PostAsJsonAsync("/v1/events", click);
        return answer.StatusCode;
    }

    /// <summary>Timers are the system's; what is measured is so much longer ago.</summary>
    private sealed class LaterTime : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override long GetTimestamp() => base.GetTimestamp() + (long)(By.TotalSeconds * TimestampFrequency);
    }
}
