using StackExchange.Redis;

namespace CreatorStream.Redis;

/// <summary>Scripts that may be run twice without harm.</summary>
internal static class RedisScript
{
    /// <exception cref="RedisServerException">Redis answered with an error.</exception>
    public static async Task<RedisResult> RunAsync(
        IDatabase database,
        string script,
        RedisKey[] keys,
        RedisValue[] values
    )
    {
        try
        {
            return await database.ScriptEvaluateAsync(script, keys, values);
        }
        catch (RedisServerException error) when (error.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // The library sends the script's hash while it believes that Redis knows it, and has learned better now.
            return await database.ScriptEvaluateAsync(script, keys, values);
        }
    }
}
