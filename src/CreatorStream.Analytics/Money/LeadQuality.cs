using CreatorStream.Events;

namespace CreatorStream.Analytics.Money;

/// <summary>
/// How good a lead is, from 0 to 100 (docs/metrics.md): what it says of itself, how long its people looked before, and
/// whether they bought later. What nobody told counts as about half of the most: it is neither good nor bad.
/// </summary>
public static class LeadQuality
{
    /// <summary>The greatest score.</summary>
    public const int Most = 100;

    /// <summary>From which score on a lead is a qualified one, where its campaign doesn't say.</summary>
    public const int DefaultBar = 50;

    /// <summary>More engaged time than this makes no lead better.</summary>
    public const long MostEngagedMillis = 120_000;

    private const int OfCompleteness = 40;
    private const int CompletenessNotTold = 20;
    private const int AddressNotTold = 12;
    private const int OfEngagedTime = 20;
    private const int OfPurchase = 15;

    /// <param name="engagedMillis">How long the pages before it were looked at.</param>
    /// <param name="boughtLater">Whether any of its people made a proven purchase, by another order, at the lead's time or after it.</param>
    public static int Score(in LeadWords words, long engagedMillis, bool boughtLater) =>
        OfForm(words.Completeness)
        + OfAddress(words.Address)
        + (int)(OfEngagedTime * Math.Min(engagedMillis, MostEngagedMillis) / MostEngagedMillis)
        + (boughtLater ? OfPurchase : 0);

    private static int OfForm(int? completeness) =>
        completeness is { } percent ? OfCompleteness * percent / LeadWords.Whole : CompletenessNotTold;

    private static int OfAddress(AddressKind address) =>
        address switch
        {
            AddressKind.Corporate => 25,
            AddressKind.Personal => 15,
            AddressKind.Disposable => 0,
            _ => AddressNotTold,
        };
}
