using System.Net;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Connectors.Webhooks;

/// <summary>
/// Tells the operator why calls to a hook are refused, which the caller is not told; at most once a minute a hook.
/// </summary>
internal sealed partial class RefusalLog(TimeProvider time, ILogger<RefusalLog> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, (long SaidAt, long Unsaid)> byHook = [];

    /// <param name="hook">One of the file's: others would grow this.</param>
    public void Note(string hook, string fault, IPAddress? from)
    {
        long count;
        lock (gate)
        {
            bool isKnown = byHook.TryGetValue(hook, out (long SaidAt, long Unsaid) last);
            count = last.Unsaid + 1;
            if (isKnown && time.GetElapsedTime(last.SaidAt) < Interval)
            {
                byHook[hook] = (last.SaidAt, count);
                return;
            }
            byHook[hook] = (time.GetTimestamp(), 0);
        }
        Refused(logger, count, hook, from, fault);
    }

    [LoggerMessage(
        EventId = 701,
        Level = LogLevel.Warning,
        Message = "{Count} calls to the hook {Hook} were refused since this was last said, now from {Address}: {Fault}"
    )]
    private static partial void Refused(ILogger logger, long count, string hook, IPAddress? address, string fault);
}
