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
/// wanted. Whom it may wrong: a fan of these creators who happens to come when the pod does. Costs a look at each act for each pod.
/// </remarks>
/// <param name="actsOf">By actor, where its acts stand in the sample.</param>
internal sealed class PodJoiners(EngagementSample sample, ILookup<int, int> actsOf, Publications published)
{
    private const double MostFalse = .05;
    private const int MinutesPerHour = 60;

    /// <param name="FirstMinute">Of the acts of the pod in it; since 2000.</param>
    /// <param name="LastMinute">Inclusive.</param>
    /// <param name="Age">Minutes since publication.</param>
    private sealed record Meeting(int Content, int Creator, int FirstMinute, int LastMinute, int Age);

    private readonly ILookup<int, ContentHour> hoursOf = sample.Hours.ToLookup(of => of.Content);
    private readonly int[] actors = [.. actsOf.Where(of => of.Count() >= Pods.LeastActs).Select(of => of.Key).Order()];

    /// <param name="pod">Its members by pairs.</param>
    /// <param name="occasions">Its meetings: acts in order of time.</param>
    public IEnumerable<int> Of(int[] pod, int[][] occasions)
    {
        ILookup<int, Meeting> meetings = occasions
            .Select(MeetingOf)
            .OrderBy(of => of.FirstMinute)
            .ThenBy(of => of.Content)
            .ToLookup(of => of.Content);
        var shares = meetings.ToDictionary(of => of.Key, of => Share(pod, of));
        (int Actor, double Chance)[] others =
        [
            .. actors
                .Except(pod)
                .Where(actor => MayJoin(actor, meetings))
                .Select(actor => (actor, Chance(actor, Attended(actor, meetings), shares)))
                .OrderBy(of => of.Item2)
                .ThenBy(of => of.actor),
        ];
        int joining = others.Length;
        while (joining > 0 && others[joining - 1].Chance > MostFalse * joining / others.Length)
        {
            joining--;
        }
        return others[..joining].Select(of => of.Actor);
    }

    /// <summary>Whether it engaged with content at which the pod met, of enough creators, at any time.</summary>
    private bool MayJoin(int actor, ILookup<int, Meeting> meetings) =>
        actsOf[actor]
            .Select(at => sample.Acts[at].Content)
            .Where(meetings.Contains)
            .Select(content => sample.Content[content].Creator)
            .Distinct()
            .Count() >= Pods.LeastCreators;

    /// <summary>How many meetings it was at of which none is explained by the habit that led to another; 0: at one creator only.</summary>
    private int Attended(int actor, ILookup<int, Meeting> meetings)
    {
        List<Meeting> apart = [];
        foreach (
            Meeting meeting in actsOf[actor]
                .SelectMany(at => meetings[sample.Acts[at].Content].Where(of => IsIn(sample.Acts[at], of)))
                .OrderBy(of => of.FirstMinute)
                .ThenBy(of => of.Content)
        )
        {
            if (!apart.Exists(other => IsOneHabit(meeting, other)))
            {
                apart.Add(meeting);
            }
        }
        return apart.DistinctBy(of => of.Creator).Count() >= Pods.LeastCreators ? apart.Count : 0;
    }

    private static bool IsIn(Act act, Meeting meeting) =>
        meeting.FirstMinute <= act.Minute && act.Minute <= meeting.LastMinute;

    private static bool IsOneHabit(Meeting one, Meeting other)
    {
        int apart = Math.Abs(one.FirstMinute - other.FirstMinute);
        return apart <= Pods.SessionMinutes
            || Math.Abs(one.Age - other.Age) <= Habits.Wide
            || (apart >= Habits.LeastApart && Habits.ApartOfDay(apart) <= Habits.Wide);
    }

    /// <summary>How likely an actor is at so many meetings or more by chance.</summary>
    /// <param name="shares">By content, how likely one act is at a meeting.</param>
    private double Chance(int actor, int meetings, Dictionary<int, double> shares)
    {
        // How likely each smaller number is.
        double[] fewer = new double[meetings];
        if (meetings == 0)
        {
            return 1;
        }
        fewer[0] = 1;
        foreach (int at in actsOf[actor])
        {
            double share = shares.GetValueOrDefault(sample.Acts[at].Content);
            for (int number = meetings - 1; number >= 0; number--)
            {
                fewer[number] = (fewer[number] * (1 - share)) + (number > 0 ? fewer[number - 1] * share : 0);
            }
        }
        return Math.Max(0, 1 - fewer.Sum());
    }

    /// <summary>Of what others than the pod did with content, how much at its meetings there.</summary>
    private double Share(int[] pod, IGrouping<int, Meeting> meetings)
    {
        var others = hoursOf[meetings.Key]
            .GroupBy(of => of.Hour)
            .ToDictionary(of => of.Key, of => of.Sum(hour => hour.Events));
        foreach (
            Act act in pod.SelectMany(actor => actsOf[actor])
                .Select(at => sample.Acts[at])
                .Where(act => act.Content == meetings.Key)
        )
        {
            others[act.Minute / MinutesPerHour] -= act.Events;
        }
        double at = meetings.Sum(meeting =>
            Enumerable
                .Range(meeting.FirstMinute, meeting.LastMinute - meeting.FirstMinute + 1)
                .Sum(minute => Math.Max(0, others.GetValueOrDefault(minute / MinutesPerHour)) / (double)MinutesPerHour)
        );
        return Math.Min(1, at / Math.Max(1, others.Values.Sum(of => Math.Max(0, of))));
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
