using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Workspaces.Credits;

/// <summary>
/// The credit of channels, and of nobody under an empty name: of the whole workspace, so every campaign shows the same. Found anew
/// only where an order came or went.
/// </summary>
/// <param name="most">Of visitors who may bring any number, those with the most conversions by the linear model.</param>
public sealed class ChannelCredit(CreditBook book, int most)
{
    private IReadOnlyList<KeyValuePair<string, CreditSums>> value = [];
    private long foundAt = -1;

    /// <summary>In ordinal order.</summary>
    public IReadOnlyList<KeyValuePair<string, CreditSums>> Value
    {
        get
        {
            if (foundAt != book.Changes)
            {
                foundAt = book.Changes;
                value = Find();
            }
            return value;
        }
    }

    private KeyValuePair<string, CreditSums>[] Find()
    {
        var channels = new Dictionary<string, CreditSums>();
        foreach ((Credit credit, EventType kind, CreditSides sides) in book.OfNoCampaign)
        {
            if (!channels.TryGetValue(credit.Channel, out CreditSums? sums))
            {
                channels[credit.Channel] = sums = new CreditSums();
            }
            sums.Add(kind, sides);
        }
        return
        [
            .. channels
                .OrderByDescending(of => of.Value.Of(authentic: true).Conversions[AttributionModels.Linear])
                .ThenBy(of => of.Key, StringComparer.Ordinal)
                .Take(most)
                .OrderBy(of => of.Key, StringComparer.Ordinal),
        ];
    }
}
