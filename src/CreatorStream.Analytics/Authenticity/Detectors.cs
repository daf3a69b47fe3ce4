namespace CreatorStream.Analytics.Authenticity;

/// <summary>All detectors, in the order in which their reasons are shown.</summary>
public static class Detectors
{
    public static IReadOnlyList<Detector> All { get; } =
    [
        InhumanRate.Detector,
        InhumanRhythm.Detector,
        KnownBot.Detector,
        ClickFlood.Detector,
        RepeatedText.Detector,
        SpamComments.Detector,
        GroupDetectors.BoughtBurst,
        GroupDetectors.SlowDrip,
        GroupDetectors.Pod,
    ];
}
