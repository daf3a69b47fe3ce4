using CreatorStream.Analytics.Kpis;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Workspaces.Probable;

/// <summary>
/// What may rise around a publication though nobody came by its links. All of them are visits that name no content, campaign
/// or creator: whoever came by a link is in the other ledger.
/// </summary>
public static class SiteMeasure
{
    /// <summary>Visits by no channel: typed, from a bookmark, out of a chat.</summary>
    public const int Direct = 0;

    /// <summary>Visits by a search engine's unpaid results. No event says what was searched for.</summary>
    public const int Search = 1;

    /// <summary>Those of both to pages of products.</summary>
    public const int Products = 2;

    /// <summary>How many are estimated.</summary>
    public const int Count = 3;

    /// <summary>
    /// Visits by what the shop itself sent. No estimate of its own, but a control: a mailing brings people who come again
    /// directly, and no publication changes it. Other channels are none, since a post may well fill them.
    /// </summary>
    public const int Mailings = 3;

    /// <summary>With the control.</summary>
    public const int Columns = 4;

    /// <summary>As views have them.</summary>
    public static IReadOnlyList<string> Names { get; } = ["directVisits", "searchVisits", "productPages"];

    /// <summary>The columns that a visit counts in; none where it was brought by somebody, or by another way.</summary>
    public static ReadOnlySpan<int> ColumnsOf(EventType visit, Subject subject)
    {
        if (subject.Content.Length > 0 || subject.Campaign.Length > 0 || subject.Creator.Length > 0)
        {
            return [];
        }
        bool isProduct = visit == EventType.ProductPage;
        return subject.Channel switch
        {
            "" or "direct" => isProduct ? [Direct, Products] : [Direct],
            "search" or "organic" => isProduct ? [Search, Products] : [Search],
            "email" or "sms" or "push" => [Mailings],
            _ => [],
        };
    }

    /// <summary>The authentic ones of a kind among counts of its group.</summary>
    public static long Authentic(EventType kind, ReadOnlySpan<int> counts)
    {
        int column = KindColumns.ColumnOf(kind);
        return (long)counts[column] - counts[column + KindColumns.Excluded];
    }
}
