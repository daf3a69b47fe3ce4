using CreatorStream.Analytics.Authenticity.Profiles;
using CreatorStream.Analytics.Comments;

namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>One part of <see cref="AudienceQuality"/>.</summary>
/// <param name="Weight">Against the other parts'.</param>
/// <param name="Why">What it is the share of, or why it is not known.</param>
/// <param name="Share">Of none: not known.</param>
public sealed record QualityPart(string Name, int Weight, string Why, Proportion Share)
{
    public bool IsKnown => Share.Of > 0;
}

/// <summary>
/// How good an audience is, 0 … 100: the weighted mean of four shares. What is not known is left out of the score, and in the
/// interval goes from nothing to all: so it makes the score less certain, and not lower. Weights are judgements of ours: whether there
/// are people counts as much as all else.
/// </summary>
public sealed class AudienceQuality
{
    public const int LeastActors = 30;
    public const int LeastComments = 30;
    public const int LeastEngagements = 100;

    private const int MostActive = 10;

    private AudienceQuality(IReadOnlyList<QualityPart> parts) => Parts = parts;

    public IReadOnlyList<QualityPart> Parts { get; }

    /// <summary>NaN where no part is known.</summary>
    public double Score =>
        Known == 0
            ? double.NaN
            : 100 * Parts.Where(part => part.IsKnown).Sum(part => part.Weight * part.Share.Value) / Known;

    /// <summary>Of the 95 % intervals of all parts at once: wider than that of their mean.</summary>
    public double Low => 100.0 * Parts.Sum(part => part.Weight * part.Share.Low) / Weights;

    public double High => 100.0 * Parts.Sum(part => part.Weight * part.Share.High) / Weights;

    /// <summary>What share of the score, by weight, is known: 0 … 1.</summary>
    public double Certainty => Known / (double)Weights;

    private int Weights => Parts.Sum(part => part.Weight);
    private int Known => Parts.Where(part => part.IsKnown).Sum(part => part.Weight);

    /// <param name="answers">Of all signals.</param>
    internal static AudienceQuality Of(
        ProspectSample sample,
        IReadOnlyList<(VettingSignal Signal, VettingAnswer Answer)> answers
    ) => new([People(sample, answers), OwnAccord(sample, answers), Comments(sample), Spread(sample)]);

    private static QualityPart People(
        ProspectSample sample,
        IReadOnlyList<(VettingSignal Signal, VettingAnswer Answer)> answers
    )
    {
        HashSet<string> programs = [.. answers.Single(one => one.Signal == AutomatedActors.Signal).Answer.Actors];
        List<SampledActor> judged =
        [
            .. sample.Actors.Where(actor =>
                actor.Profile is not null || actor.Engagements.Any(one => one.Agent is not null)
            ),
        ];
        return Part(
            "people",
            weight: 3,
            judged.Count,
            LeastActors,
            "engagers with a profile or a user agent",
            judged.Count(actor =>
                !programs.Contains(actor.Name)
                && !(actor.Profile is { } profile && AccountPrior.Of(profile) >= DoubtfulProfiles.Doubtful)
            ),
            "look like people"
        );
    }

    private static QualityPart OwnAccord(
        ProspectSample sample,
        IReadOnlyList<(VettingSignal Signal, VettingAnswer Answer)> answers
    )
    {
        const string Name = "own accord";
        var signals = answers
            .Where(one => one.Signal == SlowDrip.Signal || one.Signal == BoughtBurst.Signal || one.Signal == Pod.Signal)
            .ToList();
        if (signals.All(one => one.Answer.State == VettingState.Unknown))
        {
            return new(
                Name,
                Weight: 1,
                "too few to say: neither drips nor bursts nor pods could be looked for",
                default
            );
        }
        HashSet<string> found = [.. signals.SelectMany(one => one.Answer.Actors)];
        List<SampledActor> timed =
        [
            .. sample.Actors.Where(actor => actor.Engagements.Any(one => one.TimeSeconds is not null)),
        ];
        return Part(
            Name,
            weight: 1,
            timed.Count,
            LeastActors,
            "engagers with times",
            timed.Count(actor => !found.Contains(actor.Name)),
            "are in no drip, burst or pod that was found"
        );
    }

    private static QualityPart Comments(ProspectSample sample) =>
        Part(
            "comments",
            weight: 1,
            sample.Comments.Count,
            LeastComments,
            "comments with text",
            Enumerable
                .Range(0, sample.Comments.Count)
                .Count(i =>
                    CommentSubstance.Has(sample.Comments[i].Text!) && !sample.IsRepeated(i) && !sample.IsSpam(i)
                ),
            "say something, are no spam and no copies"
        );

    private static QualityPart Spread(ProspectSample sample) =>
        Part(
            "spread",
            weight: 1,
            sample.Engagements.Count,
            LeastEngagements,
            "engagements",
            sample.Engagements.Count
                - sample.Actors.Select(actor => actor.Engagements.Count).OrderDescending().Take(MostActive).Sum(),
            $"are not by the {MostActive} most active accounts"
        );

    private static QualityPart Part(
        string name,
        int weight,
        int of,
        int least,
        string what,
        int good,
        string whatIsGood
    ) =>
        of < least
            ? new(name, weight, $"too few to say: {of} {what}, {least} are needed", default)
            : new(name, weight, $"{good} of {of} {what}, {whatIsGood}", new Proportion(good, of));
}
