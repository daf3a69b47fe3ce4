using CreatorStream.Pipeline.OffHeap;
using Microsoft.AspNetCore.Http;

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

    /// <summary>The web server could not read the body: it came too slowly, broke off, or is in no form of HTTP.</summary>
    public static RefusedException OfBody(BadHttpRequestException error) =>
        new(
            error.StatusCode,
            error.StatusCode == StatusCodes.Status408RequestTimeout
                ? "The body did not come in time. Nothing was taken: send it again, faster."
                : $"The body can't be read: {error.Message} Nothing was taken."
        );

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
