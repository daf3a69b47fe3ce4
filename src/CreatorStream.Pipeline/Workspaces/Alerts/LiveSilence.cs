using System.Numerics;

namespace CreatorStream.Pipeline.Workspaces.Alerts;

/// <summary>
/// For how long a workspace has heard of nothing although its events used to come as they happen. Alerts go by event time, which
/// stands still when nothing comes: this says what passed meanwhile. Of imports and of batches it says nothing, whose silence is
/// no news.
/// </summary>
/// <remarks>All times are of a clock that only goes on, so that one which is set changes nothing.</remarks>
public sealed class LiveSilence
{
    /// <summary>How long after it happened an event may come that came as it happened.</summary>
    private static readonly TimeSpan MostDelay = TimeSpan.FromMinutes(5);

    /// <summary>In how many minutes of the hour before it something came.</summary>
    private const int LeastHeard = 30;

    private const int Hour = 60;

    /// <summary>Beyond an hour it is told by quarters: each time all campaigns are judged anew.</summary>
    private const int Quarter = 15;

    private const int MostMinutes = 24 * 60;

    private TimeSpan heardAt;

    /// <summary>Bit n: something came in the n-th minute before the last in which something did.</summary>
    private ulong heard;
    private bool isPrompt;

    /// <summary>Whole minutes since something came; 0 where that says nothing.</summary>
    public int Minutes { get; private set; }

    /// <summary>Whether it would be news if nothing came any more.</summary>
    public bool IsLive => isPrompt && BitOperations.PopCount(heard & ((1UL << Hour) - 1)) >= LeastHeard;

    /// <summary>Events came.</summary>
    /// <param name="delay">Between the greatest event time and now.</param>
    public void Hear(TimeSpan now, TimeSpan delay)
    {
        long minutes = (long)now.TotalMinutes - (long)heardAt.TotalMinutes;
        heard = (minutes < Hour ? heard << (int)minutes : 0) | 1;
        heardAt = now;
        isPrompt = delay.Duration() <= MostDelay;
    }

    /// <returns>Whether <see cref="Minutes"/> changed.</returns>
    public bool Pass(TimeSpan now)
    {
        int passed = IsLive ? (int)Math.Min((now - heardAt).TotalMinutes, MostMinutes) : 0;
        int minutes = passed < Hour ? passed : passed / Quarter * Quarter;
        bool isOther = minutes != Minutes;
        Minutes = minutes;
        return isOther;
    }
}
