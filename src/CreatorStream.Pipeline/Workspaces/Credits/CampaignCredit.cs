using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Workspaces.Credits;

/// <summary>What models give to somebody, of all kinds of conversions together and of each.</summary>
public sealed class CreditSums
{
    private readonly SortedDictionary<EventType, CreditSides> byKind = [];
    private CreditSides sides;

    public static CreditSums None { get; } = new();

    public IReadOnlyDictionary<EventType, CreditSides> ByKind => byKind;

    public CreditRow Of(bool authentic) => authentic ? sides.Authentic : sides.All;

    /// <summary>
    /// What of an amount each kind has, of authentic orders: in proportion to what the linear model gives, to the unit. Fitted models
    /// know paths, on which orders of all kinds end.
    /// </summary>
    /// <returns>Nothing where linear gives nothing.</returns>
    public IEnumerable<(EventType Kind, Int128 Amount)> ShareByKind(Int128 amount)
    {
        double[] weights =
        [
            .. byKind.Values.Select(of => (double)Math.Max(0, of.Authentic.Conversions[AttributionModels.Linear])),
        ];
        return weights.Sum() == 0 ? [] : byKind.Keys.Zip(LargestRemainder.Split(amount, weights));
    }

    internal void Add(EventType kind, in CreditSides of)
    {
        sides.All.Add(of.All);
        sides.Authentic.Add(of.Authentic);
        CreditSides sum = byKind.GetValueOrDefault(kind);
        sum.All.Add(of.All);
        sum.Authentic.Add(of.Authentic);
        byKind[kind] = sum;
    }
}

/// <summary>The credit of a campaign, by creator and by content.</summary>
public sealed class CampaignCredit
{
    private readonly Dictionary<string, CreditSums> creators = [];
    private readonly Dictionary<string, CreditSums> content = [];

    /// <summary>By creator, the empty one too, and then by content with what is of none.</summary>
    private readonly Dictionary<string, SortedDictionary<string, CreditSums>> contentOf = [];

    public CampaignCredit(CreditBook book, string campaign)
    {
        foreach ((Credit credit, EventType kind, CreditSides sides) in book.Of(campaign))
        {
            if (credit.Content.Length > 0)
            {
                Add(content, credit.Content, kind, sides);
            }
            if (credit.Creator.Length > 0)
            {
                Add(creators, credit.Creator, kind, sides);
            }
            else
            {
                (WithoutCreator ??= new CreditSums()).Add(kind, sides);
            }
            if (!contentOf.TryGetValue(credit.Creator, out SortedDictionary<string, CreditSums>? of))
            {
                contentOf[credit.Creator] = of = new SortedDictionary<string, CreditSums>(StringComparer.Ordinal);
            }
            Add(of, credit.Content, kind, sides);
        }
    }

    /// <summary>Of the campaign's content that has no creator; null: nothing.</summary>
    public CreditSums? WithoutCreator { get; }

    /// <summary>Those who stand on a path of an order that counts.</summary>
    public IReadOnlyCollection<string> Creators => creators.Keys;

    public IReadOnlyCollection<string> Content => content.Keys;

    public CreditSums OfCreator(string creator) => creators.GetValueOrDefault(creator, CreditSums.None);

    public CreditSums OfContent(string of) => content.GetValueOrDefault(of, CreditSums.None);

    /// <summary>
    /// What of a creator's amount its content has: in proportion to what the linear model gives each, to the unit. Fitted models
    /// know creators only: of single posts there are too many, and each is met too seldom.
    /// </summary>
    /// <param name="creator">Empty: content of the campaign that has none.</param>
    public IEnumerable<(string Content, Int128 Amount)> Share(string creator, Int128 amount, bool authentic)
    {
        SortedDictionary<string, CreditSums>? of = contentOf.GetValueOrDefault(creator);
        // As floating point: what a creator earned times conversions of all orders may have more than 128 bits.
        double[] weights =
        [
            .. of?.Values.Select(sums => (double)Math.Max(0, sums.Of(authentic).Conversions[AttributionModels.Linear]))
                ?? [],
        ];
        return of == null || weights.Sum() == 0 ? [] : of.Keys.Zip(LargestRemainder.Split(amount, weights));
    }

    private static void Add(IDictionary<string, CreditSums> to, string name, EventType kind, in CreditSides sides)
    {
        if (!to.TryGetValue(name, out CreditSums? sums))
        {
            to[name] = sums = new CreditSums();
        }
        sums.Add(kind, sides);
    }
}
