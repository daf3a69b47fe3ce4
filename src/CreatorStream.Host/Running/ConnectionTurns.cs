namespace CreatorStream.Host.Running;

/// <summary>
/// Lets others go on between the requests of a connection. One that always has the next request there already would keep its
/// thread, and whoever waits behind it, for as long as it sends.
/// </summary>
internal sealed class ConnectionTurns
{
    /// <summary>Few enough to be over soon, and so many that a turn of the pool costs each of them next to nothing.</summary>
    public const int MostRequests = 16;

    private int requests;

    /// <summary>Before all that is done for a request.</summary>
    public static void Use(IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
                context.Features.Get<ConnectionTurns>() is { } turns && turns.IsOver()
                    ? YieldAsync(context, next)
                    : next(context)
        );

    private bool IsOver() => ++requests % MostRequests == 0;

    private static async Task YieldAsync(HttpContext context, RequestDelegate next)
    {
        await Task.Yield();
        await next(context);
    }
}
