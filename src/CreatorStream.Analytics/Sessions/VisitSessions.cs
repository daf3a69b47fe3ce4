using CreatorStream.Analytics.Panes;

namespace CreatorStream.Analytics.Sessions;

/// <summary>Takes what a visit changes: so many sessions and bounces that begin in a pane, and engaged time in it.</summary>
public interface ISessionSteps
{
    void Add(int pane, int sessions, int bounces, long engagedMillis);
}

/// <summary>The nearest visit on one side of another, of the same person and entity.</summary>
/// <param name="TimeMicros">Since 1970; the default 0 is no visit: it is near to none.</param>
/// <param name="EngagedMillis">How long its page was looked at.</param>
/// <param name="GoesOn">Whether the visit beyond it, on the far side, is of the same session.</param>
public readonly record struct NearVisit(long TimeMicros, int EngagedMillis, bool GoesOn);

/// <summary>
/// Sessions by neighbours. The visits of one person to one entity, in order of time, are one session for as long as
/// each begins less than 30 min after the one before. A session counts in the pane of its first visit; it is a bounce
/// if that visit is its only one and shorter than 10 s. What a visit adds follows from the visits next to it alone, in
/// whatever order visits come, so the sums are a function of their set.
/// </summary>
public static class VisitSessions
{
    public const long GapMicros = 30L * 60 * 1_000_000;
    public const int BounceMillis = 10_000;

    /// <summary>Whether two visits that follow each other are of one session.</summary>
    public static bool AreOne(long aMicros, long bMicros) => Math.Abs(aMicros - bMicros) < GapMicros;

    /// <summary>
    /// A visit came in between <paramref name="previous"/> and <paramref name="next"/>, the nearest at or before and at
    /// or after it. One that is 30 min or more away may be left out: nothing between them changes.
    /// </summary>
    public static void Insert<TSteps>(
        in NearVisit previous,
        long timeMicros,
        int engagedMillis,
        in NearVisit next,
        ref TSteps steps
    )
        where TSteps : ISessionSteps
    {
        bool joinsPrevious = AreOne(previous.TimeMicros, timeMicros);
        bool joinsNext = AreOne(timeMicros, next.TimeMicros);
        // Where they were, both joins hold, and neither of the two began or ended a session at this place.
        bool wereOne = AreOne(previous.TimeMicros, next.TimeMicros);
        bool isBounce = !joinsPrevious && !joinsNext && engagedMillis < BounceMillis;
        steps.Add(Pane.Of(timeMicros), joinsPrevious ? 0 : 1, isBounce ? 1 : 0, engagedMillis);
        if (joinsPrevious && !wereOne && WasBounce(previous))
        {
            steps.Add(Pane.Of(previous.TimeMicros), 0, -1, 0);
        }
        if (joinsNext && !wereOne)
        {
            steps.Add(Pane.Of(next.TimeMicros), -1, WasBounce(next) ? -1 : 0, 0);
        }
    }

    /// <summary>Whether a visit that had no neighbour of its session on the near side was a bounce.</summary>
    private static bool WasBounce(in NearVisit visit) => !visit.GoesOn && visit.EngagedMillis < BounceMillis;
}
