using CreatorStream.Analytics.Kpis;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Figures;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>How fast the content of a campaign is shared, authentic shares alone, beside what is usual at its age.</summary>
internal sealed class ContentShares
{
    /// <summary>The newest of a platform are enough to tell what is usual.</summary>
    private const int MostCompared = 200;

    private readonly ViewSources sources;
    private readonly int end;
    private readonly Dictionary<string, ShareVelocity> byPlatform = new(StringComparer.Ordinal);

    public ContentShares(ViewSources sources, string campaign)
    {
        this.sources = sources;
        end = sources.Workspace.Figures.GreatestPane + 1;
        foreach (
            IGrouping<string, (string Id, int Hour, EntityFigures Figures)> platform in sources
                .Workspace.Catalog.ContentOf(campaign)
                .Select(of =>
                    (of.Id, of.Platform, Hour: HourOf(of), sources.Of(campaign, EntityLevel.Content, of.Id).Figures)
                )
                .Where(of => of.Hour != null && of.Figures != null)
                .GroupBy(of => of.Platform ?? "", of => (of.Id, of.Hour!.Value, of.Figures!), StringComparer.Ordinal)
        )
        {
            var usual = new ShareVelocity();
            foreach (
                (string id, int hour, EntityFigures figures) in platform
                    .OrderByDescending(of => of.Hour)
                    .ThenBy(of => of.Id, StringComparer.Ordinal)
                    .Take(MostCompared)
            )
            {
                usual.Add(id, ByAge(figures, hour));
            }
            byPlatform[platform.Key] = usual;
        }
    }

    /// <summary>Shares an hour in the last 24 hours of event time, or since the publication; of less than an hour as of an hour.</summary>
    /// <param name="entry">null: the catalog doesn't know it.</param>
    public (double PerHour, double? Usual) Of(ContentEntry? entry, EntityFigures? figures)
    {
        int from = end - (ShareVelocity.WindowHours * Pane.PerHour);
        double? usual = null;
        if (entry != null && HourOf(entry) is { } published)
        {
            from = Math.Max(from, published);
            usual = byPlatform
                .GetValueOrDefault(entry.Platform ?? "")
                ?.Usual(entry.Id, (double)(from - published) / Pane.PerHour, (double)(end - published) / Pane.PerHour);
        }
        double hours = Math.Max(1, (double)(end - from) / Pane.PerHour);
        return ((figures?.Authentic(EventType.Share, from, end) ?? 0) / hours, usual / hours);
    }

    /// <summary>Of the hours that are over: panes are kept by the hour in the end, so no figure changes as it ages.</summary>
    private ReadOnlySpan<long> ByAge(EntityFigures figures, int published) =>
        figures.AuthenticShares(published, Math.Clamp((end - published) / Pane.PerHour, 0, ShareVelocity.MostHours));

    /// <summary>The pane with which the hour of publication begins; null: nobody says when, or it is still to come.</summary>
    private int? HourOf(ContentEntry entry) =>
        entry.PublishedMicros is { } micros && micros < Pane.StartMicros(end)
            ? Pane.FloorTo(Pane.Of(micros), Pane.PerHour)
            : null;
}
