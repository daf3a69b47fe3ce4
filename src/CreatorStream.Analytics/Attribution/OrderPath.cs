using System.Runtime.InteropServices;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Attribution;

/// <summary>
/// The touches that compete for the credit of an order, in the order in which they count: what models of attribution judge.
/// Code beats link for all of them (docs/metrics.md), so where an order carries a known code, only its creator's last click or visit in its campaign stands, else that creator's last other touch.
/// </summary>
public readonly ref struct OrderPath
{
    /// <summary>
    /// How many touches a path has: of more the last ones, and the last click or visit if that lies before them. Few people
    /// meet as many in 30 days, and a program that does must not make an order dear.
    /// </summary>
    public const int Most = 256;

    private OrderPath(ReadOnlySpan<Touch> touches) => Touches = touches;

    public ReadOnlySpan<Touch> Touches { get; }

    /// <summary>Where the last click or visit stands, else the last other touch; −1: there is none.</summary>
    public int Last => LastOf(Touches);

    /// <summary>Puts a path together, in the place of what was met: it stands until that list changes.</summary>
    /// <param name="met">Touches within the lookback, in any order.</param>
    /// <param name="named">Content that the order itself names: it stands last, as clicks at the order's time.</param>
    /// <param name="code">The code that decides, where the order carries a known one: OrderPathBuilder of the pipeline chooses it.</param>
    public static OrderPath Of(List<Touch> met, List<Touch> named, PromoCode? code, long orderMicros)
    {
        Sort(met);
        named.Sort(Touch.CompareNames);
        met.AddRange(named);
        if (code is { } promo)
        {
            KeepLastOf(met, promo);
            if (met.Count == 0)
            {
                // Nobody is known to have met its creator: then the code itself is the touch, without a post.
                met.Add(new Touch(orderMicros, EventType.Click, promo.Campaign, promo.Creator, "", ""));
            }
        }
        KeepLast(met);
        return new OrderPath(CollectionsMarshal.AsSpan(met));
    }

    /// <summary>Drops what can stand on no path of these, while more are being added.</summary>
    /// <param name="met">Touches that compete, in any order.</param>
    public static void Trim(List<Touch> met)
    {
        if (met.Count > 4 * Most)
        {
            Sort(met);
            KeepLast(met);
        }
    }

    /// <summary>Mostly one person met all of it, and it comes in order.</summary>
    private static void Sort(List<Touch> met)
    {
        ReadOnlySpan<Touch> touches = CollectionsMarshal.AsSpan(met);
        int sorted = 1;
        while (sorted < touches.Length && Touch.Compare(touches[sorted - 1], touches[sorted]) <= 0)
        {
            sorted++;
        }
        if (sorted < touches.Length)
        {
            met.Sort(Touch.Compare);
        }
    }

    private static void KeepLast(List<Touch> sorted)
    {
        int more = sorted.Count - Most;
        if (more <= 0)
        {
            return;
        }
        int click = LastClickOf(CollectionsMarshal.AsSpan(sorted));
        if (click >= 0 && click < more)
        {
            sorted[more] = sorted[click];
        }
        sorted.RemoveRange(0, more);
    }

    private static int LastOf(ReadOnlySpan<Touch> touches) =>
        LastClickOf(touches) is >= 0 and var click ? click : touches.Length - 1;

    private static int LastClickOf(ReadOnlySpan<Touch> touches)
    {
        int last = touches.Length - 1;
        while (last >= 0 && !touches[last].Kind.IsClickOrVisit())
        {
            last--;
        }
        return last;
    }

    private static void KeepLastOf(List<Touch> touches, PromoCode code)
    {
        touches.RemoveAll(touch => !code.IsOf(touch));
        if (touches.Count > 1)
        {
            touches[0] = touches[LastOf(CollectionsMarshal.AsSpan(touches))];
            touches.RemoveRange(1, touches.Count - 1);
        }
    }
}
