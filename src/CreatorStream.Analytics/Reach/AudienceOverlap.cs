namespace CreatorStream.Analytics.Reach;

/// <summary>Takes how many more people (or fewer, below 0) met something.</summary>
public interface IOverlapSteps
{
    /// <summary>Of those who met any of the group: all, those who met one alone, and those who met too many for pairs.</summary>
    void Any(int people, int alone, int many);

    /// <summary>Of those who met one of the group: all, and those who met no other.</summary>
    void One(int met, int people, int alone);

    /// <summary>Of those who met both, each pair in one order or the other.</summary>
    void Both(int one, int other, int people);
}

/// <summary>
/// What a person adds to the overlap of audiences by whom they met of a group: of the creators of a campaign, or of its
/// platforms. A function of the set alone, so it adds up over people, and whoever changes can be taken out and put back.
/// </summary>
public static class AudienceOverlap
{
    /// <summary>
    /// Whoever met more of a group is in no pair: k of them make k (k − 1) / 2, which is what a person costs. So many are
    /// met by programs, and by people who say little about any two of them.
    /// </summary>
    public const int MostInPairs = 32;

    /// <summary>All that a person adds.</summary>
    /// <param name="met">Whom they met, each once.</param>
    public static void Count<TSteps>(ReadOnlySpan<int> met, ref TSteps steps)
        where TSteps : IOverlapSteps
    {
        if (met.IsEmpty)
        {
            return;
        }
        int alone = met.Length == 1 ? 1 : 0;
        steps.Any(1, alone, met.Length > MostInPairs ? 1 : 0);
        foreach (int one in met)
        {
            steps.One(one, 1, alone);
        }
        CountPairs(met, 1, ref steps);
    }

    /// <summary>What a person adds who meets one more.</summary>
    /// <param name="before">Whom they met before, each once; of more than <see cref="MostInPairs"/> one more than that will do.</param>
    /// <param name="added">None of them.</param>
    public static void Meet<TSteps>(ReadOnlySpan<int> before, int added, ref TSteps steps)
        where TSteps : IOverlapSteps
    {
        switch (before.Length)
        {
            case 0:
                steps.Any(1, 1, 0);
                steps.One(added, 1, 1);
                return;
            case 1:
                steps.Any(0, -1, 0);
                steps.One(before[0], 0, -1);
                break;
            case MostInPairs:
                steps.Any(0, 0, 1);
                CountPairs(before, -1, ref steps);
                break;
        }
        steps.One(added, 1, 0);
        if (before.Length < MostInPairs)
        {
            foreach (int one in before)
            {
                steps.Both(one, added, 1);
            }
        }
    }

    private static void CountPairs<TSteps>(ReadOnlySpan<int> met, int people, ref TSteps steps)
        where TSteps : IOverlapSteps
    {
        for (int other = 1; other < met.Length && met.Length <= MostInPairs; other++)
        {
            for (int one = 0; one < other; one++)
            {
                steps.Both(met[one], met[other], people);
            }
        }
    }
}
