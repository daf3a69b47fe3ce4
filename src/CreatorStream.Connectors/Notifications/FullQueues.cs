using System.Collections.Concurrent;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Connectors.Notifications;

/// <summary>
/// What channels have no room for. It is looked at again, and where it is history before there is room nobody is ever told of
/// it: that is counted and said. For one task, but for the counts.
/// </summary>
internal sealed class FullQueues(TimeProvider time, ILogger logger)
{
    /// <summary>How often the same channel is complained of, with all that it lost meanwhile.</summary>
    private static readonly TimeSpan SayInterval = TimeSpan.FromMinutes(1);

    /// <summary>By campaign, the ids of alerts that there was no room for when it was last looked at, with the channels.</summary>
    private readonly Dictionary<(string Workspace, string Campaign), Dictionary<string, HashSet<string>>> passedOver =
    [];
    private readonly ConcurrentDictionary<string, long> lost = new();
    private readonly Dictionary<string, (long Lost, long At)> said = [];
    private readonly Dictionary<string, RareWarning> warnings = [];
    private HashSet<string> full = [];

    /// <summary>Alerts that a channel will never be told of, since the start.</summary>
    public long LostOf(string channel) => lost.GetValueOrDefault(channel);

    /// <summary>A campaign was looked at.</summary>
    /// <param name="noRoom">The ids of alerts that there was no room for, with the channels.</param>
    public void Note((string, string) campaign, Dictionary<string, HashSet<string>> noRoom)
    {
        if (noRoom.Count == 0)
        {
            passedOver.Remove(campaign);
        }
        else
        {
            passedOver[campaign] = noRoom;
        }
    }

    /// <summary>An alert is history: who was not told of it before will not be.</summary>
    /// <param name="known">What was told of it. Its end is told to those, however old it is.</param>
    public void Lose((string, string) campaign, string alert, IReadOnlyList<ToldAlert> known)
    {
        if (passedOver.GetValueOrDefault(campaign)?.Remove(alert, out HashSet<string>? channels) != true)
        {
            return;
        }
        foreach (string channel in channels!.Where(channel => known.All(told => told.Channel != channel)))
        {
            lost.AddOrUpdate(channel, 1, (_, count) => count + 1);
        }
    }

    /// <summary>Says which channels have no room any more, once until all have been told for which there was none, and what was lost.</summary>
    public void Say()
    {
        HashSet<string> now = [.. passedOver.Values.SelectMany(of => of.Values).SelectMany(of => of)];
        foreach (string channel in now.Except(full))
        {
            warnings.TryAdd(channel, new RareWarning(time));
            // One message leaves and another alert comes: it may be full and not full all the time.
            if (warnings[channel].Count() > 0)
            {
                logger.NotificationsFull(channel, AlertWatch.MostWaiting, AlertWatch.MostAge.TotalHours);
            }
        }
        full = now;
        foreach ((string channel, long count) in lost)
        {
            bool wasSaid = said.TryGetValue(channel, out (long Lost, long At) last);
            if (count > last.Lost && (!wasSaid || time.GetElapsedTime(last.At) >= SayInterval))
            {
                logger.AlertsLost(count - last.Lost, channel, AlertWatch.MostAge.TotalHours);
                said[channel] = (count, time.GetTimestamp());
            }
        }
    }
}
