using CreatorStream.Host.Running;
using CreatorStream.Pipeline.Callers;

namespace CreatorStream.Host.Watching;

/// <summary>How the service runs, by HTTP.</summary>
internal static class OperationsEndpoints
{
    /// <param name="redis">Whether it is away; asked at every call.</param>
    /// <param name="refusal">Why this process takes no input; asked at every call.</param>
    public static void MapOperations(
        this IEndpointRouteBuilder routes,
        Func<PartAnswer> redis,
        Func<RefusalAnswer?> refusal
    )
    {
        routes
            .MapGet(
                "/api/operations",
                async (OperationsWatch watch, CancellationToken cancel) => Results.Json(await watch.NewestAsync(cancel))
            )
            .WithMetadata(new RequiresAttribute(Rights.Manage, Scope.Service))
            .WithSummary("How the service runs: tasks, lag, snapshots, dead letters, Redis");
        routes
            .MapGet(
                "/api/status",
                (OperationsWatch watch, TimeProvider time) =>
                    Results.Json(
                        new StatusAnswer(
                            redis(),
                            refusal(),
                            FiguresAnswer.Of(watch.Newest, time.GetUtcNow().ToUnixTimeMilliseconds())
                        )
                    )
            )
            .WithMetadata(new RequiresAttribute(Rights.Read, Scope.None))
            .WithSummary("What who looks at figures should know of the service");
    }

    /// <summary>What a process that owns tasks knows of them and nobody else; asked by those that show operations.</summary>
    public static void MapOwnedTasks(this IEndpointRouteBuilder routes, Roles roles, TimeProvider time) =>
        routes
            .MapGet(
                "/api/tasks",
                () =>
                    Results.Json(
                        new WorkerAnswer(
                            [.. (roles.Group?.Owned ?? []).Select(task => WorkerTask.Of(task, time))],
                            roles.Redis is { } redis
                                ? RedisAnswer.Of(PartAnswer.Of(redis.AwaySince), roles.RedisWriter?.Pending)
                                : RedisAnswer.None
                        )
                    )
            )
            .WithMetadata(new RequiresAttribute(Rights.Manage, Scope.Service));
}
