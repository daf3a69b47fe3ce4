namespace CreatorStream.Analytics.Authenticity.Spam;

/// <summary>
/// Reason <c>spam-text</c>: how likely a comment is spam, by what it says. A logistic model: the weights of the signs that are
/// there add up to the logarithm of the odds. Depends on the text alone; never throws; reads the first
/// <see cref="CommentScanner.LongestText"/> characters. English only: of other languages only links are told.
/// </summary>
public static class SpamText
{
    /// <summary>From here on a comment is called spam.</summary>
    public const double Threshold = 0.5;

    /// <summary>The odds, as a logarithm, of a comment without any sign: 3 %.</summary>
    private const double Without = -3.5;

    internal static SpamSignal[] Signals { get; } =
    [
        .. LinkSignals.All,
        .. PromotionSignals.All,
        .. IntroductionSignals.All,
        .. BeggingSignals.All,
        .. MoneySignals.All,
    ];

    /// <summary>0 … 1: the probability that it is spam.</summary>
    /// <param name="isRepeated">Others in the same place say the same (<see cref="RepeatedComments"/>).</param>
    public static double Score(ReadOnlySpan<char> comment, bool isRepeated = false) =>
        Probability(LogOdds(comment, isRepeated, null, null));

    /// <summary>The score, and the names of the signs that are there.</summary>
    /// <param name="names">They are added to these.</param>
    public static double Score(ReadOnlySpan<char> comment, bool isRepeated, ICollection<string> names) =>
        Probability(LogOdds(comment, isRepeated, null, names));

    /// <summary>As <see cref="Score(ReadOnlySpan{char}, bool)"/> without one signal: to see what it adds.</summary>
    internal static double ScoreWithout(string signal, ReadOnlySpan<char> comment, bool isRepeated) =>
        Probability(LogOdds(comment, isRepeated, signal, null));

    private static double LogOdds(
        ReadOnlySpan<char> comment,
        bool isRepeated,
        string? leftOut,
        ICollection<string>? names
    )
    {
        Span<WordKinds> kinds = stackalloc WordKinds[CommentWords.MostWords];
        CommentWords words = CommentScanner.Read(comment, kinds);
        double sum = Without;
        foreach (SpamSignal signal in Signals)
        {
            double amount = signal.Name == leftOut ? 0 : signal.Amount(words);
            sum += amount * signal.Weight;
            if (amount > 0)
            {
                names?.Add(signal.Name);
            }
        }
        return sum + (isRepeated && leftOut != RepeatedComments.Name ? SpamSignal.Clear : 0);
    }

    private static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));
}
