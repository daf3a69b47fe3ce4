using CreatorStream.Events;

namespace CreatorStream.Analytics.Attribution;

/// <summary>How long before a conversion a touch may lie to stand on its path, ends included.</summary>
/// <param name="ClickMicros">Of clicks and visits.</param>
/// <param name="OtherMicros">Of all other touches.</param>
public readonly record struct Lookback(long ClickMicros, long OtherMicros)
{
    /// <summary>Of clicks and visits, where a campaign says nothing.</summary>
    public const int ClickDays = 30;

    /// <summary>The same of all other touches.</summary>
    public const int OtherDays = 7;

    /// <summary>The most that a campaign may ask for.</summary>
    public const int MostDays = 180;

    private const long DayMicros = 86_400L * 1_000_000;

    /// <summary>Of a campaign that says nothing.</summary>
    public static Lookback Default { get; } = OfDays(ClickDays, OtherDays);

    public static Lookback OfDays(int click, int other) => new(click * DayMicros, other * DayMicros);

    public bool Includes(EventType kind, long touchMicros, long conversionMicros)
    {
        long age = conversionMicros - touchMicros;
        return age >= 0 && age <= (kind.IsClickOrVisit() ? ClickMicros : OtherMicros);
    }
}
