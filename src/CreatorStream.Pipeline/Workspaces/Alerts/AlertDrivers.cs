using CreatorStream.Analytics.Alerts.Learned;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Splits;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Alerts;

/// <summary>
/// Which creators, content, platforms and countries explain a change: each one's own, of that of the whole. A count's change is from the
/// hour before; a ratio's from what the expected ratio would have given. What countries explain is told in whole steps, of late, and of
/// touches alone: orders state none.
/// </summary>
internal sealed class AlertDrivers(WorkspaceState workspace)
{
    private const int Most = 3;
    private const double LeastShare = 0.1;

    /// <param name="of">What changed: a campaign, creator or content item.</param>
    /// <param name="changes">Those of its parts.</param>
    /// <param name="from">The first pane of its time.</param>
    /// <param name="isFall">Whether the alert is of one. Where there was more than before all the same, as on a morning that was to bring even
    /// more, what rose explains nothing; nor does what fell explain a rise.</param>
    public IReadOnlyList<AlertDriver> Of(Entity of, in AlertChange changes, int from, bool isFall)
    {
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
        // Also of changes that were found while more was known: what is told follows from the figures as they are now.
        bool areCountriesKnown = from - Pane.PerHour >= SplitSteps.KnownFrom(workspace.Figures.GreatestPane);
        return
        [
            .. First("creator", creators, changes.Whole, isFall, NameOf),
            .. First("content", content, changes.Whole, isFall, id => id),
            .. First("platform", platforms, changes.Whole, isFall, name => name),
            .. First("country", areCountriesKnown ? changes.Countries : [], changes.WholeOfSteps, isFall, code => code),
        ];
    }

    /// <summary>What changed in a time, and what each part of it added to that.</summary>
    /// <param name="metric">null: nothing is to be explained.</param>
    /// <param name="expected">Of a ratio.</param>
    public AlertChange ChangeOf(Entity of, AlertMetric? metric, double expected, int from, int to)
    {
        var parts = new List<(Entity Part, double Change)>();
        if (metric is not { } what || workspace.Figures.Find(of) is not { } figures)
        {
            return new AlertChange(0, parts, 0, []);
        }
        (int first, int end) = (Step.Of(from), Step.Of(to - 1) + 1);
        double wholeOfSteps = Change(figures, first * Step.Panes, end * Step.Panes);
        Dictionary<string, double> countries = Countries(of, what, expected, first, end);
        if (of.Level == EntityLevel.Content)
        {
            return new AlertChange(0, parts, wholeOfSteps, countries);
        }
        double whole = Change(figures, from, to);
        foreach ((Entity part, EntityFigures partFigures) in workspace.Figures.EntitiesOf(of.Campaign))
        {
            if (IsPart(part, of) && Change(partFigures, from, to) is not 0 and var change)
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
        return new AlertChange(whole, parts, wholeOfSteps, countries);

        double Change(EntityFigures one, int begin, int after)
        {
            long above = Above(one, what, begin, after);
            return what switch
            {
                AlertMetric.Ctr => above - (expected * one.Authentic(EventClass.Impression, begin, after)),
                AlertMetric.SuspectShare => above - (expected * one.Touches(begin, after).All),
                _ => above - (Above(one, what, begin - Pane.PerHour, begin) * (after - begin) / (double)Pane.PerHour),
            };
        }
    }

    /// <param name="first">The first step.</param>
    /// <param name="end">The step after the last.</param>
    private Dictionary<string, double> Countries(Entity of, AlertMetric metric, double expected, int first, int end)
    {
        var changes = new Dictionary<string, double>();
        if (metric == AlertMetric.Conversions)
        {
            return changes;
        }
        SplitSteps steps = workspace.Figures.Splits.Steps;
        bool isRatio = metric is AlertMetric.Ctr or AlertMetric.SuspectShare;
        int above = metric switch
        {
            AlertMetric.Engagements => StepColumns.Engagements,
            AlertMetric.Mentions => StepColumns.Mentions,
            AlertMetric.SuspectShare => StepColumns.Excluded,
            _ => StepColumns.Clicks,
        };
        int basis =
            metric == AlertMetric.Ctr ? StepColumns.Impressions
            : metric == AlertMetric.SuspectShare ? StepColumns.All
            : above;
        Dictionary<string, long[]> now = steps.ByCountry(of, first, end);
        Dictionary<string, long[]> before = isRatio ? now : steps.ByCountry(of, first - Step.PerHour, first);
        double per = isRatio ? expected : (end - first) / (double)Step.PerHour;
        foreach (string country in now.Keys.Union(before.Keys).Where(code => code != Facets.Other))
        {
            long came = now.GetValueOrDefault(country)?[above] ?? 0;
            changes[country] = came - (per * (before.GetValueOrDefault(country)?[basis] ?? 0));
        }
        return changes;
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
        bool isFall,
        Func<string, string> nameOf
    ) =>
        changes
            .Where(of => of.Key.Length > 0 && (isFall ? whole < 0 : whole > 0) && of.Value / whole >= LeastShare)
            .OrderByDescending(of => of.Value / whole)
            .ThenBy(of => of.Key, StringComparer.Ordinal)
            .Take(Most)
            .Select(of => new AlertDriver(dimension, of.Key, nameOf(of.Key), Math.Round(of.Value / whole, 3)));

    public string NameOf(string creator) => workspace.Catalog.Creators.GetValueOrDefault(creator)?.Name ?? creator;
}

/// <param name="Whole">In events.</param>
/// <param name="WholeOfSteps">The same, of all steps that its time touches: what countries explain a part of.</param>
/// <param name="Countries">By code.</param>
internal readonly record struct AlertChange(
    double Whole,
    IReadOnlyList<(Entity Part, double Change)> Parts,
    double WholeOfSteps,
    Dictionary<string, double> Countries
);
