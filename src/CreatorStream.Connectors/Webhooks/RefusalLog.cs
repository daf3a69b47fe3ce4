using System.Collections.Concurrent;
using System.Net;
using CreatorStream.Pipeline.Callers;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Connectors.Webhooks;

/// <summary>
/// Tells the operator why calls to a hook are refused, which the caller is not told; at most once a minute a hook.
/// </summary>
internal sealed partial class RefusalLog(TimeProvider time, ILogger<RefusalLog> logger)
{
    private readonly ConcurrentDictionary<string, RareWarning> byHook = new();

    /// <param name="hook">One of the file's: others would grow this.</param>
    public void Note(string hook, string fault, IPAddress? from)
    {
        if (byHook.GetOrAdd(hook, _ => new RareWarning(time)).Count() is > 0 and var count)
        {
            Refused(logger, count, hook, from, fault);
        }
    }

    [LoggerMessage(
        EventId = 701,
        Level = LogLevel.Warning,
        Message = "{Count} calls to the hook {Hook} were refused since this was last said, now from {Address}: {Fault}"
    )]
    private static partial void Refused(ILogger logger, long count, string hook, IPAddress? address, string fault);
}
