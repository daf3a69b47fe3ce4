using CreatorStream.Pipeline.Views;
using StackExchange.Redis;

namespace CreatorStream.Redis;

/// <summary>Reads views of a workspace, in one command for all of them.</summary>
internal static class ReadScript
{
    private const string Text = """
        local bodies = {}
        for i, key in ipairs(KEYS) do bodies[i] = redis.call('HGET', key, 'body') end
        return bodies
        """;

    /// <param name="keys">Of one workspace.</param>
    /// <returns>What <see cref="ViewCodec"/> reads, or null, of each.</returns>
    /// <exception cref="RedisServerException">Redis answered with an error.</exception>
    public static async Task<byte[]?[]> RunAsync(IDatabase database, RedisNames names, IReadOnlyList<ViewKey> keys)
    {
        RedisKey[] views = [.. keys.Select(names.View)];
        RedisResult bodies = await RedisScript.RunAsync(database, Text, views, []);
        return [.. ((RedisResult[])bodies!).Select(body => (byte[]?)body)];
    }
}
