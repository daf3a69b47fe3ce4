using System.Runtime.InteropServices;

namespace CreatorStream.Offline.Backtest.Actors;

/// <summary>When which actor acted: 8 bytes an action, and the actors' names.</summary>
internal sealed class ActionLog
{
    /// <summary>The year 3058; a later time is one in milliseconds.</summary>
    public const long MostSeconds = (1L << TimeBits) - 1;

    private const int TimeBits = 35;

    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly List<string> names = [];

    // The actor's number above the time: sorted, they are by actor and then by time.
    private readonly List<ulong> actions = [];
    private int onMinute;

    public int Actions => actions.Count;

    public int Actors => names.Count;

    /// <summary>False: half of all times are full minutes, so somebody has rounded, and they say nothing of seconds.</summary>
    public bool HasExactTimes => 2L * onMinute < Actions;

    /// <param name="time">Seconds since 1970 UTC, 0 … <see cref="MostSeconds"/>.</param>
    public void Add(string actor, long time)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, actor, out bool isKnown);
        if (!isKnown)
        {
            number = names.Count;
            names.Add(actor);
        }
        actions.Add((ulong)number << TimeBits | (ulong)time);
        onMinute += time % 60 == 0 ? 1 : 0;
    }

    /// <summary>Each actor's times, ascending; the list is the same for all and holds until the next.</summary>
    public IEnumerable<(string Actor, List<long> Times)> ByActor()
    {
        actions.Sort();
        List<long> times = [];
        for (int i = 0; i < actions.Count; i++)
        {
            times.Add((long)(actions[i] & (ulong)MostSeconds));
            ulong actor = actions[i] >> TimeBits;
            if (i + 1 == actions.Count || actions[i + 1] >> TimeBits != actor)
            {
                yield return (names[(int)actor], times);
                times.Clear();
            }
        }
    }
}
