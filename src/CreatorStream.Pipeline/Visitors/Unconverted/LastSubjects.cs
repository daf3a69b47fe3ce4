using System.Runtime.InteropServices;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Visitors.Unconverted;

/// <summary>
/// What a visitor met up to the last touch, by the rules of an order's path at that moment: what can stand on one, within the
/// lookback. Where content belongs is left to stage 2.
/// </summary>
/// <param name="subjectOf">By number.</param>
/// <param name="plainOf">The number of a subject without facets.</param>
internal sealed class LastSubjects(Func<int, Subject> subjectOf, Func<int, int> plainOf)
{
    /// <summary>How many touches are looked at, from the last one back; with those that tie with the first of these.</summary>
    private const int MostLookedAt = OrderPath.Most;

    /// <summary>Posts of a creator that follow each other become one step later: more than a path has steps.</summary>
    public const int Most = 4 * PathSteps.Most;

    private readonly List<(ulong Key, int Subject)> met = [];
    private Comparison<(ulong Key, int Subject)>? compare;

    /// <summary>The numbers of subjects without facets, the earliest first; one that follows itself is there once.</summary>
    public ReadOnlySpan<(ulong Key, int Subject)> Of<TJourney>(TJourney touches)
        where TJourney : IJourney, allows ref struct
    {
        met.Clear();
        bool hasTies = false;
        int looked = 0;
        ulong key = 0;
        for (int at = touches.Length - 1; at >= 0; at--)
        {
            JourneyTouch touch = touches[at];
            if (at >= OrderPathBuilder.MostAtOnce && touches[at - OrderPathBuilder.MostAtOnce].Key == touch.Key)
            {
                // A crowd stands on no path.
                at = touches.LowerBound(touch.Key);
                continue;
            }
            if (looked >= MostLookedAt && touch.Key != key)
            {
                break;
            }
            looked++;
            key = touch.Key;
            int subject = plainOf(touch.Subject);
            if (
                Lookback.Default.Includes(touch.Kind, touch.TimeMicros, touches[^1].TimeMicros)
                && OrderPathBuilder.IsTouch(touch.Kind, subjectOf(subject))
            )
            {
                hasTies |= met.Count > 0 && met[^1].Key == touch.Key;
                met.Add((touch.Key, subject));
            }
        }
        met.Reverse();
        if (hasTies)
        {
            met.Sort(compare ??= Compare);
        }
        int left = 0;
        for (int at = 0; at < met.Count; at++)
        {
            if (left == 0 || met[left - 1].Subject != met[at].Subject)
            {
                met[left++] = met[at];
            }
        }
        return CollectionsMarshal.AsSpan(met)[Math.Max(0, left - Most)..left];
    }

    /// <summary>By time and kind; what ties by its own words, for numbers follow from arrival.</summary>
    private int Compare((ulong Key, int Subject) a, (ulong Key, int Subject) b)
    {
        int order = a.Key.CompareTo(b.Key);
        return order != 0 || a.Subject == b.Subject
            ? order
            : Touch.CompareNames(TouchOf(a.Subject), TouchOf(b.Subject));
    }

    private Touch TouchOf(int number)
    {
        Subject subject = subjectOf(number);
        return new Touch(0, default, subject.Campaign, subject.Creator, subject.Content, subject.Channel);
    }
}
