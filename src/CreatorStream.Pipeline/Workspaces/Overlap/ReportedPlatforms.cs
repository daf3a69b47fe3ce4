using CreatorStream.Analytics.Reach;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Overlap;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Overlap;

/// <summary>
/// The reach that platforms report of the content of a campaign, by platform, and what own tracking saw of the same. An
/// account's reach is that of all it ever published, so it is not among it.
/// </summary>
public static class ReportedPlatforms
{
    private const string Reach = "reach";

    /// <summary>Of authentic people, of all time.</summary>
    public static SortedDictionary<string, PlatformAudience> Of(WorkspaceState workspace, string campaign)
    {
        var platforms = new SortedDictionary<string, Sums>(StringComparer.Ordinal);
        foreach ((string content, long people) in PeopleByContent(workspace, campaign))
        {
            foreach (CounterSubject subject in workspace.Counters.OfContent(content))
            {
                foreach ((string counter, Counters.CounterFigure figure) in workspace.Counters.Latest(subject))
                {
                    if (counter == Reach)
                    {
                        Sums of = Of(platforms, subject.Platform);
                        of.Reported.Add(figure.Value);
                        of.MetReported += people;
                    }
                }
            }
        }
        var reporting = new SortedDictionary<string, PlatformAudience>(StringComparer.Ordinal);
        if (platforms.Count == 0)
        {
            return reporting;
        }
        CountMet(workspace, campaign, platforms);
        AudienceGroup? group = workspace.Overlap.Of(campaign, EntityLevel.Platform);
        foreach ((string one, string other, PeopleCounts people) in group?.Pairs() ?? [])
        {
            if (platforms.TryGetValue(one, out Sums? a) && platforms.TryGetValue(other, out Sums? b))
            {
                a.WithOthers += people.All - people.Excluded;
                b.WithOthers += people.All - people.Excluded;
            }
        }
        foreach ((string platform, Sums of) in platforms)
        {
            MetCounts met = group?.Of(platform) ?? default;
            long people = met.Of(MetColumns.People, authentic: true);
            // Whoever met others met some that report nothing, too: at most so many met one that does.
            long others = Math.Min(people - met.Of(MetColumns.Alone, authentic: true), of.WithOthers);
            reporting[platform] = new PlatformAudience(
                of.Reported,
                people,
                people - others,
                of.WithOthers,
                of.Met,
                of.MetReported
            );
        }
        return reporting;
    }

    /// <summary>How many people met each item of a campaign, where a platform may report it.</summary>
    private static IEnumerable<(string Content, long People)> PeopleByContent(WorkspaceState workspace, string campaign)
    {
        foreach (ContentEntry content in workspace.Catalog.ContentOf(campaign))
        {
            var entity = new Entity(workspace.Name, campaign, EntityLevel.Content, content.Id);
            yield return (content.Id, People(workspace, workspace.Figures.Find(entity)));
        }
        foreach ((Entity entity, EntityFigures figures) in workspace.Figures.EntitiesOf(campaign))
        {
            bool isPlaced = workspace.Catalog.Content.GetValueOrDefault(entity.Name)?.Campaign == campaign;
            if (entity.Level == EntityLevel.Content && !isPlaced && !figures.IsEmpty)
            {
                yield return (entity.Name, People(workspace, figures));
            }
        }
    }

    /// <summary>Sums how many people met each item of the platforms that report any.</summary>
    private static void CountMet(WorkspaceState workspace, string campaign, SortedDictionary<string, Sums> platforms)
    {
        foreach ((Entity entity, EntityFigures figures) in workspace.Figures.EntitiesOf(campaign))
        {
            if (entity.Level == EntityLevel.Content)
            {
                string? platform =
                    workspace.Catalog.Content.GetValueOrDefault(entity.Name)?.Platform
                    ?? workspace.Subjects.OwnWords(campaign, entity.Name).Platform;
                if (platform != null && platforms.TryGetValue(platform, out Sums? of))
                {
                    of.Met += People(workspace, figures);
                }
            }
        }
        foreach (Sums of in platforms.Values)
        {
            of.Met = Math.Max(of.Met, of.MetReported);
        }
    }

    private static long People(WorkspaceState workspace, EntityFigures? figures) =>
        figures?.Reach(RollingReach.AllTime, workspace.Figures.GreatestPane, authentic: true) ?? 0;

    private static Sums Of(SortedDictionary<string, Sums> platforms, string name)
    {
        if (!platforms.TryGetValue(name, out Sums? of))
        {
            platforms[name] = of = new Sums();
        }
        return of;
    }

    private sealed class Sums
    {
        public List<long> Reported { get; } = [];
        public long WithOthers { get; set; }
        public long Met { get; set; }
        public long MetReported { get; set; }
    }
}
