using System.Globalization;

namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>
/// What single actors of a sample show of being programs, by the rules of live and offline detectors. Programs of strangers like and
/// comment anywhere, so each is notable from 5 % of 100 engagements and more, by the lower end of the interval, and none speaks
/// against the creator.
/// </summary>
internal static class ActorPrograms
{
    private const int LeastEngagements = 100;
    private const double LeastShare = 0.05;

    /// <param name="judged">Who can be judged.</param>
    /// <param name="of">Of so many engagements: a program among many is not to look like all of them.</param>
    public static VettingAnswer Answer(
        List<SampledActor> judged,
        int of,
        Func<SampledActor, int> engagements,
        Func<SampledActor, bool> isProgram,
        string tooFew,
        string what
    )
    {
        if (judged.Count == 0 || of < LeastEngagements)
        {
            return VettingAnswer.Unknown($"too few to say: {tooFew}");
        }
        List<SampledActor> found = [.. judged.Where(isProgram)];
        var share = new Proportion(found.Sum(engagements), of);
        return new(
            share.Low >= LeastShare ? VettingState.Notable : VettingState.NotFound,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{found.Count} of {judged.Count} actors {what}; theirs are {share.Count} of {share.Of} engagements"
            ),
            share
        )
        {
            Actors = found.Select(actor => actor.Name).ToHashSet(StringComparer.Ordinal),
        };
    }

    /// <summary>Ascending.</summary>
    public static long[] Times(SampledActor actor) =>
        [.. actor.Engagements.Select(one => one.TimeSeconds).OfType<long>()];
}
