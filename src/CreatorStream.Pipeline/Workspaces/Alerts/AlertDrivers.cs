using CreatorStream.Analytics.Alerts.Learned;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Alerts;

/// <summary>
/// Which creators, content and platforms explain a change: each one's own, of that of the whole. A count's change is from the hour
/// before; a ratio's from what the expected ratio would have given. Countries are known of all time only, so they explain nothing.
/// </summary>
internal sealed class AlertDrivers(WorkspaceState workspace)
{
    private const int Most = 3;
    private const double LeastShare = 0.1;

    /// <param name="of">What changed: a campaign, creator or content item.</param>
    /// <param name="changes">Those of its parts.</param>
    public IReadOnlyList<AlertDriver> Of(Entity of, in AlertChange changes)
    {
        if (changes.Whole == 0 || of.Level == EntityLevel.Content)
        {
            return [];
        }
        var creators = new Dictionary<string, double>();
        var content = new Dictionary<string, double>();
        var platforms = new Dictionary<string, double>();
        foreach ((Entity part, double change) in changes.Parts)
        {
            if (part.Level == EntityLevel.Creator)
            {
                creators[part.Name] = change;
                continue;
            }
            content[part.Name] = change;
            string platform =
                workspace.Catalog.Content.GetValueOrDefault(part.Name)?.Platform
                ?? workspace.Subjects.OwnWords(of.Campaign, part.Name).Platform
                ?? "";
            platforms[platform] = platforms.GetValueOrDefault(platform) + change;
        }
        double whole = changes.Whole;
        return
        [
            .. First("creator", creators, whole, NameOf),
            .. First("content", content, whole, id => id),
            .. First("platform", platforms, whole, name => name),
        ];
    }

    /// <summary>What changed in a time, and what each part of it added to that.</summary>
    /// <param name="metric">null: nothing is to be explained.</param>
    /// <param name="expected">Of a ratio.</param>
    public AlertChange ChangeOf(Entity of, AlertMetric? metric, double expected, int from, int to)
    {
        var parts = new List<(Entity Part, double Change)>();
        if (metric is not { } what || of.Level == EntityLevel.Content || workspace.Figures.Find(of) is not { } figures)
        {
            return new AlertChange(0, parts);
        }
        double whole = Change(figures);
        foreach ((Entity part, EntityFigures partFigures) in workspace.Figures.EntitiesOf(of.Campaign))
        {
            if (IsPart(part, of) && Change(partFigures) is not 0 and var change)
            {
                parts.Add((part, change));
            }
        }
        // Sums of fractions depend on their order, which is to be the same however the parts came.
        parts.Sort(
            (one, other) =>
                one.Part.Level != other.Part.Level
                    ? one.Part.Level.CompareTo(other.Part.Level)
                    : string.CompareOrdinal(one.Part.Name, other.Part.Name)
        );
        return new AlertChange(whole, parts);

        double Change(EntityFigures one)
        {
            long above = Above(one, what, from, to);
            return what switch
            {
                AlertMetric.Ctr => above - (expected * one.Authentic(EventClass.Impression, from, to)),
                AlertMetric.SuspectShare => above - (expected * one.Touches(from, to).All),
                _ => above - (Above(one, what, from - Pane.PerHour, from) * (to - from) / (double)Pane.PerHour),
            };
        }
    }

    private static long Above(EntityFigures figures, AlertMetric metric, int from, int to) =>
        metric switch
        {
            AlertMetric.Engagements => figures.Authentic(EventClass.Engagement, from, to),
            AlertMetric.Clicks or AlertMetric.Ctr => figures.Authentic(EventClass.Click, from, to),
            AlertMetric.Mentions => figures.Authentic(EventType.Mention, from, to),
            AlertMetric.SuspectShare => figures.Touches(from, to).Excluded,
            _ => figures.Orders.Sum(OrderColumns.Conversions + OrderColumns.Authentic, from, to),
        };

    private bool IsPart(Entity part, Entity whole) =>
        part.Level switch
        {
            EntityLevel.Creator => whole.Level == EntityLevel.Campaign,
            EntityLevel.Content => whole.Level == EntityLevel.Campaign || CreatorOf(part) == whole.Name,
            _ => false,
        };

    /// <summary>Whose a content item is.</summary>
    public string? CreatorOf(Entity content) =>
        workspace.Catalog.Content.TryGetValue(content.Name, out ContentEntry? entry) && entry.Creator is { } creator
            ? creator
            : workspace.Subjects.OwnWords(content.Campaign, content.Name).Creator;

    private static IEnumerable<AlertDriver> First(
        string dimension,
        Dictionary<string, double> changes,
        double whole,
        Func<string, string> nameOf
    ) =>
        changes
            .Where(of => of.Key.Length > 0 && of.Value / whole >= LeastShare)
            .OrderByDescending(of => of.Value / whole)
            .ThenBy(of => of.Key, StringComparer.Ordinal)
            .Take(Most)
            .Select(of => new AlertDriver(dimension, of.Key, nameOf(of.Key), Math.Round(of.Value / whole, 3)));

    public string NameOf(string creator) => workspace.Catalog.Creators.GetValueOrDefault(creator)?.Name ?? creator;
}

/// <param name="Whole">In events.</param>
internal readonly record struct AlertChange(double Whole, IReadOnlyList<(Entity Part, double Change)> Parts);
