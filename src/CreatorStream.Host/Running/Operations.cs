namespace CreatorStream.Host.Running;

/// <summary>What the operations page shows: per task its owner and how far it is.</summary>
public static class Operations
{
    public static IResult Get(Roles roles, TimeProvider time) =>
        Results.Json(
            new
            {
                Tasks = (roles.Owners?.Records ?? [])
                    .OrderBy(record => record.Task, StringComparer.Ordinal)
                    .Select(record => new
                    {
                        record.Task,
                        record.Owner,
                        record.Generation,
                        AgeMs = time.GetUtcNow().ToUnixTimeMilliseconds() - record.TimeMs,
                        record.GreatestMs,
                        record.Vector,
                        record.Counters,
                    }),
                Redis = roles.RedisReader is { } redis
                    ? redis.IsLive
                        ? "live"
                        : "away"
                    : "none",
            }
        );
}
