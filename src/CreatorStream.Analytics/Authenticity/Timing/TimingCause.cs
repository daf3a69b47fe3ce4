namespace CreatorStream.Analytics.Authenticity.Timing;

/// <summary>
/// What signals of timing are about. Those of one cause may be the same observation twice, so only the strongest of them
/// counts.
/// </summary>
public enum TimingCause
{
    NoSleep,
    Haste,
    Clockwork,
}
