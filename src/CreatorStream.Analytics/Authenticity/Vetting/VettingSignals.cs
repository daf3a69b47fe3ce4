namespace CreatorStream.Analytics.Authenticity.Vetting;

/// <summary>All signals, in the order in which they are shown.</summary>
public static class VettingSignals
{
    public static IReadOnlyList<VettingSignal> All { get; } =
    [
        FollowerJump.Signal,
        OddRatio.Signal,
        SlowDrip.Signal,
        BoughtBurst.Signal,
        Pod.Signal,
        RepeatedTexts.Signal,
        SpamTexts.Signal,
        DoubtfulProfiles.Signal,
        InhumanRates.Signal,
        InhumanRhythms.Signal,
        AutomatedActors.Signal,
    ];
}
