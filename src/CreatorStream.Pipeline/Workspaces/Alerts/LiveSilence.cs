using System.Numerics;
using CreatorStream.Analytics.Alerts;

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
    private const int LeastHeard = AlertRules.LivelyHourMinutes;

    private const int Hour = 60;

    /// <summary>Beyond an hour it is told by quarters: each time all campaigns are judged anew.</summary>
    private const int Quarter = 15;

    /// <summary>The minute that runs is not over: of so many, a day is.</summary>
    private const int MostMinutes = (24 * 60) + 1;

    /// <summary>When the greatest event time moved last; later by as much as it was ahead.</summary>
    private TimeSpan heardAt;

    /// <summary>When it moved last by an event that came as it happened.</summary>
    private TimeSpan promptAt;

    /// <summary>Bit n: it did so in the n-th minute before that.</summary>
    private ulong prompt;

    private TimeSpan lookedAt;

    /// <summary>Whole minutes since something came; 0 where that says nothing.</summary>
    public int Minutes { get; private set; }

    /// <summary>Whether it would be news if nothing came any more.</summary>
    public bool IsLive => BitOperations.PopCount(prompt & ((1UL << Hour) - 1)) >= LeastHeard;

    /// <summary>The greatest event time moved. What comes late in an outage ends the silence, and not what is usual.</summary>
    /// <param name="delay">Between that time and now.</param>
    public void Hear(TimeSpan now, TimeSpan delay)
    {
        heardAt = delay < TimeSpan.Zero ? now - delay : now;
        lookedAt = now;
        if (delay <= MostDelay)
        {
            long minutes = (long)now.TotalMinutes - (long)promptAt.TotalMinutes;
            prompt = (minutes < Hour ? prompt << (int)minutes : 0) | 1;
            promptAt = now;
        }
    }

    /// <summary>No time passes while what has come is not all taken in: the silence may be the service's own.</summary>
    public void StandStill(TimeSpan now)
    {
        heardAt += now - lookedAt;
        lookedAt = now;
    }

    /// <returns>Whether <see cref="Minutes"/> changed.</returns>
    public bool Pass(TimeSpan now)
    {
        lookedAt = now;
        int passed = IsLive ? (int)Math.Clamp((now - heardAt).TotalMinutes, 0, MostMinutes) : 0;
        int minutes = passed <= Hour ? passed : ((passed - 1) / Quarter * Quarter) + 1;
        bool isOther = minutes != Minutes;
        Minutes = minutes;
        return isOther;
    }
}
