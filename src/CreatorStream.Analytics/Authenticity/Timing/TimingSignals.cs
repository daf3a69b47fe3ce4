namespace CreatorStream.Analytics.Authenticity.Timing;

/// <summary>All signals of timing, in the order in which their reasons are shown.</summary>
public static class TimingSignals
{
    public static IReadOnlyList<TimingSignal> All { get; } =
    [HastyActions.Signal, SleeplessStretches.Signal, QuietHours.Signal, ClockGrid.Signal, GapPattern.Signal];

    /// <summary>Those that need no seconds: for times that were rounded to minutes or hours.</summary>
    public static IReadOnlyList<TimingSignal> OfRoundedTimes { get; } = [SleeplessStretches.Signal, QuietHours.Signal];
}
