using System.Text.Json;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>The creators of a campaign, a row each.</summary>
internal sealed class CreatorsView : View<CreatorsView.Found>
{
    private static readonly Record<Creator> Row = new Record<Creator>("CreatorRow", "")
        .With("creator", Values.Text, (in of) => of.Id)
        .With("name", Values.Text, (in of) => of.Figures.Sources.NameOf(of.Id))
        .With("platforms", Lists.Of(Values.Text), (in of) => of.Platforms)
        .WithFigures((in of) => of.Figures)
        .With("audience", AudienceShapes.Audience, (in of) => Audience.Of(of.Figures.Figures), "of all time");

    public CreatorsView()
        : base("creators", ViewScope.Campaign)
    {
        Field("others", OtherNames.Shape, (in of) => of.Shown.Others(), "null: all are shown");
        Table(
            "rows",
            Row,
            Rows,
            "creator",
            row => JsonSerializer.Serialize(row.Id),
            $"at most {ShownNames.Most}: those of the catalog first, then those with the most events"
        );
    }

    public override bool IsLarge => true;

    protected override Found Find(ViewSources sources, string of) => new(sources, of, sources.CreatorsOf(of));

    private static IEnumerable<Creator> Rows(Found found)
    {
        var platforms = new Dictionary<string, SortedSet<string>>();
        foreach (ContentEntry content in found.Sources.Workspace.Catalog.ContentOf(found.Campaign))
        {
            if (content is { Creator: { } creator, Platform: { } platform })
            {
                if (!platforms.TryGetValue(creator, out SortedSet<string>? of))
                {
                    platforms[creator] = of = new SortedSet<string>(StringComparer.Ordinal);
                }
                of.Add(platform);
            }
        }
        foreach (string creator in found.Shown.Names)
        {
            yield return new Creator(
                creator,
                [.. platforms.GetValueOrDefault(creator) ?? []],
                found.Sources.Of(found.Campaign, EntityLevel.Creator, creator)
            );
        }
    }

    internal readonly record struct Found(ViewSources Sources, string Campaign, ShownNames Shown);

    private readonly record struct Creator(string Id, IReadOnlyList<string> Platforms, EntityPeriods Figures);
}
