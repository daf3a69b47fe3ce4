using CreatorStream.Analytics.Authenticity.Timing;
using CreatorStream.Offline.Backtest.Actors;
using Xunit.Abstractions;

namespace CreatorStream.Offline.Tests.Backtest;

/// <summary>Signals of timing on the labelled actors of a public set; prints the tables of docs/authenticity.md.</summary>
public sealed class PublishedActorsTests(ITestOutputHelper output)
{
    // Below it nearly all of the set are programs, and their number would give them away.
    private const int LeastActions = 800;
    private const int Splits = 20;

    [SkippableFact]
    public void Programs_are_told_from_people()
    {
        (ActionLog log, Dictionary<string, bool> isBot) = Read();
        RankQuality quality = Quality(log, isBot, TimingSignals.All);
        output.WriteLine($"all signals: {quality}");
        foreach (TimingSignal signal in TimingSignals.All)
        {
            TimingSignal[] others = [.. TimingSignals.All.Where(other => other != signal)];
            output.WriteLine($"without {signal.Name}: {Quality(log, isBot, others)}");
            output.WriteLine($"only {signal.Name}: {Quality(log, isBot, [signal])}");
        }
        List<ActorScore> scores = ActorScores.Of(log, TimingSignals.All, default);
        double[] bounds = [0, 0.1, 0.5, 0.9, 1.0000001];
        foreach ((double low, double high) in bounds.Zip(bounds.Skip(1)))
        {
            var within = scores.Where(one => one.Score.Probability >= low && one.Score.Probability < high).ToList();
            output.WriteLine(
                FormattableString.Invariant(
                    $"score {low:F1} to {high:F1}: {within.Count} actors, {within.Count(one => isBot[one.Actor])} of them programs, {within.Sum(one => one.Score.Probability):F1} expected"
                )
            );
        }
        Assert.InRange(quality.Auc, 0.995, 1);
        Assert.InRange(quality.AveragePrecision, 0.97, 1);
        Assert.InRange(quality.Recall(0.002), 0.9, 1);
    }

    /// <summary>How far people of the set really go, beside the numbers that signals have.</summary>
    [SkippableFact]
    public void No_signal_takes_people_for_calmer_than_they_are()
    {
        (ActionLog log, Dictionary<string, bool> isBot) = Read();
        Dictionary<string, ActorTiming> people = Timings(log, actor => !isBot[actor]);
        foreach (TimingSignal signal in TimingSignals.All)
        {
            double direction = Math.Sign(signal.Rare - signal.Usual);
            double[] values = [.. people.Values.Select(timing => direction * signal.Measure(timing)).Order()];
            double beyond = values.Count(value => value > direction * signal.Rare) / (double)values.Length;
            output.WriteLine(
                FormattableString.Invariant(
                    $"{signal.Name}: half of people beyond {direction * values[values.Length / 2]:F3}, one in 50 beyond {direction * values[(int)(0.98 * values.Length)]:F3}; beyond rare ({signal.Rare}): {beyond:P1}"
                )
            );
            Assert.InRange(beyond, 0, 0.04);
        }
    }

    /// <summary>What people are like is taken from half of them, and the other half is told from programs by it.</summary>
    [SkippableFact]
    public void People_that_the_signals_were_not_set_by_are_told_as_well()
    {
        (ActionLog log, Dictionary<string, bool> isBot) = Read();
        Dictionary<string, ActorTiming> people = Timings(log, actor => !isBot[actor]);
        var random = new Random(1);
        List<RankQuality> qualities = [];
        for (int split = 0; split < Splits; split++)
        {
            string[] names = [.. people.Keys.Order(StringComparer.Ordinal)];
            random.Shuffle(names);
            HashSet<string> half = [.. names[..(names.Length / 2)]];
            TimingSignal[] signals =
            [
                .. TimingSignals.All.Select(signal => SetBy(signal, half.Select(name => people[name]))),
            ];
            qualities.Add(
                new RankQuality(
                    Scores(log, signals)
                        .Where(one => !half.Contains(one.Actor))
                        .Select(one => (one.Score.Probability, isBot[one.Actor]))
                )
            );
        }
        output.WriteLine(
            FormattableString.Invariant(
                $"{Splits} splits: AUC {qualities.Average(one => one.Auc):F4} (least {qualities.Min(one => one.Auc):F4})  AP {qualities.Average(one => one.AveragePrecision):F4} (least {qualities.Min(one => one.AveragePrecision):F4})  recall above all people {qualities.Average(one => one.Recall(0)):F3} (least {qualities.Min(one => one.Recall(0)):F3})"
            )
        );
        Assert.InRange(qualities.Average(one => one.Auc), 0.99, 1);
        Assert.InRange(qualities.Average(one => one.AveragePrecision), 0.95, 1);
    }

    /// <summary>The signal with its two numbers from these people; rare stays as far as it was where none of them goes.</summary>
    private static TimingSignal SetBy(TimingSignal signal, IEnumerable<ActorTiming> people)
    {
        double direction = Math.Sign(signal.Rare - signal.Usual);
        double[] values = [.. people.Select(timing => direction * signal.Measure(timing)).Order()];
        double usual = values[values.Length / 2];
        double rare = values[(int)(0.98 * values.Length)];
        return signal with
        {
            Usual = direction * usual,
            Rare = rare > usual ? direction * rare : direction * usual + signal.Rare - signal.Usual,
        };
    }

    private static RankQuality Quality(
        ActionLog log,
        Dictionary<string, bool> isBot,
        IReadOnlyList<TimingSignal> signals
    ) => new(Scores(log, signals).Select(one => (one.Score.Probability, isBot[one.Actor])));

    private static IEnumerable<ActorScore> Scores(ActionLog log, IReadOnlyList<TimingSignal> signals) =>
        ActorScores.Of(log, signals, default).Where(one => one.Actions >= LeastActions);

    private static Dictionary<string, ActorTiming> Timings(ActionLog log, Predicate<string> wanted)
    {
        Dictionary<string, ActorTiming> timings = [];
        foreach ((string actor, List<long> times) in log.ByActor())
        {
            if (wanted(actor) && times.Count >= LeastActions)
            {
                var timing = new ActorTiming();
                times.ForEach(timing.Add);
                timings.Add(actor, timing);
            }
        }
        return timings;
    }

    private static (ActionLog Log, Dictionary<string, bool> IsBot) Read()
    {
        string path = SharedFile.Path("actors", "reddit_actions.csv.gz");
        Dictionary<string, bool> isBot = [];
        foreach (string[] row in SharedFile.Columns(path, "actor", "label"))
        {
            isBot[row[0]] = row[1] == "bot";
        }
        return (ActionFile.Read(path, default), isBot);
    }
}
