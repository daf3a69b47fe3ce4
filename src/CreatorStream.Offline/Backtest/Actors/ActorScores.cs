using System.Globalization;
using CreatorStream.Analytics.Authenticity.Timing;

namespace CreatorStream.Offline.Backtest.Actors;

/// <summary>An actor's score by the times of its actions.</summary>
/// <param name="Shown">The score as it is written: by <see cref="TimingScore.RankingOf"/>, so that who goes further has more.</param>
internal sealed record ActorScore(string Actor, int Actions, TimingScore Score, double Shown);

/// <summary>The scores of a log's actors, the highest first, equal ones by name.</summary>
internal static class ActorScores
{
    /// <summary>Actors of whom everything speaks for a program differ from the ninth on.</summary>
    private const int Digits = 12;

    public static List<ActorScore> Of(ActionLog log, IReadOnlyList<TimingSignal> signals, CancellationToken ct)
    {
        List<ActorScore> scores = [];
        foreach ((string actor, List<long> times) in log.ByActor())
        {
            ct.ThrowIfCancellationRequested();
            scores.Add(Of(actor, times, signals));
        }
        return [.. scores.OrderByDescending(one => one.Shown).ThenBy(one => one.Actor, StringComparer.Ordinal)];
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
                    $"{FieldText.Quoted(one.Actor)},{one.Shown:0.000000######},{reasons}\n"
                )
            );
        }
    }

    private static ActorScore Of(string actor, List<long> times, IReadOnlyList<TimingSignal> signals)
    {
        // Of a million actors most have few actions, and need no state.
        if (times.Count < TimingScore.LeastActions)
        {
            return new ActorScore(actor, times.Count, TimingScore.Unknown, TimingScore.Prior);
        }

        var timing = new ActorTiming();
        foreach (long time in times)
        {
            timing.Add(time);
        }
        // As it is shown: equal figures stand by name, whatever is behind their last digit.
        double shown = Math.Round(TimingScore.RankingOf(timing, signals), Digits);
        return new ActorScore(actor, times.Count, TimingScore.Of(timing, signals), shown);
    }
}
