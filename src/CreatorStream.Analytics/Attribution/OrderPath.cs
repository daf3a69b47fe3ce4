using System.Runtime.InteropServices;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Attribution;

/// <summary>
/// The touches that compete for the credit of an order, in the order in which they count: what models of attribution judge.
/// Code beats link for all of them (METRICS.md), so where an order carries a known code only what that is of competes.
/// </summary>
public readonly ref struct OrderPath
{
    private OrderPath(ReadOnlySpan<Touch> touches) => Touches = touches;

    public ReadOnlySpan<Touch> Touches { get; }

    /// <summary>Puts a path together, in the place of what was met: it stands until that list changes.</summary>
    /// <param name="met">Touches within the lookback, in any order.</param>
    /// <param name="named">Content that the order itself names: it stands last, as clicks at the order's time.</param>
    /// <param name="code">The code that decides, where the order carries a known one.</param>
    public static OrderPath Of(List<Touch> met, List<Touch> named, PromoCode? code, long orderMicros)
    {
        met.Sort(Touch.Compare);
        named.Sort(Touch.CompareNames);
        met.AddRange(named);
        if (code is { } promo)
        {
            KeepOnly(met, promo);
            if (met.Count == 0)
            {
                // Nobody is known to have met its creator: then the code itself is the touch, without a post.
                met.Add(new Touch(orderMicros, EventType.Click, promo.Campaign, promo.Creator, "", ""));
            }
        }
        return new OrderPath(CollectionsMarshal.AsSpan(met));
    }

    private static void KeepOnly(List<Touch> touches, PromoCode code)
    {
        int kept = 0;
        foreach (ref readonly Touch touch in CollectionsMarshal.AsSpan(touches))
        {
            if (code.IsOf(touch))
            {
                touches[kept++] = touch;
            }
        }
        touches.RemoveRange(kept, touches.Count - kept);
    }
}
