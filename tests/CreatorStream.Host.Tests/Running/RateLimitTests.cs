using System.Net;
using System.Net.Http.Headers;
using CreatorStream.Host.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Host.Tests.Running;

public sealed class RateLimitTests
{
    /// <summary>Also of a role that takes no events in, where nothing counts them.</summary>
    [Fact]
    public async Task Who_asks_more_often_than_allowed_is_told_to_wait()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRateLimiter(_ => { });
        await using WebApplication app = builder.Build();
        app.UseRateLimiter(RateLimit.PerAddress(1));
        app.MapGet("/", () => Results.Ok());
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        HttpResponseMessage answer;
        do
        {
            answer = await client.GetAsync("/");
        } while (answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(RetryConditionHeaderValue.Parse("1"), answer.Headers.RetryAfter);
        Assert.Contains(
            "More than 1 requests a second",
            await answer.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }
}
