namespace CreatorStream.Analytics.Authenticity.Groups;

/// <summary>
/// How often two actors would meet who only keep to their habits: how long after publication each engages, and at what time of
/// the day. Who is told of each publication comes in its first minutes, and meets all others who are told; who looks at a feed at
/// eight meets who does so too. Neither agreed with anybody. Chance is what one did at some content against what the other did at other
/// content, as where each is dealt anew (rank permutation, Pesarin, <i>Multivariate Permutation Tests</i>, 2001).
/// </summary>
internal sealed class Habits
{
    private const int MinutesPerDay = 24 * 60;

    /// <summary>Acts so far apart are of different days.</summary>
    public const int LeastApart = MinutesPerDay / 2;

    /// <summary>Few acts are seldom within minutes of each other: within this they show the habit too.</summary>
    public const int Wide = 30;

    /// <summary>Of an actor: enough to know its habits by.</summary>
    private const int MostLookedAt = 32;

    private readonly int near;
    private readonly int[] first;
    private readonly Did[] did;

    /// <param name="acts">Where those that count stand in the sample, in the order of content and time.</param>
    /// <param name="near">Minutes within which two meet.</param>
    public Habits(EngagementSample sample, int[] acts, Publications published, int near)
    {
        this.near = near;
        first = new int[sample.Actors + 1];
        foreach (int at in acts)
        {
            first[sample.Acts[at].Actor + 1]++;
        }
        for (int actor = 0; actor < sample.Actors; actor++)
        {
            first[actor + 1] += first[actor];
        }
        did = new Did[acts.Length];
        int[] filled = first[..^1];
        foreach (int at in acts)
        {
            Act act = sample.Acts[at];
            did[filled[act.Actor]++] = new Did(act.Content, act.Minute, act.Minute - published.MinuteOf(act.Content));
        }
    }

    /// <summary>How often two would meet at the content with which both engaged.</summary>
    public double Expected(int one, int other)
    {
        ReadOnlySpan<Did> ofOne = did.AsSpan(first[one]..first[one + 1]);
        ReadOnlySpan<Did> ofOther = did.AsSpan(first[other]..first[other + 1]);
        var ages = new Tally(near);
        var times = new Tally(near);
        foreach (Did a in ofOne[..Math.Min(MostLookedAt, ofOne.Length)])
        {
            foreach (Did b in ofOther[..Math.Min(MostLookedAt, ofOther.Length)])
            {
                if (a.Content == b.Content)
                {
                    continue;
                }
                ages.Add(Math.Abs(a.Age - b.Age));
                int apart = Math.Abs(a.Minute - b.Minute);
                if (apart >= LeastApart)
                {
                    times.Add(ApartOfDay(apart));
                }
            }
        }
        return Shared(ofOne, ofOther) * Math.Max(ages.Share, times.Share);
    }

    /// <summary>How far apart the times of the day of two acts are.</summary>
    /// <param name="minutes">Between them.</param>
    public static int ApartOfDay(int minutes) =>
        Math.Min(minutes % MinutesPerDay, MinutesPerDay - (minutes % MinutesPerDay));

    /// <summary>How many pairs of what two did were at the same content. Both are in the order of content.</summary>
    private static int Shared(ReadOnlySpan<Did> one, ReadOnlySpan<Did> other)
    {
        int shared = 0;
        int at = 0;
        foreach (Did a in one)
        {
            while (at < other.Length && other[at].Content < a.Content)
            {
                at++;
            }
            for (int same = at; same < other.Length && other[same].Content == a.Content; same++)
            {
                shared++;
            }
        }
        return shared;
    }

    /// <param name="Age">Minutes since publication.</param>
    private readonly record struct Did(int Content, int Minute, int Age);

    private struct Tally(int near)
    {
        private int all;
        private int close;
        private int wide;

        public void Add(int apart)
        {
            all++;
            close += apart <= near ? 1 : 0;
            wide += apart <= Wide ? 1 : 0;
        }

        /// <summary>How many of all would meet; none where there is nothing to go by.</summary>
        public readonly double Share => all == 0 ? 0 : Math.Max(close, wide * (double)near / Wide) / all;
    }
}
