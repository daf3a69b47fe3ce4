using System.Collections.Frozen;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Collect;

/// <summary>
/// What names a stranger may bring: each takes memory for as long as the log lives. Those that the catalog doesn't know
/// are kept only while their workspace is open, and no event is lost for its names.
/// </summary>
internal sealed class StrangersNames(CollectMetrics metrics)
{
    public const string Unknown = "unknown";
    public const string Other = "other";

    private static readonly FrozenSet<string> Platforms = Set(
        "instagram tiktok youtube facebook x twitter linkedin pinterest snapchat twitch reddit threads blog podcast newsletter web"
    );

    private static readonly FrozenSet<string> Channels = Set(
        "direct referral email search organic paid cpc social display affiliate video sms push creator"
    );

    private static readonly FrozenSet<string> Actions = Set("page product cart form_start search");

    /// <summary>Replaces or drops names that may not stay.</summary>
    public void Settle(BrowserEvent said, KnownNames known)
    {
        Fit(said, EventField.Content, Unknown);
        Fit(said, EventField.Campaign, Unknown);
        Fit(said, EventField.Creator, null);
        Fit(said, EventField.Platform, Other);
        Fit(said, EventField.Channel, Other);
        Fit(said, EventField.Action, Other);
        if (!known.IsOpen)
        {
            Close(said, known);
        }
    }

    private void Close(BrowserEvent said, KnownNames known)
    {
        ContentEntry? entry = null;
        if (said[EventField.Content] is { } content && !known.TryContent(content, out entry))
        {
            said.Mend(EventField.Content, Unknown, metrics);
        }
        // As a link says it: other words for content that is known would only be one more subject.
        if (entry?.Campaign != null)
        {
            said[EventField.Campaign] = entry.Campaign;
        }
        else if (said[EventField.Campaign] is { } campaign && !known.IsCampaign(campaign))
        {
            said.Mend(EventField.Campaign, Unknown, metrics);
        }
        if (entry?.Creator != null)
        {
            said[EventField.Creator] = entry.Creator;
        }
        else if (said[EventField.Creator] is { } creator && !known.IsCreator(creator))
        {
            said.Mend(EventField.Creator, null, metrics);
        }
        if (entry?.Platform != null)
        {
            said[EventField.Platform] = entry.Platform;
        }
        else
        {
            KeepListed(said, EventField.Platform, Platforms);
        }
        KeepListed(said, EventField.Channel, Channels);
        // Of these two it says the kind, and is gone once that is known.
        if (said.Type is not ("engagement" or "conversion"))
        {
            KeepListed(said, EventField.Action, Actions);
        }
    }

    private void KeepListed(BrowserEvent said, EventField field, FrozenSet<string> list)
    {
        if (said[field] is { } text && !list.Contains(text))
        {
            said.Mend(field, Other, metrics);
        }
    }

    private void Fit(BrowserEvent said, EventField field, string? by)
    {
        if (
            said[field] is { } text
            && (!BrowserFields.Fits(field, text) || text.AsSpan().ContainsAny(BrowserFields.Control))
        )
        {
            said.Mend(field, by, metrics);
        }
    }

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet();
}
