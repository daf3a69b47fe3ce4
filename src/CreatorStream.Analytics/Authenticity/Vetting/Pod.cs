using System.Globalization;

namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>
/// Reason <c>pod</c>: a small group that engages with the same items in the same five minutes, again and again, more than chance
/// has it. Fans whom a notification calls come together, too, and all come at once where a link was shared: so chance is what these
/// actors would do if each kept its own habits. The time of an engagement is put as its rank among all of its item; an
/// actor's ranks are dealt anew to its items; how often would two then meet within five minutes? Two are a pair where they meet on
/// five items or more and so often by chance less than once in a thousand such samples (binomial tail by Chernoff's bound,
/// times the number of pairs). Four and more that hang together by pairs are a pod; strong from 5 % of the sample's
/// engagements. A judgement of ours; rank permutation as in Pesarin, <i>Multivariate Permutation Tests</i>, 2001. It may wrong families
/// and friends who watch together; pods that always come in the first minutes look like fans, and are not found. Of large samples the
/// 300 most active actors and the 40 items with most engagements are looked at. Costs 45,000 pairs of actors at most, of which each
/// takes a look at both on every common item.
/// </summary>
public static class Pod
{
    public const int LeastItems = 5;
    public const int LeastMembers = 4;

    private const int TogetherSeconds = 300;
    private const int MostActors = 300;
    private const int MostItems = 40;
    private const int LeastOfItem = 20;
    private const double MostChance = 0.001;
    private const double LargeShare = 0.05;

    /// <param name="Ranks">By item, 0 … 1 among all of it; absent where the actor did nothing.</param>
    /// <param name="Moments">By item, when the actor would have come with each of its ranks, ascending.</param>
    private sealed record Member(string Name, Dictionary<int, double> Ranks, long[][] Moments);

    public static VettingSignal Signal { get; } =
        new(
            "pod",
            "At least 4 accounts that meet on at least 5 items within 5 minutes, more often than their own habits have it (once in 1,000 samples). Strong from 5 % of the sample.",
            "Families and friends who watch together.",
            "Are you in a group whose members like and comment on each other's posts?",
            MayBeStrangers: false,
            Judge
        );

    private static VettingAnswer Judge(ProspectSample sample)
    {
        var items = sample
            .Timed.Where(one => one.Content is not null)
            .GroupBy(one => (one.Platform, one.Content))
            .Where(group => group.Count() >= LeastOfItem)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key.Platform, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Content, StringComparer.Ordinal)
            .Take(MostItems)
            .ToList();
        if (!sample.HasExactTimes || items.Count < LeastItems)
        {
            return VettingAnswer.Unknown(
                $"too few to say: {(sample.HasExactTimes ? items.Count : 0)} items with {LeastOfItem} engagements at exact times, {LeastItems} are needed"
            );
        }
        long[][] times = [.. items.Select(item => item.Select(one => one.TimeSeconds!.Value).ToArray())];
        Member[] members = Members(items, times);
        if (members.Length == 0)
        {
            return VettingAnswer.Unknown($"nobody to compare: no actor engaged with {LeastItems} items");
        }
        List<(int One, int Other)> pairs = Pairs(members, times);
        List<string> pod = [.. Groups(members.Length, pairs).SelectMany(group => group).Select(i => members[i].Name)];
        var share = new Proportion(
            sample.Timed.Count(one => pod.Contains(one.Actor, StringComparer.Ordinal)),
            sample.Timed.Count
        );
        return pod.Count == 0
            ? new(VettingState.NotFound, $"none among {members.Length} actors of {LeastItems} items and more", share)
            : new(
                share.Low >= LargeShare ? VettingState.Strong : VettingState.Notable,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{pod.Count} accounts meet on the same items in the same minutes; theirs are {share.Count} of {share.Of} engagements"
                ),
                share
            )
            {
                Actors = pod.ToHashSet(StringComparer.Ordinal),
            };
    }

    /// <summary>The most active, by the first engagement of each with each item.</summary>
    private static Member[] Members(
        List<IGrouping<(string Platform, string? Content), SampledEngagement>> items,
        long[][] times
    )
    {
        Dictionary<string, Dictionary<int, int>> ranks = new(StringComparer.Ordinal);
        for (int item = 0; item < items.Count; item++)
        {
            foreach (SampledEngagement one in items[item])
            {
                if (!ranks.TryGetValue(one.Actor, out Dictionary<int, int>? own))
                {
                    ranks.Add(one.Actor, own = []);
                }
                // Those at the same time have the same rank, whatever their names are.
                own.TryAdd(
                    item,
                    Array.BinarySearch(times[item], one.TimeSeconds!.Value) is var at && at > 0
                        ? FirstOf(times[item], at)
                        : at
                );
            }
        }
        return
        [
            .. ranks
                .Where(actor => actor.Value.Count >= LeastItems)
                .OrderByDescending(actor => actor.Value.Count)
                .ThenBy(actor => actor.Key, StringComparer.Ordinal)
                .Take(MostActors)
                .Select(actor =>
                    MemberOf(
                        actor.Key,
                        actor.Value.ToDictionary(one => one.Key, one => one.Value / (double)times[one.Key].Length),
                        times
                    )
                ),
        ];
    }

    private static Member MemberOf(string name, Dictionary<int, double> ranks, long[][] times) =>
        new(name, ranks, [.. times.Select(of => ranks.Values.Select(rank => At(of, rank)).Order().ToArray())]);

    private static int FirstOf(long[] times, int at)
    {
        while (at > 0 && times[at - 1] == times[at])
        {
            at--;
        }
        return at;
    }

    private static List<(int One, int Other)> Pairs(Member[] members, long[][] times)
    {
        List<(int, int)> pairs = [];
        double all = members.Length * (members.Length - 1) / 2.0;
        for (int one = 0; one < members.Length; one++)
        {
            for (int other = one + 1; other < members.Length; other++)
            {
                if (Chance(members[one], members[other], times) * all < MostChance)
                {
                    pairs.Add((one, other));
                }
            }
        }
        return pairs;
    }

    /// <summary>At most how probably two that keep to their own habits meet as often as these.</summary>
    private static double Chance(Member one, Member other, long[][] times)
    {
        int[] common = [.. one.Ranks.Keys.Where(other.Ranks.ContainsKey)];
        int met = common.Count(item => AreTogether(times[item], one.Ranks[item], other.Ranks[item]));
        if (met < LeastItems)
        {
            return 1;
        }
        double expected = 0;
        foreach (int item in common)
        {
            int together = CountTogether(one.Moments[item], other.Moments[item]);
            expected += together / (double)(one.Ranks.Count * other.Ranks.Count);
        }
        double usual = expected / common.Length;
        double share = met / (double)common.Length;
        if (share <= usual)
        {
            return 1;
        }
        // Chernoff: exp(−n KL(share, usual)).
        double divergence =
            share * Math.Log(share / usual) + (share < 1 ? (1 - share) * Math.Log((1 - share) / (1 - usual)) : 0);
        return Math.Exp(-common.Length * divergence);
    }

    /// <summary>Of how many pairs the two are within five minutes. Both ascending.</summary>
    private static int CountTogether(long[] one, long[] other)
    {
        (int count, int from, int end) = (0, 0, 0);
        foreach (long moment in one)
        {
            while (from < other.Length && other[from] < moment - TogetherSeconds)
            {
                from++;
            }
            while (end < other.Length && other[end] <= moment + TogetherSeconds)
            {
                end++;
            }
            count += end - from;
        }
        return count;
    }

    private static bool AreTogether(long[] times, double one, double other) =>
        Math.Abs(At(times, one) - At(times, other)) <= TogetherSeconds;

    private static long At(long[] times, double rank) =>
        times[Math.Min(times.Length - 1, (int)Math.Round(rank * times.Length))];

    /// <summary>Who hangs together by pairs, from <see cref="LeastMembers"/> on.</summary>
    private static IEnumerable<List<int>> Groups(int members, List<(int One, int Other)> pairs)
    {
        int[] group = [.. Enumerable.Range(0, members)];
        foreach ((int one, int other) in pairs)
        {
            (int from, int to) = (Root(other), Root(one));
            group[from] = to;
        }
        return Enumerable
            .Range(0, members)
            .GroupBy(Root)
            .Where(found => found.Count() >= LeastMembers)
            .Select(found => found.ToList());

        int Root(int of)
        {
            while (group[of] != of)
            {
                of = group[of];
            }
            return of;
        }
    }
}
