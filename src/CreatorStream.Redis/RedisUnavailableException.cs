namespace CreatorStream.Redis;

/// <summary>Redis is away, or did not answer in time; what was asked for may or may not have been done.</summary>
public sealed class RedisUnavailableException : Exception
{
    public RedisUnavailableException(string message, Exception? inner = null)
        : base(message, inner) { }
}
