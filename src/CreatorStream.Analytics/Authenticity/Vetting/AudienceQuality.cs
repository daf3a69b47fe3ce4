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
    private const string OfPeople = "people";
    private const string OfOwnAccord = "own accord";
    private const string OfComments = "comments";
    private const string OfSpread = "spread";
    private const int WeightOfPeople = 3;
    private const int WeightOfOthers = 1;
    private const string WithTexts = "comments with text";

    /// <summary>All parts, in the order in which they are told.</summary>
    public static IReadOnlyList<string> PartNames { get; } = [OfPeople, OfOwnAccord, OfComments, OfSpread];

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

    /// <summary>Of a creator's live figures. One part isn't counted by itself there, and so isn't known.</summary>
    /// <param name="engagers">By how often they engaged, the most often first: all who did, and how many of them are inauthentic.</param>
    /// <param name="comments">Of authentic actors.</param>
    public static AudienceQuality Of(
        IEnumerable<(int Engagements, long All, long Excluded)> engagers,
        CommentSums comments
    )
    {
        (long all, long excluded, long engagements, long byMostActive) = (0, 0, 0, 0);
        foreach ((int each, long people, long inauthentic) in engagers)
        {
            byMostActive += each * Math.Clamp(MostActive - all, 0, people);
            all += people;
            excluded += inauthentic;
            engagements += each * people;
        }
        return new([
            Part(
                OfPeople,
                WeightOfPeople,
                all,
                LeastActors,
                "who engaged",
                all - excluded,
                "are held to be no programs, and in no pod or purchase"
            ),
            new(
                OfOwnAccord,
                WeightOfOthers,
                "not by itself: who is in a pod or purchase that was found lacks in the people",
                default
            ),
            Part(
                OfComments,
                WeightOfOthers,
                comments.Texts,
                LeastComments,
                WithTexts,
                comments.Saying,
                "say something and are no spam"
            ),
            SpreadOf(engagements, engagements - byMostActive),
        ]);
    }

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
            OfPeople,
            WeightOfPeople,
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
        var signals = answers
            .Where(one => one.Signal == SlowDrip.Signal || one.Signal == BoughtBurst.Signal || one.Signal == Pod.Signal)
            .ToList();
        if (signals.All(one => one.Answer.State == VettingState.Unknown))
        {
            return new(
                OfOwnAccord,
                WeightOfOthers,
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
            OfOwnAccord,
            WeightOfOthers,
            timed.Count,
            LeastActors,
            "engagers with times",
            timed.Count(actor => !found.Contains(actor.Name)),
            "are in no drip, burst or pod that was found"
        );
    }

    private static QualityPart Comments(ProspectSample sample) =>
        Part(
            OfComments,
            WeightOfOthers,
            sample.Comments.Count,
            LeastComments,
            WithTexts,
            Enumerable
                .Range(0, sample.Comments.Count)
                .Count(i =>
                    CommentSubstance.Has(sample.Comments[i].Text!) && !sample.IsRepeated(i) && !sample.IsSpam(i)
                ),
            "say something, are no spam and no copies"
        );

    private static QualityPart Spread(ProspectSample sample) =>
        SpreadOf(
            sample.Engagements.Count,
            sample.Engagements.Count
                - sample.Actors.Select(actor => actor.Engagements.Count).OrderDescending().Take(MostActive).Sum()
        );

    private static QualityPart SpreadOf(long engagements, long byOthers) =>
        Part(
            OfSpread,
            WeightOfOthers,
            engagements,
            LeastEngagements,
            "engagements",
            byOthers,
            $"are not by the {MostActive} most active accounts"
        );

    private static QualityPart Part(
        string name,
        int weight,
        long of,
        int least,
        string what,
        long good,
        string whatIsGood
    ) =>
        of < least
            ? new(name, weight, $"too few to say: {of} {what}, {least} are needed", default)
            : new(name, weight, $"{good} of {of} {what} {whatIsGood}", new Proportion(good, of));
}
