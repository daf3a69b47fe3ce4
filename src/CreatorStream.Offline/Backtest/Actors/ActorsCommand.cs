using System.CommandLine;
using System.Globalization;
using CreatorStream.Analytics.Authenticity.Timing;
using CreatorStream.Import;

namespace CreatorStream.Offline.Backtest.Actors;

/// <summary><c>backtest actors FILE.csv [--out FILE]</c></summary>
public static class ActorsCommand
{
    private const double Inauthentic = 0.9;

    private const string About = """
        How probably each actor is a program, by the times of its actions

        FILE.csv has the columns actor and unix_time (seconds), in any order; what else is there is ignored. Written are
        actor,score,reasons, the highest score first; several reasons with ; between.

        Example: ./creatorstream backtest actors actions.csv --out scores.csv
        """;

    public static Command Create() => BacktestFiles.Command("actors", About, BacktestFiles.Csv, Run);

    private static (Action<TextWriter> Table, string Summary) Run(ParseResult _, string path, CancellationToken ct)
    {
        ActionLog log = ActionFile.Read(path, ct);
        if (log.Actions == 0)
        {
            throw new InputException($"{path}: no action; nothing can be said");
        }

        IReadOnlyList<TimingSignal> signals = log.HasExactTimes ? TimingSignals.All : TimingSignals.OfRoundedTimes;
        List<ActorScore> scores = ActorScores.Of(log, signals, ct);
        return (output => ActorScores.Write(output, scores), Summary(log, scores, signals));
    }

    private static string Summary(ActionLog log, List<ActorScore> scores, IReadOnlyList<TimingSignal> signals)
    {
        int few = scores.Count(one => one.Actions < TimingScore.LeastActions);
        int suspects = scores.Count(one => one.Shown >= Inauthentic);
        IEnumerable<string> found = signals.Select(signal =>
            $"{signal.Name} {scores.Count(one => one.Score.Reasons.Contains(signal)):N0}"
        );
        string rounded = log.HasExactTimes
            ? ""
            : "\ntimes look rounded to minutes: signals that need seconds say nothing";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{log.Actions:N0} actions of {log.Actors:N0} actors; {suspects:N0} with a score of {Inauthentic} or more; too few actions to judge (below {TimingScore.LeastActions}): {few:N0}\nactors by signal: {string.Join(", ", found)}{rounded}"
        );
    }
}
