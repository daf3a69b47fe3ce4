using System.Globalization;

namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>
/// Reason <c>follower-jump</c>: followers gained in a step that no content explains; strong where they are lost again. A step is
/// that between two readings at most a week apart. It is a jump from ten times the usual gain a day (median, and median
/// deviation from it), 200 followers and a twentieth of all. A gain counts only beyond the highest reading of the week before, only
/// as far as it is still there at the lowest reading of the two days after, and only beyond what the platform rounds: what it
/// counts wrong for a day or two, takes away and gives back, or shows as "1.1M", is none. So a step waits for a reading two days
/// later, and needs readings of the week before it. Lost is likewise what two days later isn't there again. Content explains a
/// jump where views around it came twice as fast as usual, or, where they are not all told, where anything was published in the
/// three days before. Where neither is known, nothing is said. The rule is a judgement of ours, after the sawtooth of bought followers in De Cristofaro et al.,
/// <i>Paying for Likes?</i>, IMC 2014. It may wrong who was on television, gave something away, or was recommended by somebody
/// greater: hence a question. Costs two sorts of the readings, and a look at nine weeks of them in each step that may be a jump.
/// </summary>
public static class FollowerJump
{
    public const int LeastSteps = 7;

    private const int DaySeconds = 86_400;
    public const int LongestStepDays = 7;
    private const int LongestStepSeconds = LongestStepDays * DaySeconds;
    private const int BeforeSeconds = 7 * DaySeconds;
    private const int StayDays = 2;
    private const int UsualFactor = 10;
    private const int LeastGain = 200;
    private const double LeastShare = 0.05;
    private const double ViewsFactor = 2;
    private const int ContentSeconds = 3 * DaySeconds;
    private const int LossSeconds = 60 * DaySeconds;
    private const double LostShare = 0.3;

    /// <summary>Below .9 where the followers stay: it excludes nothing by itself.</summary>
    private const double NotableLikelihood = 0.5;
    private const double StrongLikelihood = 0.9;

    private readonly record struct Step(int At, long From, long To, long Before, long After)
    {
        public double Days => (To - From) / (double)DaySeconds;
        public double Rate => (After - Before) / Days;
    }

    public static VettingSignal Signal { get; } =
        new(
            "follower-jump",
            "At least 200 followers, 5 % of all and ten times the usual gain a day in one step, more than in the week before, still there two days later and more than rounding may show, while views came as usual. Strong where 30 % of them were lost again within 60 days, and not given back two days later.",
            "Who was on television, gave something away, or was recommended by somebody greater.",
            "What brought the new followers of that day, and may we see the platform's own statistics of it (sources, countries)?",
            MayBeStrangers: false,
            Judge
        );

    /// <summary>As live cases show it.</summary>
    public static Reason Reason { get; } = new(Signal.Code, Signal.Rule, StrongLikelihood, Signal.FalsePositives);

    /// <summary>How likely the followers of such a jump were bought: 0 … 1, by judgement.</summary>
    public static double Likelihood(VettingState state) =>
        state == VettingState.Strong ? StrongLikelihood : NotableLikelihood;

    private static VettingAnswer Judge(ProspectSample sample)
    {
        List<VettingAnswer> answers =
        [
            .. sample
                .Counters.Where(reading => reading is { Content: null, Followers: not null })
                .GroupBy(reading => reading.Platform, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => Judge(sample, group.Key, [.. group])),
        ];
        return answers.Count == 0
            ? VettingAnswer.Unknown("no counters of followers")
            : answers.MaxBy(answer => answer.State)!;
    }

    private static VettingAnswer Judge(ProspectSample sample, string platform, List<CounterReading> readings)
    {
        JumpFindings found = Find(
            [
                .. readings
                    .GroupBy(reading => reading.TimeSeconds / DaySeconds)
                    .Select(day =>
                        day.Select(reading => new FollowerReading(reading.TimeSeconds, reading.Followers!.Value))
                            .MaxBy(reading => (reading.TimeSeconds, reading.Followers))
                    ),
            ],
            () => new(sample.Counters.Where(one => one.Platform.Length == 0 || one.Platform == platform)),
            () =>
                [
                    .. sample
                        .Published.Where(post => post.Key.Platform.Length == 0 || post.Key.Platform == platform)
                        .Select(post => post.Value),
                ]
        );
        if (found.Steps < LeastSteps)
        {
            return VettingAnswer.Unknown(
                $"too few to say: {found.Steps} steps of followers from day to day, at most a week, {LeastSteps} are needed"
            );
        }
        if (found.Jumps.Count == 0)
        {
            return found.IsCut
                ? VettingAnswer.Unknown(
                    "followers may have jumped in the first week or the last two days that are known; readings of a week before it and of two days after it would tell"
                )
                : new(VettingState.NotFound, $"no jump in {found.Steps} steps");
        }
        if (found.Unexplained is not { } odd)
        {
            return VettingAnswer.Unknown(
                $"followers jumped {Told(found.Jumps[0])}, and it is not known whether views or publications explain it"
            );
        }
        if (odd.Count == 0)
        {
            return new(VettingState.NotFound, $"{found.Jumps.Count} jumps in {found.Steps} steps, all with content");
        }
        Jump worst = odd.MaxBy(jump => (StateOf(jump), jump.Gain, -jump.FromSeconds))!;
        return new(StateOf(worst), Why(worst));
    }

    /// <summary>Of a jump that no content explains.</summary>
    public static VettingState StateOf(Jump jump) =>
        jump.Lost >= LostShare ? VettingState.Strong : VettingState.Notable;

    /// <summary>A jump that no content explains, in words.</summary>
    public static string Why(Jump jump) =>
        StateOf(jump) == VettingState.Strong
            ? $"followers jumped {Told(jump)}, no content explains it, and {100 * jump.Lost:0} % of them were lost again"
            : $"followers jumped {Told(jump)}, and no content explains it";

    /// <param name="series">By time, one of a day at most (UTC).</param>
    /// <param name="views">Asked only where there are jumps, as is the next.</param>
    /// <param name="published">When content was published, in seconds since 1970 UTC.</param>
    public static JumpFindings Find(
        IReadOnlyList<FollowerReading> series,
        Func<ContentViews> views,
        Func<IReadOnlyCollection<long>> published
    )
    {
        Step[] steps =
        [
            .. Enumerable
                .Range(1, Math.Max(0, series.Count - 1))
                .Select(i => new Step(
                    i,
                    series[i - 1].TimeSeconds,
                    series[i].TimeSeconds,
                    series[i - 1].Followers,
                    series[i].Followers
                ))
                .Where(step => step.To - step.From <= LongestStepSeconds),
        ];
        if (steps.Length < LeastSteps)
        {
            return new(steps.Length, [], null, IsCut: false);
        }
        double usual = Medians.Of(steps.Select(step => step.Rate));
        double spread = Medians.Of(steps.Select(step => Math.Abs(step.Rate - usual)));
        var rounding = new CounterRounding(series.Select(reading => reading.Followers));
        (Step Step, Jump Jump)[] jumps =
        [
            .. steps
                .Select(step => (Step: step, Jump: JumpOf(series, step, usual, spread, rounding)))
                .Where(one => one.Jump is not null)
                .Select(one => (one.Step, one.Jump!)),
        ];
        bool isCut = steps.Any(step =>
            !IsTold(series, step) && IsGreat(step.After - step.Before, step.Before, step, usual, spread)
        );
        Func<Step, bool?> isExplained = jumps.Length == 0 ? _ => null : Explanation(views(), published, steps);
        ILookup<bool?, Jump> explained = jumps.ToLookup(one => isExplained(one.Step), one => one.Jump);
        return new(
            steps.Length,
            [.. jumps.Select(one => one.Jump)],
            explained[null].Any() && !explained[false].Any() ? null : [.. explained[false]],
            isCut
        );
    }

    /// <summary>null: the step is none, or it can't be said yet.</summary>
    private static Jump? JumpOf(
        IReadOnlyList<FollowerReading> series,
        Step step,
        double usual,
        double spread,
        CounterRounding rounding
    )
    {
        if (step.After - step.Before < LeastGain || !IsTold(series, step))
        {
            return null;
        }
        long before = HighestBefore(series, step);
        long stayed = LowestAfter(series, step);
        long rounded = rounding.Of(stayed);
        return IsGreat(stayed - before - rounded, before, step, usual, spread)
            ? new(step.From, step.To, before, step.After, usual, spread, rounded, Gone(series, step))
            : null;
    }

    private static bool IsGreat(long gain, long before, Step step, double usual, double spread) =>
        gain >= Math.Max(LeastGain, LeastShare * before) && gain / step.Days > UsualFactor * (Math.Abs(usual) + spread);

    /// <summary>Whether there are readings of the week before a step and of two days after it.</summary>
    private static bool IsTold(IReadOnlyList<FollowerReading> series, Step step) =>
        series[0].TimeSeconds <= step.From - BeforeSeconds
        && series[^1].TimeSeconds >= step.To + ContentViews.LateSeconds;

    private static long HighestBefore(IReadOnlyList<FollowerReading> series, Step step)
    {
        long most = step.Before;
        for (int i = step.At - 1; i >= 0 && series[i].TimeSeconds >= step.From - BeforeSeconds; i--)
        {
            most = Math.Max(most, series[i].Followers);
        }
        return most;
    }

    /// <summary>
    /// Up to the first reading two days later, itself included. By days of UTC, since a reading a day isn't always at the same hour.
    /// </summary>
    private static long LowestAfter(IReadOnlyList<FollowerReading> series, Step step)
    {
        long least = step.After;
        for (int i = step.At + 1; i < series.Count && series[i - 1].Day < DayOf(step.To) + StayDays; i++)
        {
            least = Math.Min(least, series[i].Followers);
        }
        return least;
    }

    /// <summary>Whether content explains a step; null: nothing is known that could.</summary>
    private static Func<Step, bool?> Explanation(
        ContentViews views,
        Func<IReadOnlyCollection<long>> published,
        Step[] steps
    )
    {
        double usual = views.IsKnown ? Medians.Of(steps.Select(Around)) : 0;
        IReadOnlyCollection<long> times = published();
        // Where views are seldom read, most steps show none, and that says nothing of what came at one.
        return step =>
            views.Covers(step.From, step.To) ? Around(step) is > 0 and var around && around >= ViewsFactor * usual
            : times.Count > 0 ? IsNew(step)
            : null;

        bool IsNew(Step step) => times.Any(time => time >= step.From - ContentSeconds && time <= step.To);

        double Around(Step step) => views.Gained(step.From - DaySeconds, step.To + DaySeconds) / (step.Days + 2);
    }

    /// <summary>
    /// How many fewer than the step brought there are in the weeks after it, up to the first reading two days later, too: what is given
    /// back by then is no loss, and what comes by then is not known yet.
    /// </summary>
    private static long Gone(IReadOnlyList<FollowerReading> series, Step step)
    {
        long least = step.After;
        for (int i = step.At; i < series.Count && series[i].TimeSeconds <= step.To + LossSeconds; i++)
        {
            if (series[^1].Day < series[i].Day + StayDays)
            {
                break;
            }
            long most = series[i].Followers;
            for (int next = i + 1; series[next - 1].Day < series[i].Day + StayDays; next++)
            {
                most = Math.Max(most, series[next].Followers);
            }
            least = Math.Min(least, most);
        }
        return step.After - least;
    }

    private static long DayOf(long seconds) => seconds / DaySeconds;

    private static string Told(Jump jump) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"by {jump.Gain:N0} from {jump.Before:N0} until {ProspectSample.Utc(jump.ToSeconds)} UTC"
        );
}
