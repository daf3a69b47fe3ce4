using System.Net;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Serve.Callers;

/// <summary>Says that wrong keys are shown, from where and how often, at most once a minute; never what was shown.</summary>
public sealed class WrongKeyLog(TimeProvider time, ILogger<WrongKeyLog> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private long? saidAt;
    private long unsaid;

    public void Note(IPAddress? from)
    {
        long failures;
        lock (gate)
        {
            unsaid++;
            if (saidAt is { } at && time.GetElapsedTime(at) < Interval)
            {
                return;
            }
            (saidAt, failures, unsaid) = (time.GetTimestamp(), unsaid, 0);
        }
        logger.WrongKeys(failures, from);
    }
}
