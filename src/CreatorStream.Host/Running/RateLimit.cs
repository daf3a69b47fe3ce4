using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using CreatorStream.Collect;
using CreatorStream.Pipeline.Callers;
using Microsoft.AspNetCore.RateLimiting;

namespace CreatorStream.Host.Running;

/// <summary>A bucket of requests for each calling address. Forwarding headers are not believed.</summary>
internal static class RateLimit
{
    private const int BeyondLoopback = 200;
    private const int BurstSeconds = 5;

    /// <summary>No limit on the loopback, some beyond.</summary>
    public static int Default(IPAddress listen) => IPAddress.IsLoopback(listen) ? 0 : BeyondLoopback;

    public static RateLimiterOptions PerAddress(int requestsPerSecond) =>
        new()
        {
            RejectionStatusCode = StatusCodes.Status429TooManyRequests,
            GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context =>
                RateLimitPartition.GetTokenBucketLimiter(
                    CallerAddress.NetworkOf(context.Connection.RemoteIpAddress ?? IPAddress.None),
                    _ => new TokenBucketRateLimiterOptions
                    {
                        TokenLimit = requestsPerSecond * BurstSeconds,
                        TokensPerPeriod = requestsPerSecond,
                        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                        QueueLimit = 0,
                    }
                )
            ),
            OnRejected = async (rejected, cancel) =>
            {
                HttpContext context = rejected.HttpContext;
                // Of a role that takes no events in there is nothing to count.
                context.RequestServices.GetService<CollectMetrics>()?.CountRejected("rate");
                context.Response.Headers.RetryAfter = 1.ToString(CultureInfo.InvariantCulture);
                await context.Response.WriteAsJsonAsync(
                    new { error = $"More than {requestsPerSecond} requests a second: wait a second." },
                    cancel
                );
            },
        };
}
