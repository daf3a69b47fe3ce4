using System.Collections.Concurrent;
using System.Net;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Connectors.Webhooks;

/// <summary>
/// Tells the operator why calls to a hook are refused, which the caller is not told, and why rows of them are not taken:
/// senders throw the answer away. Of each at most once a minute a hook, so that strangers' calls hide no rows.
/// </summary>
internal sealed partial class RefusalLog(TimeProvider time, ILogger<RefusalLog> logger)
{
    private readonly ConcurrentDictionary<string, RareWarning> calls = new();
    private readonly ConcurrentDictionary<string, RareWarning> rows = new();

    /// <param name="hook">One of the file's: others would grow this.</param>
    public void Note(string hook, string fault, IPAddress? from)
    {
        if (calls.GetOrAdd(hook, _ => new RareWarning(time)).Count() is > 0 and var count)
        {
            Refused(logger, count, hook, from, fault);
        }
    }

    /// <summary>A proven sender's call had rows that were not taken.</summary>
    /// <param name="first">Of them.</param>
    public void NoteRow(string hook, Rejection first)
    {
        if (rows.GetOrAdd(hook, _ => new RareWarning(time)).Count() is > 0 and var count)
        {
            RowsNotTaken(logger, count, hook, first.Index, first.Field, WithoutValue(first.Reason));
        }
    }

    /// <summary>Of a reason that begins with a value, in quotes, what comes behind it: the value may be a person's.</summary>
    private static string WithoutValue(string reason) =>
        reason.StartsWith('\'') ? reason[(reason.LastIndexOf('\'') + 1)..].TrimStart(' ', ':') : reason;

    [LoggerMessage(
        EventId = 701,
        Level = LogLevel.Warning,
        Message = "{Count} calls to the hook {Hook} were refused since this was last said, now from {Address}: {Fault}"
    )]
    private static partial void Refused(ILogger logger, long count, string hook, IPAddress? address, string fault);

    [LoggerMessage(
        EventId = 702,
        Level = LogLevel.Warning,
        Message = "{Count} calls to the hook {Hook} had rows that were not taken since this was last said, now row {Row}, field '{Field}': {Fault}"
    )]
    private static partial void RowsNotTaken(
        ILogger logger,
        long count,
        string hook,
        int row,
        string field,
        string fault
    );
}
