namespace CreatorStream.Analytics.Authenticity.Groups;

/// <summary>
/// Reason <c>pod</c>: a group that engages with the same content within the same minutes, again and again, at several creators, far
/// more often than chance explains.
/// </summary>
/// <remarks>
/// Two actors are linked where they met so often within <see cref="Near"/> minutes at the same content, each session once, that
/// chance, given how much each engages and how much went on there then (Poisson tail), would link each actor to less than one other,
/// and the <see cref="Habits"/> of both don't explain it: fans whom a notification calls come in the same minutes.
/// A pod is a part of that graph in which each has <see cref="LeastLinks"/> links to others of it (k-core, Seidman 1983); where links
/// are that rare there is none by chance (Pittel, Spencer and Wormald 1996: it takes more than five links each). Fans of one creator,
/// who all come when something is published, are none: several occasions at several creators are wanted. What is so new that it may
/// be a live broadcast, and had most of that hour's engagement in these minutes, makes nobody sure. Whom it may wrong: friends who look
/// at their feeds together; who watches the same broadcasts. Costs a pass over the acts of who engages repeatedly, with at most
/// <see cref="MostAhead"/> neighbours of each.
/// </remarks>
public static class Pods
{
    /// <summary>Who engaged less often is not looked at.</summary>
    public const int LeastActs = 2;

    /// <summary>How likely each of a pod is one who does as agreed.</summary>
    public const double Likelihood = .95;

    /// <summary>
    /// The same where most occasions may be live broadcasts: what a live broadcast calls for, such as a giveaway, brings its
    /// audience together as an agreement does.
    /// </summary>
    public const double LikelihoodOfCrowd = .8;

    private const int Near = 5;
    private const int MinutesPerHour = 60;
    private const int MinutesPerQuarter = 15;
    internal const int SessionMinutes = 10;

    /// <summary>How long a live broadcast lasts at most: on Instagram four hours, on the others seldom longer.</summary>
    private const int BroadcastMinutes = 4 * MinutesPerHour;

    /// <summary>Of so many parts of a content's engagement, the first shows when it began.</summary>
    private const int BeginShare = 10;
    internal const int LeastMeetings = 2;
    private const double MostChance = 1e-3;
    private const int LeastLinks = 4;
    internal const int LeastCreators = 2;
    private const int LeastOccasions = 3;
    private const int MostAhead = 64;

    /// <summary>Pairs that are looked at take memory: of very many acts fewer neighbours of each are.</summary>
    private const int MostPairs = 8_000_000;

    /// <summary>Of content with so many acts it shows whether its times are rounded.</summary>
    private const int LeastToTell = 20;

    internal static IEnumerable<GroupFinding> Find(EngagementSample sample)
    {
        int[] counts = new int[sample.Actors];
        foreach (Act act in sample.Acts)
        {
            counts[act.Actor]++;
        }
        HashSet<int> rounded = Rounded(sample);
        int[] acts =
        [
            .. Enumerable
                .Range(0, sample.Acts.Count)
                .Where(at => counts[sample.Acts[at].Actor] >= LeastActs && !rounded.Contains(sample.Acts[at].Content))
                .OrderBy(at => sample.Acts[at].Content)
                .ThenBy(at => sample.Acts[at].Minute)
                .ThenBy(at => sample.Acts[at].Actor),
        ];
        Dictionary<(int, int), int> hours = sample
            .Hours.GroupBy(of => (of.Content, of.Hour))
            .ToDictionary(of => of.Key, of => of.Sum(hour => hour.Events));
        ILookup<(int, int), int> ofHour = acts.ToLookup(at =>
            (sample.Acts[at].Content, sample.Acts[at].Minute / MinutesPerHour)
        );
        var published = new Publications(sample, acts);
        ILookup<int, ContentHour> hoursOf = sample.Hours.ToLookup(of => of.Content);
        Dictionary<int, HashSet<int>> links = Link(
            sample,
            acts,
            counts,
            hours,
            new Habits(sample, acts, published, Near)
        );
        ILookup<int, int> placesOf = Enumerable.Range(0, acts.Length).ToLookup(place => sample.Acts[acts[place]].Actor);
        int[][] pods = [.. Cores(links).Select(WithoutFans).Where(IsPod)];
        var joiners = new PodJoiners(sample, acts, hoursOf, published, pods);
        foreach (int[] pod in pods)
        {
            HashSet<int> joined = [.. joiners.Of(pod, Meetings(pod).Occasions)];
            (int[] ofGroup, int[] met, int[][] occasions) = Meetings([.. pod, .. joined]);
            bool isCrowd = 2 * occasions.Count(IsCrowd) >= occasions.Length;
            HashSet<int> leading = Leading(sample, met);
            yield return new GroupFinding(
                GroupKind.Pod,
                -1,
                -1,
                ofGroup.Min(at => sample.Acts[at].Minute),
                ofGroup.Max(at => sample.Acts[at].Minute),
                0,
                [
                    .. pod.Concat(joined)
                        .Order()
                        .Select(actor => new FoundActor(
                            actor,
                            isCrowd || leading.Contains(actor) ? LikelihoodOfCrowd : Likelihood,
                            leading.Contains(actor),
                            joined.Contains(actor)
                        )),
                ],
                [.. met.Order()]
            );
        }

        bool IsPod(int[] group)
        {
            int[][] occasions = Meetings(group).Occasions;
            return group.Length > LeastLinks
                && occasions.Length >= LeastOccasions
                && occasions.Select(CreatorOf).Distinct().Count() >= LeastCreators;
        }

        // A link into a pod makes nobody one of it: fans of a creator may be linked to somebody who is. Who was there twice only may
        // have been at one creator's by chance.
        int[] WithoutFans(int[] core)
        {
            ILookup<int, int> creatorsOf = Meetings(core)
                .Occasions.SelectMany(of => ActorsOf(of).Select(actor => (Actor: actor, Creator: CreatorOf(of))))
                .ToLookup(of => of.Actor, of => of.Creator);
            return
            [
                .. core.Where(actor =>
                    creatorsOf[actor].Count() == LeastMeetings || creatorsOf[actor].Distinct().Count() >= LeastCreators
                ),
            ];
        }

        // All acts of a group, those near another's, and the occasions on which enough of them met, each in the order of content and
        // time.
        (int[] Acts, int[] Met, int[][] Occasions) Meetings(int[] group)
        {
            int[] ofGroup = [.. group.SelectMany(actor => placesOf[actor]).Order().Select(place => acts[place])];
            int[] met = [.. MetTogether(sample, ofGroup)];
            return (ofGroup, met, [.. Occasions(sample, met).Where(of => ActorsOf(of).Count() >= LeastLinks)]);
        }

        IEnumerable<int> ActorsOf(int[] occasion) => occasion.Select(at => sample.Acts[at].Actor).Distinct();

        int CreatorOf(int[] occasion) => sample.Content[sample.Acts[occasion[0]].Content].Creator;

        // Whether a broadcast may have called everybody who was there: it is new, and half of the hour's engagement came about then.
        bool IsCrowd(int[] occasion)
        {
            // In the order of time.
            (int first, int last) = (sample.Acts[occasion[0]].Minute, sample.Acts[occasion[^1]].Minute);
            (int Content, int Hour) hour = (sample.Acts[occasion[0]].Content, first / MinutesPerHour);
            if (first - Math.Max(published.MinuteOf(hour.Content), BeginOf(hour)) > BroadcastMinutes)
            {
                return false;
            }
            int around = ofHour[hour]
                .Select(at => sample.Acts[at])
                .Where(act => act.Minute >= first - Near && act.Minute <= last + Near)
                .Sum(act => act.Events);
            return 2 * around >= hours.GetValueOrDefault(hour);
        }

        // What is announced, and has a waiting room, begins with its audience: with the hour by which a tenth of all engagement so far
        // had come.
        int BeginOf((int Content, int Hour) hour)
        {
            ContentHour[] soFar = [.. hoursOf[hour.Content].Where(of => of.Hour <= hour.Hour).OrderBy(of => of.Hour)];
            long all = soFar.Sum(of => (long)of.Events);
            long come = 0;
            return soFar.FirstOrDefault(of => BeginShare * (come += of.Events) >= all).Hour * MinutesPerHour;
        }
    }

    /// <summary>
    /// Content whose times are rounded to hours or days, as those of imports: there all who came in an hour would be met. Full
    /// hours of any time zone are full quarters of an hour of UTC.
    /// </summary>
    private static HashSet<int> Rounded(EngagementSample sample) =>
        [
            .. sample
                .Acts.GroupBy(act => act.Content)
                .Where(of => of.Count() >= LeastToTell && AreRounded([.. of.Select(act => act.Minute)]))
                .Select(of => of.Key),
        ];

    /// <summary>Half of them on full hours; or on full quarters without the busiest minute, in which a pod may have met.</summary>
    private static bool AreRounded(int[] minutes)
    {
        if (2 * minutes.Count(minute => minute % MinutesPerHour == 0) >= minutes.Length)
        {
            return true;
        }
        int busiest = minutes.CountBy(minute => minute).MaxBy(of => of.Value).Key;
        int[] others = [.. minutes.Where(minute => minute != busiest)];
        return others.Length > 0 && 2 * others.Count(minute => minute % MinutesPerQuarter == 0) >= others.Length;
    }

    /// <summary>
    /// Who was there before all others more often than later, or is the only one who never was later: others may follow somebody
    /// who knows nothing of it, so as to accuse the person. Several in the first minute are neither: all of a pod may act in one.
    /// </summary>
    /// <param name="met">Acts near those of others, in order of content and time.</param>
    private static HashSet<int> Leading(EngagementSample sample, int[] met)
    {
        var places = new Dictionary<int, (int First, int Later)>();
        foreach (int[] occasion in Occasions(sample, met))
        {
            int begun = sample.Acts[occasion[0]].Minute;
            ILookup<bool, int> isLater = occasion.ToLookup(
                at => sample.Acts[at].Minute > begun,
                at => sample.Acts[at].Actor
            );
            int[] first = [.. isLater[false].Distinct()];
            foreach (int actor in first)
            {
                Count(actor, first.Length == 1 ? 1 : 0, 0);
            }
            foreach (int actor in isLater[true].Distinct().Except(first))
            {
                Count(actor, 0, 1);
            }
        }
        bool isOne = places.Count(of => of.Value.Later == 0) == 1;
        return
        [
            .. places
                .Where(of => of.Value.First > of.Value.Later || (isOne && of.Value.Later == 0))
                .Select(of => of.Key),
        ];

        void Count(int actor, int first, int later)
        {
            (int First, int Later) of = places.GetValueOrDefault(actor);
            places[actor] = (of.First + first, of.Later + later);
        }
    }

    /// <summary>Who met whom more often than by chance.</summary>
    private static Dictionary<int, HashSet<int>> Link(
        EngagementSample sample,
        int[] acts,
        int[] counts,
        Dictionary<(int, int), int> hours,
        Habits habits
    )
    {
        double all = Math.Max(1, sample.Hours.Sum(of => (double)of.Events));
        // Most pairs meet once or twice, by chance. When is noted of those alone who may be linked, for it takes far more memory.
        var meetings = new Dictionary<(int A, int B), int>();
        foreach (((int, int) pair, _) in Pairs(sample, acts))
        {
            meetings[pair] = meetings.GetValueOrDefault(pair) + 1;
        }
        int[] crowds = Crowds(sample, acts);
        // By actor, how often somebody who engages once would be expected near one of its acts.
        double[] expected = new double[counts.Length];
        for (int at = 0; at < acts.Length; at++)
        {
            Act act = sample.Acts[acts[at]];
            double here = hours.GetValueOrDefault((act.Content, act.Minute / MinutesPerHour));
            expected[act.Actor] += Math.Max(here * 2 * Near / MinutesPerHour, crowds[at]) / all;
        }
        double rare = Math.Min(MostChance, 1.0 / Math.Max(1, counts.Count(count => count >= LeastActs)));
        HashSet<(int A, int B)> often = [.. meetings.Where(of => IsRare(of.Key, of.Value)).Select(of => of.Key)];
        var links = new Dictionary<int, HashSet<int>>();
        foreach (((int A, int B) pair, int sessions) in Sessions(Pairs(sample, acts), often))
        {
            if (IsRare(pair, sessions))
            {
                (links.TryGetValue(pair.A, out HashSet<int>? ofA) ? ofA : links[pair.A] = []).Add(pair.B);
                (links.TryGetValue(pair.B, out HashSet<int>? ofB) ? ofB : links[pair.B] = []).Add(pair.A);
            }
        }
        return links;

        bool IsRare((int A, int B) pair, int count) =>
            count >= LeastMeetings
            && Tail(count, Math.Max(expected[pair.A] * counts[pair.B], expected[pair.B] * counts[pair.A])) < rare
            && Tail(count, habits.Expected(pair.A, pair.B)) < rare;
    }

    /// <summary>Who was near whom, with the earlier of both acts.</summary>
    private static IEnumerable<((int A, int B) Pair, Act Act)> Pairs(EngagementSample sample, int[] acts)
    {
        int mostAhead = AheadOf(acts.Length);
        for (int at = 0; at < acts.Length; at++)
        {
            Act act = sample.Acts[acts[at]];
            for (int ahead = at + 1; ahead < acts.Length && ahead <= at + mostAhead; ahead++)
            {
                Act other = sample.Acts[acts[ahead]];
                if (other.Content != act.Content || other.Minute > act.Minute + Near)
                {
                    break;
                }
                if (other.Actor != act.Actor)
                {
                    yield return (act.Actor < other.Actor ? (act.Actor, other.Actor) : (other.Actor, act.Actor), act);
                }
            }
        }
    }

    /// <summary>
    /// In how many sessions pairs met. Who goes through a feed, or takes part in a giveaway of several creators, meets all who do so
    /// then at each post: that is once.
    /// </summary>
    private static IEnumerable<((int A, int B) Pair, int Sessions)> Sessions(
        IEnumerable<((int A, int B) Pair, Act Act)> pairs,
        HashSet<(int A, int B)> of
    )
    {
        var minutes = new Dictionary<(int A, int B), List<int>>(of.Count);
        foreach (((int, int) pair, Act act) in pairs)
        {
            if (of.Contains(pair))
            {
                (minutes.TryGetValue(pair, out List<int>? known) ? known : minutes[pair] = []).Add(act.Minute);
            }
        }
        foreach (((int, int) pair, List<int> met) in minutes)
        {
            met.Sort();
            int sessions = 0;
            int begun = int.MinValue;
            foreach (int minute in met)
            {
                if (begun == int.MinValue || minute > begun + SessionMinutes)
                {
                    sessions++;
                    begun = minute;
                }
            }
            yield return (pair, sessions);
        }
    }

    /// <summary>At how many acts behind each one is looked, where there are so many.</summary>
    internal static int AheadOf(int acts) => Math.Clamp(MostPairs / Math.Max(1, acts), 1, MostAhead);

    /// <summary>By act, in order of content and time: how many others are in its minute and the few after it.</summary>
    private static int[] Crowds(EngagementSample sample, int[] acts)
    {
        int[] crowds = new int[acts.Length];
        int begin = 0;
        int end = 0;
        for (int at = 0; at < acts.Length; at++)
        {
            Act act = sample.Acts[acts[at]];
            while (sample.Acts[acts[begin]].Content != act.Content || sample.Acts[acts[begin]].Minute < act.Minute)
            {
                begin++;
            }
            for (end = Math.Max(end, at + 1); end < acts.Length; end++)
            {
                Act other = sample.Acts[acts[end]];
                if (other.Content != act.Content || other.Minute > act.Minute + Near)
                {
                    break;
                }
            }
            crowds[at] = end - begin - 1;
        }
        return crowds;
    }

    /// <summary>The probability of so many or more where so many are expected (Poisson).</summary>
    private static double Tail(int count, double expected)
    {
        double term = Math.Exp(-expected);
        for (int k = 1; k <= count; k++)
        {
            term *= expected / k;
        }
        // Terms fall from here on; where they don't, it is no tail.
        double sum = 0;
        for (int k = count; expected < k && term > sum * 1e-6; k++)
        {
            sum += term;
            term *= expected / (k + 1);
        }
        return expected < count ? sum : 1;
    }

    /// <summary>The parts of a graph in which each has enough links to others of it.</summary>
    private static IEnumerable<int[]> Cores(Dictionary<int, HashSet<int>> links)
    {
        var few = new Queue<int>(links.Where(of => of.Value.Count < LeastLinks).Select(of => of.Key));
        while (few.TryDequeue(out int actor))
        {
            if (!links.Remove(actor, out HashSet<int>? others))
            {
                continue;
            }
            foreach (int other in others)
            {
                if (links.TryGetValue(other, out HashSet<int>? of) && of.Remove(actor) && of.Count == LeastLinks - 1)
                {
                    few.Enqueue(other);
                }
            }
        }
        var found = new HashSet<int>();
        foreach (int first in links.Keys.Order())
        {
            if (!found.Add(first))
            {
                continue;
            }
            var group = new List<int> { first };
            for (int at = 0; at < group.Count; at++)
            {
                group.AddRange(links[group[at]].Where(found.Add));
            }
            yield return [.. group];
        }
    }

    /// <summary>Of acts in order of content and time, those that are near one of somebody else.</summary>
    private static IEnumerable<int> MetTogether(EngagementSample sample, int[] acts)
    {
        for (int at = 0; at < acts.Length; at++)
        {
            if (
                (at > 0 && AreNear(sample, acts[at - 1], acts[at]))
                || (at + 1 < acts.Length && AreNear(sample, acts[at], acts[at + 1]))
            )
            {
                yield return acts[at];
            }
        }
    }

    /// <param name="a">Not later than the other.</param>
    private static bool AreNear(EngagementSample sample, int a, int b) =>
        sample.Acts[a].Content == sample.Acts[b].Content && sample.Acts[b].Minute - sample.Acts[a].Minute <= Near;

    /// <summary>Acts near each other: what is of other content, or more than a few minutes later, is another occasion, also within an hour.</summary>
    /// <param name="met">In order of content and time.</param>
    private static IEnumerable<int[]> Occasions(EngagementSample sample, int[] met)
    {
        int begin = 0;
        for (int at = 1; at <= met.Length; at++)
        {
            if (at == met.Length || !AreNear(sample, met[at - 1], met[at]))
            {
                yield return met[begin..at];
                begin = at;
            }
        }
    }
}
