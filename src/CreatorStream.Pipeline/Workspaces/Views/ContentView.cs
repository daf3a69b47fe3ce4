using System.Text.Json;
using CreatorStream.Analytics.Kpis;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Counters;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>The content of a campaign, a row for each item.</summary>
internal sealed class ContentView : View<ContentView.Found>
{
    private static readonly Record<Item> Row = new Record<Item>("ContentRow", "")
        .With("content", Values.Text, (in of) => of.Id)
        .With("creator", Values.TextOrNull, (in of) => of.Creator)
        .With(
            "creatorName",
            Values.TextOrNull,
            (in of) => of.Creator == null ? null : of.Figures.Sources.NameOf(of.Creator)
        )
        .With("platform", Values.TextOrNull, (in of) => of.Platform)
        .With("format", Values.TextOrNull, (in of) => of.Entry?.Format)
        .With("published", Values.TextOrNull, (in of) => of.Entry?.Published)
        .WithFigures((in of) => of.Figures)
        .With(
            "sharesPerHour",
            Values.Ratio,
            (in of) => of.Shares.PerHour,
            "authentic shares an hour, of the last 24 hours of event time or since the hour of publication; of less than an hour as of one"
        )
        .With(
            "usualSharesPerHour",
            Values.Ratio,
            (in of) => of.Shares.Usual,
            $"the same of other content of the campaign and platform at that age, on average; null: it is older than {ShareVelocity.MostHours / 24} days, nobody says when it was published, or fewer than {ShareVelocity.LeastOthers} others were out as long"
        )
        .With("counters", Lists.OrNull(CounterShapes.Counters), (in of) => Counters(of.Figures.Sources, of.Id));

    public ContentView()
        : base("content", ViewScope.Campaign)
    {
        Field("others", OtherNames.Shape, (in of) => of.Shown.Others(), "null: all are shown");
        Table(
            "rows",
            Row,
            Rows,
            "content",
            row => JsonSerializer.Serialize(row.Id),
            $"at most {ShownNames.Most}: those of the catalog first, then those with the most events"
        );
    }

    public override bool IsLarge => true;

    protected override Found Find(ViewSources sources, string of) =>
        new(sources, of, sources.ContentOf(of), new ContentShares(sources, of));

    private static IEnumerable<Item> Rows(Found found)
    {
        foreach (string item in found.Shown.Names)
        {
            ContentEntry? entry = found.Sources.Workspace.Catalog.Content.GetValueOrDefault(item);
            (string? creator, string? platform) = found.Sources.Workspace.Subjects.OwnWords(found.Campaign, item);
            EntityPeriods figures = found.Sources.Of(found.Campaign, EntityLevel.Content, item);
            yield return new Item(
                item,
                entry,
                entry?.Creator ?? creator,
                entry?.Platform ?? platform,
                figures,
                found.Shares.Of(entry, figures.Figures)
            );
        }
    }

    /// <summary>
    /// One platform reports an item; where two do, both can't be shown under one name: the one is that the catalog says it is on,
    /// and of its spellings the one that was read last; else the first by name.
    /// </summary>
    private static IEnumerable<KeyValuePair<string, CounterFigure>>? Counters(ViewSources sources, string item)
    {
        CounterBook counters = sources.Workspace.Counters;
        IReadOnlyCollection<CounterSubject> subjects = counters.OfContent(item);
        if (subjects.Count == 0)
        {
            return null;
        }
        string? platform = sources.Workspace.Catalog.Content.GetValueOrDefault(item)?.Platform;
        CounterSubject[] own =
        [
            .. subjects.Where(of => string.Equals(of.Platform, platform, StringComparison.OrdinalIgnoreCase)),
        ];
        CounterSubject shown =
            own.Length == 0
                ? subjects.First()
                : own.MaxBy(of =>
                    counters.Latest(of).Select(counter => counter.Value.AsOfMicros).DefaultIfEmpty().Max()
                );
        return sources.Workspace.Cases.Counters.Latest(shown);
    }

    internal readonly record struct Found(ViewSources Sources, string Campaign, ShownNames Shown, ContentShares Shares);

    private readonly record struct Item(
        string Id,
        ContentEntry? Entry,
        string? Creator,
        string? Platform,
        EntityPeriods Figures,
        (double PerHour, double? Usual) Shares
    );
}
