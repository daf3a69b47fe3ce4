using System.Globalization;

namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>
/// Reason <c>follower-jump</c>: followers gained in a step that no content explains; strong where they are lost again. A step is
/// that between two readings at most a week apart. It is a jump from ten times the usual gain a day (median, and median
/// deviation from it), 200 followers and a twentieth of all. Content explains it where views around it came twice as fast as usual,
/// or, where views are not known, where anything was published in the three days before. Where neither is known, nothing is said. The
/// rule is a judgement of ours, after the sawtooth of bought followers in De Cristofaro et al., <i>Paying for Likes?</i>, IMC 2014.
/// It may wrong who was on television, gave something away, or was recommended by somebody greater: hence a question. Costs a sort
/// of the readings and a search in each step.
/// </summary>
public static class FollowerJump
{
    public const int LeastSteps = 7;

    private const int DaySeconds = 86_400;
    private const int LongestStepSeconds = 7 * DaySeconds;
    private const int UsualFactor = 10;
    private const int LeastGain = 200;
    private const double LeastShare = 0.05;
    private const double ViewsFactor = 2;
    private const int ContentSeconds = 3 * DaySeconds;
    private const int LossSeconds = 60 * DaySeconds;
    private const double LostShare = 0.3;

    private readonly record struct Step(int At, long From, long To, long Before, long After)
    {
        public double Days => (To - From) / (double)DaySeconds;
        public double Rate => (After - Before) / Days;
    }

    public static VettingSignal Signal { get; } =
        new(
            "follower-jump",
            "At least 200 followers, 5 % of all and ten times the usual gain a day in one step, while views came as usual. Strong where 30 % of them were lost again within 60 days.",
            "Who was on television, gave something away, or was recommended by somebody greater.",
            "What brought the new followers of that day, and may we see the platform's own statistics of it (sources, countries)?",
            MayBeStrangers: false,
            Judge
        );

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
        (long Time, long Followers)[] series =
        [
            .. readings
                .GroupBy(reading => reading.TimeSeconds)
                .Select(group => (group.Key, group.Max(reading => reading.Followers!.Value))),
        ];
        Step[] steps =
        [
            .. Enumerable
                .Range(1, Math.Max(0, series.Length - 1))
                .Select(i => new Step(
                    i,
                    series[i - 1].Time,
                    series[i].Time,
                    series[i - 1].Followers,
                    series[i].Followers
                ))
                .Where(step => step.To - step.From <= LongestStepSeconds),
        ];
        if (steps.Length < LeastSteps)
        {
            return VettingAnswer.Unknown(
                $"too few to say: {steps.Length} steps of followers of at most a week, {LeastSteps} are needed"
            );
        }
        double usual = Medians.Of(steps.Select(step => step.Rate));
        double spread = Medians.Of(steps.Select(step => Math.Abs(step.Rate - usual)));
        Step[] jumps =
        [
            .. steps.Where(step =>
                step.After - step.Before >= Math.Max(LeastGain, LeastShare * step.Before)
                && step.Rate > UsualFactor * (Math.Abs(usual) + spread)
            ),
        ];
        var content = new ContentViews(sample, platform);
        Func<Step, bool>? isExplained = Explanation(sample, platform, content, steps);
        if (jumps.Length == 0)
        {
            return new(VettingState.NotFound, $"no jump in {steps.Length} steps");
        }
        if (isExplained is null)
        {
            return VettingAnswer.Unknown(
                $"followers jumped {Told(jumps[0])}, and neither views nor publications are known that might explain it"
            );
        }
        Step[] odd = [.. jumps.Where(step => !isExplained(step))];
        if (odd.Length == 0)
        {
            return new(VettingState.NotFound, $"{jumps.Length} jumps in {steps.Length} steps, all with content");
        }
        Step worst = odd.MaxBy(step => (Lost(series, step) >= LostShare, step.After - step.Before, -step.From));
        double lost = Lost(series, worst);
        return lost >= LostShare
            ? new(
                VettingState.Strong,
                $"followers jumped {Told(worst)}, no content explains it, and {100 * lost:0} % of them were lost again"
            )
            : new(VettingState.Notable, $"followers jumped {Told(worst)}, and no content explains it");
    }

    /// <summary>null: nothing is known that could explain a step.</summary>
    private static Func<Step, bool>? Explanation(
        ProspectSample sample,
        string platform,
        ContentViews views,
        Step[] steps
    )
    {
        if (views.IsKnown)
        {
            double usual = Medians.Of(steps.Select(Around));
            return step => Around(step) >= ViewsFactor * usual;
        }
        long[] published =
        [
            .. sample
                .Published.Where(post => post.Key.Platform.Length == 0 || post.Key.Platform == platform)
                .Select(post => post.Value),
        ];
        return published.Length == 0
            ? null
            : step => published.Any(time => time >= step.From - ContentSeconds && time <= step.To);

        double Around(Step step) => views.Gained(step.From - DaySeconds, step.To + DaySeconds) / (step.Days + 2);
    }

    /// <summary>Of what the step brought, how much is gone at the lowest reading of the weeks after it.</summary>
    private static double Lost((long Time, long Followers)[] series, Step step)
    {
        long least = step.After;
        long peak = step.After;
        for (int i = step.At; i < series.Length && series[i].Time <= step.To + LossSeconds; i++)
        {
            least = Math.Min(least, series[i].Followers);
        }
        return (peak - least) / (double)(step.After - step.Before);
    }

    private static string Told(Step step) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"by {step.After - step.Before:N0} from {step.Before:N0} until {ProspectSample.Utc(step.To)} UTC"
        );
}
