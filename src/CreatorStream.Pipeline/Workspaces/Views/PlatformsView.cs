using System.Text.Json;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>
/// What the content of a campaign came to by platform and by format, as far as it adds up: people overlap, so there is no
/// reach.
/// </summary>
internal sealed class PlatformsView : View<PlatformsView.Found>
{
    private static readonly Record<Group> Row = new Record<Group>(
        "ContentGroup",
        "Content items that have something in common, and what adds up over them, of all time."
    )
        .With("name", Values.Text, (in of) => of.Name, "empty: nobody said")
        .With("items", Values.Count, (in of) => of.Items, "of which something was counted")
        .With("totals", SumsShape.Totals, (in of) => SumsShape.Of(of.Sums, authentic: true))
        .With("raw", SumsShape.Totals, (in of) => SumsShape.Of(of.Sums, authentic: false));

    public PlatformsView()
        : base("platforms", ViewScope.Campaign)
    {
        string about = $"at most {ShownNames.Most}: those with the most events";
        Table("platforms", Row, of => First(of.Platforms), "name", row => JsonSerializer.Serialize(row.Name), about);
        Table("formats", Row, of => First(of.Formats), "name", row => JsonSerializer.Serialize(row.Name), about);
    }

    /// <summary>It walks through all content: once a second is soon enough.</summary>
    public override bool IsQuick => false;

    protected override Found Find(ViewSources sources, string of)
    {
        var found = new Found([], []);
        foreach ((Entity entity, EntityFigures figures) in sources.Workspace.Figures.EntitiesOf(of))
        {
            if (entity.Level == EntityLevel.Content && !figures.IsEmpty)
            {
                ContentEntry? entry = sources.Workspace.Catalog.Content.GetValueOrDefault(entity.Name);
                string? platform = entry?.Platform ?? sources.Workspace.Subjects.OwnWords(of, entity.Name).Platform;
                Add(found.Platforms, platform ?? "", figures);
                Add(found.Formats, entry?.Format ?? "", figures);
            }
        }
        return found;
    }

    private static void Add(Dictionary<string, Group> groups, string name, EntityFigures figures)
    {
        if (!groups.TryGetValue(name, out Group? group))
        {
            groups[name] = group = new Group(name);
        }
        group.Items++;
        group.Events += ShownNames.Events(figures);
        group.Sums.Add(figures.AllTime);
    }

    /// <summary>In the order of their names. Senders may have made up more than anybody can look at.</summary>
    private static IEnumerable<Group> First(Dictionary<string, Group> groups) =>
        ShownNames
            .First([.. groups.Values.Select(group => new ShownNames.Ranked(false, group.Events, group.Name))])
            .Select(shown => groups[shown.Name])
            .OrderBy(group => group.Name, StringComparer.Ordinal);

    internal readonly record struct Found(Dictionary<string, Group> Platforms, Dictionary<string, Group> Formats);

    internal sealed class Group(string name)
    {
        public string Name => name;
        public long Items { get; set; }
        public long Events { get; set; }
        public EntitySums Sums { get; } = new();
    }
}
