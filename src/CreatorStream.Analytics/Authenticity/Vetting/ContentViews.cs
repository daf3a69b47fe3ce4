namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>
/// When views came, on one platform: by the counter of the account, else by those of its content. What a counter shows at its first
/// reading counts as come then: it may explain more than is true, and never less.
/// </summary>
public sealed class ContentViews
{
    /// <summary>Platforms tell up to 48 h late.</summary>
    public const long LateSeconds = 2 * DaySeconds;

    private const long DaySeconds = 86_400;

    private readonly long[] times;

    // Of all views up to the time of the same index, itself included.
    private readonly long[] sums;

    /// <param name="readings">By time; those without views say nothing.</param>
    public ContentViews(IEnumerable<CounterReading> readings)
    {
        CounterReading[] known = [.. readings.Where(reading => reading.Views is not null)];
        CounterReading[] account = [.. known.Where(reading => reading.Content is null)];
        // One reading of the account says nothing of when its views came.
        bool byAccount = account.Length > 1;
        IsWhole = byAccount;
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        List<(long Time, long Gain)> gains = [];
        foreach (CounterReading reading in byAccount ? account : known.Where(one => one.Content is not null))
        {
            string of = reading.Content ?? "";
            long before =
                last.TryGetValue(of, out long was) ? was
                : byAccount ? reading.Views!.Value
                : 0;
            gains.Add((reading.TimeSeconds, Math.Max(0, reading.Views!.Value - before)));
            last[of] = Math.Max(before, reading.Views.Value);
        }
        times = [.. gains.Select(gain => gain.Time)];
        sums = new long[gains.Count];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = gains[i].Gain + (i > 0 ? sums[i - 1] : 0);
        }
    }

    public bool IsKnown => times.Length > 1;

    /// <summary>By the account's own counter: there is no content that it doesn't see.</summary>
    public bool IsWhole { get; }

    /// <summary>
    /// Whether all is told that came around a span of time, so that silence means something: read before it, within a day after it, and
    /// once more when platforms have told what they tell late.
    /// </summary>
    public bool Covers(long from, long to) =>
        IsKnown && times[0] < from && times[^1] >= to + LateSeconds && CountUpTo(to + DaySeconds) > CountUpTo(to - 1);

    /// <summary>After the one time, up to and with the other.</summary>
    public long Gained(long from, long to) => UpTo(to) - UpTo(from);

    private long UpTo(long time) => CountUpTo(time) is > 0 and var count ? sums[count - 1] : 0;

    /// <summary>How many readings there are up to a time, itself included.</summary>
    private int CountUpTo(long time)
    {
        int low = 0;
        for (int high = times.Length; low < high; )
        {
            int middle = (low + high) / 2;
            (low, high) = times[middle] <= time ? (middle + 1, high) : (low, middle);
        }
        return low;
    }
}
