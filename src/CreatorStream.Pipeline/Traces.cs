using System.Diagnostics;

namespace CreatorStream.Pipeline;

/// <summary>
/// What takes its time, for whoever collects traces: appends, ticks and rounds, never single events. What they are tagged
/// with are numbers, nothing that a sender said.
/// </summary>
public static class Traces
{
    public const string SourceName = "CreatorStream";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>
    /// Begins a trace of its own: an append is of many requests, and whether it is recorded is no caller's to say.
    /// </summary>
    /// <returns>null where nobody listens.</returns>
    public static Activity? Begin(string name)
    {
        if (!Source.HasListeners())
        {
            return null;
        }
        Activity? around = Activity.Current;
        Activity.Current = null;
        try
        {
            return Source.StartActivity(name);
        }
        finally
        {
            Activity.Current = around;
        }
    }
}
