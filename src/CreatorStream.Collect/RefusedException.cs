using CreatorStream.Pipeline.OffHeap;

namespace CreatorStream.Collect;

/// <summary>A request that is refused as a whole: nothing of it was taken.</summary>
/// <param name="countedAs">What the metrics name as the field at fault; null: what the status says.</param>
public sealed class RefusedException(int status, string message, string? countedAs = null) : Exception(message)
{
    /// <summary>HTTP's.</summary>
    public int Status => status;

    /// <summary>When it makes sense to come again.</summary>
    public int RetryAfterSeconds { get; init; } = 1;

    public string CountedAs => countedAs ?? (status is 413 or 503 ? "limit" : "body");

    public static RefusedException OutOfReach(string workspace) =>
        new(403, $"The key may not reach the workspace {workspace}. Nothing was taken.");

    /// <exception cref="RefusedException">State has no room for what more input would become.</exception>
    internal static void ThrowIfShort(StateMemory memory)
    {
        if (memory.Shortage is { } shortage)
        {
            throw new RefusedException(503, $"Nothing was taken. {shortage.Reason} Send it again then.", "state");
        }
    }
}
