namespace CreatorStream.Host.Watching;

/// <summary>Whether figures keep up with what comes in; if not, why.</summary>
internal sealed record FiguresAnswer(string State, string? Reason, long? SinceMs)
{
    private const string Starting = "starting";
    private const string Behind = "behind";
    private const string Stalled = "stalled";

    /// <summary>A task this far behind is worth a word: figures are promised within seconds.</summary>
    private const double SlowSeconds = 10;

    /// <summary>Looks come every two seconds.</summary>
    private const long FreshMs = 15_000;

    /// <param name="operations">The newest look; null before the first.</param>
    public static FiguresAnswer Of(OperationsAnswer? operations, long nowMs)
    {
        if (operations == null)
        {
            return new(Starting, "The service has not looked at its tasks yet.", null);
        }
        if (nowMs - operations.TimeMs > FreshMs)
        {
            return new(Stalled, "How the service runs can't be told just now.", operations.TimeMs);
        }
        if (operations.Kafka.State == "away")
        {
            return new(Stalled, "Kafka does not answer: nothing new comes into the figures.", operations.Kafka.SinceMs);
        }
        TaskAnswer[] stopped = [.. operations.Tasks.Where(of => of.State is TaskStates.Silent or TaskStates.Unowned)];
        if (stopped.Length > 0)
        {
            return new(Stalled, $"No process computes {Named(stopped)}.", stopped.Min(of => of.SinceMs));
        }
        TaskAnswer[] begun = [.. operations.Tasks.Where(of => of.State == TaskStates.TakingOver)];
        if (begun.Length > 0)
        {
            return operations.Form == "embedded"
                ? new(Starting, "The service reads its log; figures are not complete yet.", begun.Min(of => of.SinceMs))
                : new(Stalled, $"Another process takes over {Named(begun)}.", begun.Min(of => of.SinceMs));
        }
        TaskAnswer[] slow = [.. operations.Tasks.Where(of => of.Lag.Seconds >= SlowSeconds)];
        return slow.Max(of => of.Lag.Seconds) is { } most
            ? new(Behind, $"{(long)most} s are not in the figures yet, of {Named(slow)}.", null)
            : new("live", null, null);
    }

    private static string Named(TaskAnswer[] tasks) =>
        tasks.Length == 1 ? tasks[0].Name : $"{tasks.Length} tasks, such as {tasks[0].Name}";
}
