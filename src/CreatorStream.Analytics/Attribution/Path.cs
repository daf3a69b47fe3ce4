using CreatorStream.Events;

namespace CreatorStream.Analytics.Attribution;

/// <summary>How long before a conversion a touch may lie to stand on its path, ends included.</summary>
public static class Lookback
{
    public const long ClickMicros = 30L * 86_400 * 1_000_000;
    public const long OtherMicros = 7L * 86_400 * 1_000_000;

    public static bool Includes(EventType kind, long touchMicros, long conversionMicros)
    {
        long age = conversionMicros - touchMicros;
        return age >= 0 && age <= (kind.IsClickOrVisit() ? ClickMicros : OtherMicros);
    }
}

/// <summary>Who is credited with a conversion by one model. Empty names: nobody there.</summary>
public readonly record struct Credit(string Campaign, string Creator, string Content)
{
    public static Credit Unattributed { get; } = new("", "", "");

    public bool IsUnattributed => Campaign.Length == 0;
}

/// <summary>A promo code as the catalog knows it.</summary>
public readonly record struct PromoCode(string Creator, string Campaign);

/// <summary>Last touch, with codes before links (METRICS.md: the last click or visit on the path, else its last other touch).</summary>
public static class LastTouch
{
    /// <param name="path">
    /// Sorted by <see cref="Touch.Compare"/>; content that the order itself names stands last, as clicks.
    /// </param>
    /// <param name="code">The code that decides, where the order carries a known one.</param>
    public static Credit Decide(ReadOnlySpan<Touch> path, PromoCode? code)
    {
        if (code is { } promo)
        {
            int touch = Last(path, promo);
            return new Credit(promo.Campaign, promo.Creator, touch < 0 ? "" : path[touch].Content);
        }
        int last = Last(path, null);
        if (last < 0 || path[last].Content.Length == 0)
        {
            return Credit.Unattributed;
        }
        return new Credit(path[last].Campaign, path[last].Creator, path[last].Content);
    }

    /// <summary>Whether a touch was with what a code is of.</summary>
    public static bool IsOf(in Touch touch, in PromoCode code) =>
        touch.Creator == code.Creator && touch.Campaign == code.Campaign && touch.Content.Length > 0;

    private static int Last(ReadOnlySpan<Touch> path, PromoCode? of)
    {
        int other = -1;
        for (int i = path.Length - 1; i >= 0; i--)
        {
            Touch touch = path[i];
            if (of is { } promo && !IsOf(touch, promo))
            {
                continue;
            }
            if (touch.Kind.IsClickOrVisit())
            {
                return i;
            }
            if (other < 0)
            {
                other = i;
            }
        }
        return other;
    }
}
