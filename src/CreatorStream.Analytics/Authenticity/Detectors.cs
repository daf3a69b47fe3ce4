namespace CreatorStream.Analytics.Authenticity;

/// <summary>All detectors, in the order in which their reasons are shown.</summary>
public static class Detectors
{
    public static IReadOnlyList<Detector> All { get; } =
    [
        InhumanRate.Detector,
        KnownBot.Detector,
        RepeatedText.Detector,
        GroupDetectors.BoughtBurst,
        GroupDetectors.SlowDrip,
        GroupDetectors.Pod,
    ];
}
