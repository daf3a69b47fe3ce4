namespace CreatorStream.Host.Watching;

/// <summary>
/// What was seen of a task, look by look: from it follow its rate, and for how long the oldest of what it has not done
/// yet has been waiting. For one thread at a time.
/// </summary>
internal sealed class TaskHistory
{
    private const long RateMs = 10_000;
    private const int MostEnds = 2_000;

    private readonly Queue<(long Ms, long Accepted)> rate = new();
    private List<(long Ms, long End)> ends = [];
    private bool isSeen;

    /// <summary>New events a second over the last 10 s; null before two looks.</summary>
    public double? EventsPerSecond
    {
        get
        {
            if (rate.Count < 2)
            {
                return null;
            }
            (long fromMs, long from) = rate.Peek();
            (long toMs, long to) = rate.Last();
            return toMs > fromMs ? (to - from) * 1000.0 / (toMs - fromMs) : null;
        }
    }

    /// <param name="end">Behind the last that there is to read.</param>
    /// <param name="position">Behind the last that it has done.</param>
    /// <param name="committedMs">When it last did something: at the first look, so long has the rest been waiting.</param>
    public void NoteLag(long nowMs, long end, long position, long? committedMs)
    {
        if (ends.Count > 0 && end < ends[^1].End)
        {
            // Another log.
            ends.Clear();
        }
        if (end > position && (ends.Count == 0 || end > ends[^1].End))
        {
            ends.Add((isSeen ? nowMs : Math.Min(nowMs, committedMs ?? nowMs), end));
        }
        isSeen = true;
        ends.RemoveAll(of => of.End <= position);
        if (ends.Count > MostEnds)
        {
            ends = [.. ends.Where((_, index) => index % 2 == 0)];
        }
    }

    public double LagSeconds(long nowMs) => ends.Count == 0 ? 0 : Math.Max(0, nowMs - ends[0].Ms) / 1000.0;

    public void NoteAccepted(long nowMs, long accepted)
    {
        if (rate.Count > 0 && accepted < rate.Last().Accepted)
        {
            // A new owner that began further back.
            rate.Clear();
        }
        rate.Enqueue((nowMs, accepted));
        while (rate.Count > 2 && rate.ElementAt(1).Ms <= nowMs - RateMs)
        {
            rate.Dequeue();
        }
    }
}
