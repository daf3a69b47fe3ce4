using System.Runtime.InteropServices;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Visitors.Overlap;

/// <summary>Whom a visitor met of the creators and platforms of each campaign, by the whole journey.</summary>
internal sealed class MetSets
{
    /// <summary>Of more a set is kept beside the list.</summary>
    private const int MostLookedThrough = 32;

    private static readonly EntityLevel[] Levels = [EntityLevel.Creator, EntityLevel.Platform];

    private readonly List<(int Campaign, EntityLevel Level, int Met)> found = [];
    private readonly HashSet<int> known = [];
    private readonly List<int> set = [];

    public delegate void Take(int campaign, EntityLevel level, ReadOnlySpan<int> met);

    /// <param name="placed">What a subject counts for at a level.</param>
    /// <param name="take">Takes each set that isn't empty.</param>
    public void Find(JourneyTouches touches, Func<int, EntityLevel, int> placed, Take take)
    {
        found.Clear();
        known.Clear();
        foreach (JourneyTouch touch in touches)
        {
            foreach (EntityLevel level in Levels)
            {
                int met = placed(touch.Subject, level);
                if (met != SubjectTable.None && IsNew(met))
                {
                    found.Add((placed(touch.Subject, EntityLevel.Campaign), level, met));
                }
            }
        }
        found.Sort();
        for (int at = 0; at < found.Count; )
        {
            (int campaign, EntityLevel level, _) = found[at];
            set.Clear();
            for (; at < found.Count && (found[at].Campaign, found[at].Level) == (campaign, level); at++)
            {
                set.Add(found[at].Met);
            }
            take(campaign, level, CollectionsMarshal.AsSpan(set));
        }
    }

    private bool IsNew(int met)
    {
        if (known.Count > 0)
        {
            return known.Add(met);
        }
        foreach ((_, _, int other) in found)
        {
            if (other == met)
            {
                return false;
            }
        }
        if (found.Count >= MostLookedThrough)
        {
            known.UnionWith(found.Select(of => of.Met));
            known.Add(met);
        }
        return true;
    }
}
