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
}

/// <summary>
/// Puts a version of a view where it is newer than the one in Redis, and announces it: compare and set in one step.
/// Done twice, or late, it changes nothing.
/// </summary>
internal static class PutScript
{
    // Numbers are compared as decimal text: Lua's own lose integers beyond 2^53. The version that stands in the end is
    // noted among the workspace's versions in any case, should that hash alone have been lost.
    private const string Text = """
        local function older(a, b)
          if #a ~= #b then return #a < #b end
          return a < b
        end
        local epoch, offset = ARGV[1], ARGV[2]
        local stored = redis.call('HMGET', KEYS[1], 'epoch', 'offset')
        local e, o = stored[1], stored[2]
        if e and o then
          if older(epoch, e) or (epoch == e and older(offset, o)) then
            redis.call('HSET', KEYS[2], ARGV[4], e .. '/' .. o)
            return 0
          end
          if epoch == e and offset == o then
            redis.call('HSET', KEYS[2], ARGV[4], e .. '/' .. o)
            return 2
          end
        end
        redis.call('HSET', KEYS[1], 'epoch', epoch, 'offset', offset, 'body', ARGV[3])
        redis.call('HSET', KEYS[2], ARGV[4], epoch .. '/' .. offset)
        redis.call('PUBLISH', ARGV[5], ARGV[6])
        return 1
        """;

    /// <param name="body">The view as <see cref="ViewCodec"/> writes it.</param>
    /// <exception cref="RedisServerException">Redis answered with an error.</exception>
    public static async Task<PutOutcome> RunAsync(IDatabase database, RedisNames names, PublishedView view, byte[] body)
    {
        RedisKey[] keys = [names.View(view.Key), names.Versions(view.Key.Workspace)];
        RedisValue[] values =
        [
            view.Version.Epoch.ToString(CultureInfo.InvariantCulture),
            view.Version.Offset.ToString(CultureInfo.InvariantCulture),
            body,
            RedisNames.Field(view.Key),
            names.Channel,
            RedisNames.Announcement(view),
        ];
        RedisResult result;
        try
        {
            result = await database.ScriptEvaluateAsync(Text, keys, values);
        }
        catch (RedisServerException error) when (error.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // The library sends the script's hash while it believes that Redis knows it, and has learned better now.
            result = await database.ScriptEvaluateAsync(Text, keys, values);
        }
        return (PutOutcome)(int)result;
    }
}
