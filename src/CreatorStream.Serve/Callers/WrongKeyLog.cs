using System.Net;
using CreatorStream.Pipeline.Callers;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Serve.Callers;

/// <summary>Says that wrong keys are shown, from where and how often, at most once a minute; never what was shown.</summary>
public sealed class WrongKeyLog(TimeProvider time, ILogger<WrongKeyLog> logger)
{
    private readonly RareWarning warning = new(time);

    public void Note(IPAddress? from)
    {
        if (warning.Count() is > 0 and var failures)
        {
            logger.WrongKeys(failures, from);
        }
    }
}
