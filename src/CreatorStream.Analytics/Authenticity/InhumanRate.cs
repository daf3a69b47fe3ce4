namespace CreatorStream.Analytics.Authenticity;

/// <summary>
/// Reason <c>inhuman-rate</c>: more than 40 actions (clicks, visits, likes, comments, shares, saves, follows,
/// mentions; not what merely was displayed) within less than 60 s of event time. Depends on the set of actions only,
/// and more actions never lift it.
/// </summary>
public static class InhumanRate
{
    public const int MostActions = 40;
    public const long WindowMicros = 60_000_000;

    /// <summary>Whether some 60 s hold more than <see cref="MostActions"/> of these times.</summary>
    /// <param name="sortedTimesMicros">Ascending.</param>
    public static bool Exceeded(ReadOnlySpan<long> sortedTimesMicros)
    {
        for (int last = MostActions; last < sortedTimesMicros.Length; last++)
        {
            if (sortedTimesMicros[last] - sortedTimesMicros[last - MostActions] < WindowMicros)
            {
                return true;
            }
        }
        return false;
    }
}
