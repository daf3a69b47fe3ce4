using CreatorStream.Events;

namespace CreatorStream.Analytics.Attribution;

/// <summary>Last touch (METRICS.md): the last click or visit on the path, else its last other touch.</summary>
public static class LastTouch
{
    public static Credit Decide(OrderPath path)
    {
        ReadOnlySpan<Touch> touches = path.Touches;
        int last = touches.Length - 1;
        while (last >= 0 && !touches[last].Kind.IsClickOrVisit())
        {
            last--;
        }
        if (last < 0)
        {
            last = touches.Length - 1;
        }
        return last < 0 ? Credit.Unattributed : touches[last].Credit;
    }
}
