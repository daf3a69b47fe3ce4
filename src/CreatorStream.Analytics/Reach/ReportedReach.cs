namespace CreatorStream.Analytics.Reach;

/// <summary>What a platform reports of how many people it reached, and what own tracking saw of it.</summary>
/// <param name="Reported">The reach of each content item, as the platform reports it: people.</param>
/// <param name="People">Identified people who met any of its content.</param>
/// <param name="Alone">Those of them who met no other platform that reports.</param>
/// <param name="WithOthers">Of the rest, each counted once for each other platform that reports and that they met.</param>
/// <param name="Met">Identified people, each counted once for each of its content items that they met.</param>
/// <param name="MetReported">The same of those items whose reach the platform reports.</param>
public sealed record PlatformAudience(
    IReadOnlyList<long> Reported,
    long People,
    long Alone,
    long WithOthers,
    long Met,
    long MetReported
);

/// <summary>What an estimate of deduplicated reach rests on.</summary>
public enum ReachMethod
{
    /// <summary>There is none: only the range is known, or it is a single number.</summary>
    Range,

    /// <summary>How often identified people met several of the parts.</summary>
    Measured,

    /// <summary>Whoever one part reaches is taken to be reached by any other as everybody of the audience is.</summary>
    Independent,
}

/// <summary>How many people the parts reach together.</summary>
/// <param name="Least">The largest part: certain.</param>
/// <param name="Most">The sum of the parts: certain.</param>
/// <param name="People">The estimate; null: there is none.</param>
/// <param name="Low">Of its 95 % interval; null: it has none.</param>
/// <param name="High">The same.</param>
public readonly record struct DeduplicatedReach(
    ReachMethod Method,
    long Least,
    long Most,
    double? People,
    double? Low,
    double? High
);

/// <summary>
/// Deduplicated reach where platforms report totals without ids: people who met several parts are in several totals.
/// </summary>
/// <remarks>
/// Measured: each total is divided by how many of its parts a person met, as identified people did. That is the
/// multiplicity estimator of network sampling (Birnbaum and Sirken 1965; Sirken 1970, Household Surveys with Multiplicity),
/// first over the items of each platform, then over platforms. Independent: Sainsbury's formula,
/// U (1 − Π (1 − rᵢ / U)) (Caffyn and Sagovsky 1963, Net Audiences of British Newspapers).
/// </remarks>
public static class ReportedReach
{
    /// <summary>With fewer identified people on a platform nothing is measured: the interval would say as little.</summary>
    public const int LeastPeople = 100;

    private const double Normal95 = 1.959963984540054;

    /// <param name="platforms">Each reports something.</param>
    /// <param name="audience">How many people can be reached at all; null: not known.</param>
    /// <returns>null: nothing is reported.</returns>
    public static DeduplicatedReach? Of(IReadOnlyList<PlatformAudience> platforms, long? audience)
    {
        long[] parts = [.. platforms.SelectMany(of => of.Reported)];
        if (parts.Length == 0)
        {
            return null;
        }
        (long least, long most) = (parts.Max(), Sum(parts));
        if (least == most)
        {
            return new DeduplicatedReach(ReachMethod.Range, least, most, least, null, null);
        }
        if (platforms.All(of => of.People >= LeastPeople))
        {
            return Measured(platforms, least, most);
        }
        return audience >= least
            ? new DeduplicatedReach(
                ReachMethod.Independent,
                least,
                most,
                Math.Clamp(Sainsbury(parts, audience.Value), least, most),
                null,
                null
            )
            : new DeduplicatedReach(ReachMethod.Range, least, most, null, null, null);
    }

    /// <summary>How many people parts reach together, of an audience in which they overlap by chance.</summary>
    /// <param name="parts">People, none more than the audience.</param>
    /// <param name="audience">People, above 0.</param>
    public static double Sainsbury(IEnumerable<long> parts, long audience) =>
        audience * (1 - parts.Aggregate(1.0, (missed, part) => missed * (1 - ((double)part / audience))));

    private static DeduplicatedReach Measured(IReadOnlyList<PlatformAudience> platforms, long least, long most)
    {
        (double people, double error) = (0, 0);
        foreach (PlatformAudience of in platforms)
        {
            (double items, double itemsError) = ItemsEach(of);
            (double part, double partError) = platforms.Count == 1 ? (1, 0) : PartOfWhole(of);
            double reached = Math.Max(Sum(of.Reported) / items, of.Reported.Max()) * part;
            people += reached;
            // As if all of them erred the same way: the same people are on several platforms.
            error += reached * ((itemsError / items) + (partError / part));
        }
        return new DeduplicatedReach(
            ReachMethod.Measured,
            least,
            most,
            Math.Clamp(people, least, most),
            Math.Clamp(people - (Normal95 * error), least, most),
            Math.Clamp(people + (Normal95 * error), least, most)
        );
    }

    /// <summary>
    /// How many of the items with a reported reach a person met who met any of them, and its standard error, as if further
    /// items were met as often as chance has it (Poisson). Of items that aren't reported as many are taken off as people met
    /// of them.
    /// </summary>
    private static (double Mean, double Error) ItemsEach(PlatformAudience of)
    {
        if (of.Reported.Count == 1 || of.Met == 0)
        {
            return (1, 0);
        }
        double further = Math.Max(0, ((double)of.Met / of.People) - 1) * of.MetReported / of.Met;
        return (1 + further, Math.Sqrt(further / of.People));
    }

    /// <summary>
    /// What a person on a platform counts for, who is counted on each: 1 where they met no other, else 1 ÷ the mean number
    /// of platforms. Its standard error rests on the share of the former, by Agresti and Coull (1998), so that it isn't 0
    /// where all or none are.
    /// </summary>
    private static (double Mean, double Error) PartOfWhole(PlatformAudience of)
    {
        long others = of.People - of.Alone;
        double part = others == 0 ? 0.5 : 1 / (1 + ((double)of.WithOthers / others));
        double alone = (double)of.Alone / of.People;
        double adjusted = (of.Alone + 2.0) / (of.People + 4.0);
        return (alone + ((1 - alone) * part), (1 - part) * Math.Sqrt(adjusted * (1 - adjusted) / (of.People + 4.0)));
    }

    private static long Sum(IEnumerable<long> parts) =>
        parts.Aggregate(0L, (sum, part) => sum > long.MaxValue - part ? long.MaxValue : sum + part);
}
