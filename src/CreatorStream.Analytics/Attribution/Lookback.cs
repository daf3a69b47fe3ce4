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
