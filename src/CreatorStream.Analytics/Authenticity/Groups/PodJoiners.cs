namespace CreatorStream.Analytics.Authenticity.Groups;

/// <summary>
/// Who came to a pod's meetings more often than chance has it, and is linked to too few of the pod by pairs alone: where meetings are
/// few, or at content with which many engage at any time, two of them say little about a pair, and more about one actor, since it is
/// known then when the pod met.
/// </summary>
/// <remarks>
/// Chance is when others came: each act of the actor falls into a meeting as often as those of all others with that content do, the
/// pod's aside (Poisson binomial). Of those who may join, so many do that at most <see cref="MostFalse"/> of them are expected to be
/// there by chance (Benjamini and Hochberg, <i>Controlling the False Discovery Rate</i>, 1995). Meetings that one habit explains count
/// once: those as long after publication, those at the same time of other days, and those of one session. Some at two creators are
/// wanted. Whom it may wrong: a fan of these creators who happens to come when the pod does. Costs a look at all that was done with the
/// content at which a pod met: at <see cref="MostLookedAt"/> acts and hours for all pods together.
/// </remarks>
/// <param name="acts">Where those that count stand in the sample.</param>
/// <param name="hoursOf">By content, all engagement with it.</param>
/// <param name="pods">The members of each by pairs: none of them joins another pod.</param>
internal sealed class PodJoiners(
    EngagementSample sample,
    int[] acts,
    ILookup<int, ContentHour> hoursOf,
    Publications published,
    IReadOnlyCollection<int[]> pods
)
{
    /// <summary>There may be as many acts as this, and nearly as many pods that met at the same content.</summary>
    internal const int MostLookedAt = 1 << 20;

    private const double MostFalse = .05;
    private const int MinutesPerHour = 60;

    /// <param name="FirstMinute">Of the acts of the pod in it; since 2000.</param>
    /// <param name="LastMinute">Inclusive.</param>
    /// <param name="Age">Minutes since publication.</param>
    private sealed record Meeting(int Content, int Creator, int FirstMinute, int LastMinute, int Age);

    private readonly ILookup<int, Act> actsOf = acts.Select(at => sample.Acts[at]).ToLookup(act => act.Actor);
    private readonly ILookup<int, Act> actsAt = acts.Select(at => sample.Acts[at]).ToLookup(act => act.Content);
    private readonly HashSet<int> members = [.. pods.SelectMany(pod => pod)];

    /// <param name="occasions">The meetings of one of the pods: where its acts stand in the sample, in order of time.</param>
    public IEnumerable<int> Of(int[] pod, int[][] occasions)
    {
        var meetings = occasions
            .Select(MeetingOf)
            .GroupBy(of => of.Content)
            .ToDictionary(of => of.Key, of => of.OrderBy(meeting => meeting.FirstMinute).ToArray());
        if (meetings.Keys.Sum(of => (long)actsAt[of].Count() + hoursOf[of].Count()) > MostLookedAt / pods.Count)
        {
            return [];
        }
        ILookup<int, Act> ofPod = pod.SelectMany(actor => actsOf[actor]).ToLookup(act => act.Content);
        var shares = meetings.ToDictionary(of => of.Key, of => Share(of.Value, hoursOf[of.Key], ofPod[of.Key]));
        (int Actor, double Chance)[] others =
        [
            .. meetings
                .Keys.SelectMany(content => actsAt[content])
                .GroupBy(act => act.Actor, act => sample.Content[act.Content].Creator)
                .Where(of => !members.Contains(of.Key) && of.Distinct().Count() >= Pods.LeastCreators)
                .Select(of =>
                    (Actor: of.Key, Chance: Chance(actsOf[of.Key], Attended(actsOf[of.Key], meetings), shares))
                )
                .OrderBy(of => of.Chance),
        ];
        int joining = others.Length;
        while (joining > 0 && others[joining - 1].Chance > MostFalse * joining / others.Length)
        {
            joining--;
        }
        return others[..joining].Select(of => of.Actor);
    }

    /// <summary>At how many meetings somebody was, of which none is explained by the habit that led to another; 0: at one creator only.</summary>
    private static int Attended(IEnumerable<Act> did, Dictionary<int, Meeting[]> meetings)
    {
        List<Meeting> apart = [];
        IEnumerable<Meeting> all = did.Select(act =>
                meetings.TryGetValue(act.Content, out Meeting[]? there) ? At(there, act.Minute) : null
            )
            .OfType<Meeting>()
            .OrderBy(of => of.FirstMinute)
            .ThenBy(of => of.Content);
        foreach (Meeting meeting in all)
        {
            if (!apart.Exists(other => IsOneHabit(meeting, other)))
            {
                apart.Add(meeting);
            }
        }
        return apart.DistinctBy(of => of.Creator).Count() >= Pods.LeastCreators ? apart.Count : 0;
    }

    /// <summary>The meeting in a minute; null: there was none.</summary>
    /// <param name="there">Of one content, in order of time.</param>
    private static Meeting? At(Meeting[] there, int minute)
    {
        int low = 0;
        int high = there.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = there[middle].LastMinute < minute ? (middle + 1, high) : (low, middle);
        }
        return low < there.Length && there[low].FirstMinute <= minute ? there[low] : null;
    }

    private static bool IsOneHabit(Meeting one, Meeting other)
    {
        int apart = Math.Abs(one.FirstMinute - other.FirstMinute);
        return apart <= Pods.SessionMinutes
            || Math.Abs(one.Age - other.Age) <= Habits.Wide
            || (apart >= Habits.LeastApart && Habits.ApartOfDay(apart) <= Habits.Wide);
    }

    /// <summary>How likely it is by chance to be at so many meetings or more.</summary>
    /// <param name="shares">By content, how likely one act is at a meeting.</param>
    private static double Chance(IEnumerable<Act> did, int meetings, Dictionary<int, double> shares)
    {
        if (meetings == 0)
        {
            return 1;
        }
        // How likely each smaller number is.
        double[] fewer = new double[meetings];
        fewer[0] = 1;
        foreach (Act act in did)
        {
            double share = shares.GetValueOrDefault(act.Content);
            for (int number = meetings - 1; number >= 0; number--)
            {
                fewer[number] = (fewer[number] * (1 - share)) + (number > 0 ? fewer[number - 1] * share : 0);
            }
        }
        return Math.Max(0, 1 - fewer.Sum());
    }

    /// <summary>Of what others than the pod did with content, how much at its meetings there.</summary>
    private static double Share(Meeting[] there, IEnumerable<ContentHour> hours, IEnumerable<Act> ofPod)
    {
        var others = hours.GroupBy(of => of.Hour).ToDictionary(of => of.Key, of => of.Sum(hour => hour.Events));
        foreach (Act act in ofPod)
        {
            int hour = act.Minute / MinutesPerHour;
            others[hour] = Math.Max(0, others.GetValueOrDefault(hour) - act.Events);
        }
        double at = there
            .SelectMany(of => Enumerable.Range(of.FirstMinute, of.LastMinute - of.FirstMinute + 1))
            .Sum(minute => others.GetValueOrDefault(minute / MinutesPerHour) / (double)MinutesPerHour);
        return Math.Min(1, at / Math.Max(1, others.Values.Sum(of => (double)of)));
    }

    private Meeting MeetingOf(int[] occasion)
    {
        Act first = sample.Acts[occasion[0]];
        return new Meeting(
            first.Content,
            sample.Content[first.Content].Creator,
            first.Minute,
            sample.Acts[occasion[^1]].Minute,
            first.Minute - published.MinuteOf(first.Content)
        );
    }
}
