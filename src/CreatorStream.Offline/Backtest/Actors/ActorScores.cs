using System.Globalization;
using CreatorStream.Analytics.Authenticity.Timing;

namespace CreatorStream.Offline.Backtest.Actors;

/// <summary>An actor's score by the times of its actions.</summary>
internal sealed record ActorScore(string Actor, int Actions, TimingScore Score);

/// <summary>The scores of a log's actors, the highest first, equal ones by name.</summary>
internal static class ActorScores
{
    public static List<ActorScore> Of(ActionLog log, IReadOnlyList<TimingSignal> signals, CancellationToken ct)
    {
        List<ActorScore> scores = [];
        foreach ((string actor, List<long> times) in log.ByActor())
        {
            ct.ThrowIfCancellationRequested();
            scores.Add(new ActorScore(actor, times.Count, Of(times, signals)));
        }
        return
        [
            .. scores
                // As they are shown: equal figures stand by name, whatever is behind their last digit.
                .OrderByDescending(one => Math.Round(one.Score.Probability, 6))
                .ThenBy(one => one.Actor, StringComparer.Ordinal),
        ];
    }

    public static void Write(TextWriter output, IReadOnlyList<ActorScore> scores)
    {
        output.Write("actor,score,reasons\n");
        foreach (ActorScore one in scores)
        {
            string reasons = string.Join(';', one.Score.Reasons.Select(signal => signal.Code).Distinct());
            output.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{FieldText.Quoted(one.Actor)},{one.Score.Probability:F6},{reasons}\n"
                )
            );
        }
    }

    private static TimingScore Of(List<long> times, IReadOnlyList<TimingSignal> signals)
    {
        // Of a million actors most have few actions, and need no state.
        if (times.Count < TimingScore.LeastActions)
        {
            return TimingScore.Unknown;
        }

        var timing = new ActorTiming();
        foreach (long time in times)
        {
            timing.Add(time);
        }
        return TimingScore.Of(timing, signals);
    }
}
