using System.Globalization;
using CreatorStream.Pipeline.Views;
using StackExchange.Redis;

namespace CreatorStream.Redis;

/// <summary>What became of a version that was put.</summary>
internal enum PutOutcome
{
    /// <summary>Redis has a newer one.</summary>
    Older = 0,
    Written = 1,

    /// <summary>Redis had it.</summary>
    Present = 2,

    /// <summary>One of several met an error: put by itself, it is told which.</summary>
    Failed = 3,
}

/// <summary>
/// Puts versions of a workspace's views, each where it is newer than the one in Redis, and announces those: compare and
/// set in one step. Done twice, or late, it changes nothing. What a log's owners renew no more goes by itself: views of a
/// former log would stay for ever.
/// </summary>
internal static class PutScript
{
    /// <summary>How long a key stays that nobody puts or renews.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(7);

    // Numbers are compared as decimal text: Lua's own lose integers beyond 2^53. The version that stands in the end is
    // noted among the workspace's versions in any case, should that hash alone have been lost. A view that fails must not
    // keep what the others have done from being announced.
    private const string Text = """
        local function older(a, b)
          if #a ~= #b then return #a < #b end
          return a < b
        end
        local function put(key, epoch, offset, body, field)
          local stored = redis.call('HMGET', key, 'epoch', 'offset')
          local e, o = stored[1], stored[2]
          if e and o then
            if older(epoch, e) or (epoch == e and older(offset, o)) then
              redis.call('HSET', KEYS[1], field, e .. '/' .. o)
              return 0
            end
            if epoch == e and offset == o then
              redis.call('HSET', KEYS[1], field, e .. '/' .. o)
              return 2
            end
          end
          redis.call('HSET', key, 'epoch', epoch, 'offset', offset, 'body', body)
          redis.call('HSET', KEYS[1], field, epoch .. '/' .. offset)
          return 1
        end
        local outcomes, news = {}, {}
        for i = 1, #KEYS - 1 do
          local at = 3 + (i - 1) * 5
          local done, outcome = pcall(put, KEYS[i + 1], ARGV[at], ARGV[at + 1], ARGV[at + 2], ARGV[at + 3])
          if not done and #KEYS == 2 then return redis.error_reply(type(outcome) == 'table' and outcome.err or outcome) end
          if not done then outcome = 3 end
          if outcome == 1 then news[#news + 1] = ARGV[at + 4] end
          outcomes[i] = outcome
        end
        for i = 1, #KEYS do redis.call('EXPIRE', KEYS[i], ARGV[2]) end
        if #news > 0 then redis.call('PUBLISH', ARGV[1], table.concat(news, '\n')) end
        return outcomes
        """;

    /// <param name="views">Of one workspace, with what <see cref="ViewCodec"/> makes of them.</param>
    /// <returns>What became of each.</returns>
    /// <exception cref="RedisServerException">Redis answered with an error.</exception>
    public static async Task<PutOutcome[]> RunAsync(
        IDatabase database,
        RedisNames names,
        IReadOnlyList<(PublishedView View, byte[] Body)> views
    )
    {
        RedisKey[] keys = [names.Versions(views[0].View.Key.Workspace), .. views.Select(of => names.View(of.View.Key))];
        RedisValue[] values =
        [
            names.Channel,
            (long)Life.TotalSeconds,
            .. views.SelectMany(of => Values(of.View, of.Body)),
        ];
        RedisResult result = await RedisScript.RunAsync(database, Text, keys, values);
        return [.. ((int[])result!).Select(outcome => (PutOutcome)outcome)];
    }

    private static IEnumerable<RedisValue> Values(PublishedView view, byte[] body) =>
        [
            view.Version.Epoch.ToString(CultureInfo.InvariantCulture),
            view.Version.Offset.ToString(CultureInfo.InvariantCulture),
            body,
            RedisNames.Field(view.Key),
            RedisNames.Announcement(view),
        ];
}
