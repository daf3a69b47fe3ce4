namespace CreatorStream.Analytics.Authenticity.Timing;

/// <summary>
/// Reason <c>inhuman-rhythm</c>: actions for more than 20 hours on end without a pause of 3 hours, again and again. People
/// sleep. The rule and its hours are a judgement of ours; that accounts run by programs lack the pauses of people is known from
/// Chu, Gianvecchio, Wang and Jajodia, <i>Who is Tweeting on Twitter: Human, Bot, or Cyborg?</i> (ACSAC 2010). A night awake
/// now and then is forgiven: what counts is the share of actions. Costs 40 bytes and a comparison an action.
/// </summary>
public sealed class SleeplessStretches
{
    public const int PauseSeconds = 3 * 3600;
    public const int LongStretchSeconds = 20 * 3600;

    private long start;
    private long last;
    private long inStretch;
    private long inLong;
    private long longBefore;
    private long actions;

    public static TimingSignal Signal { get; } =
        new(
            "sleepless",
            "inhuman-rhythm",
            TimingCause.NoSleep,
            timing => timing.Sleepless.Share,
            Usual: 0,
            Rare: 0.05,
            "Actions in stretches of more than 20 hours without a pause of 3 hours, as a share of all.",
            "Several people behind one account, such as a newsroom or a support desk with shifts."
        );

    /// <summary>0 … 1, of all actions those in long stretches.</summary>
    public double Share => actions == 0 ? 0 : (inLong + (IsLong ? inStretch : 0)) / (double)actions;

    /// <summary>How long all long stretches together are.</summary>
    public long LongSeconds => longBefore + (IsLong ? last - start : 0);

    private bool IsLong => last - start > LongStretchSeconds;

    /// <param name="time">Seconds; never before the last one.</param>
    internal void Add(long time)
    {
        if (actions == 0 || time - last >= PauseSeconds)
        {
            inLong += IsLong ? inStretch : 0;
            longBefore += IsLong ? last - start : 0;
            (start, inStretch) = (time, 0);
        }
        last = time;
        inStretch++;
        actions++;
    }
}
