using System.Text.Json;
using CreatorStream.Analytics.Money;
using CreatorStream.Analytics.Panes;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces.Earned;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>What a campaign's earned media value is made of: authentic activity by platform and kind, and which of it has no rate.</summary>
internal sealed class EmvView : View<EmvView.Found>
{
    private static readonly Record<Platform> PlatformShape = new Record<Platform>(
        "EmvPlatform",
        "What was done on one platform, of all time."
    )
        .With("platform", Values.Text, (in of) => of.Name, "empty: nobody said")
        .With("count", Values.Count, (in of) => of.Count, "activity of all kinds that may have a rate")
        .With("unrated", Values.Count, (in of) => of.Emv.Unrated, "how much of it has no rate")
        .With("emv", Values.Money, (in of) => of.Emv.Micros);

    private static readonly Record<Part> PartShape = new Record<Part>(
        "EmvPart",
        "One kind of activity on one platform, of all time."
    )
        .With("id", Values.Text, (in of) => of.Id)
        .With("platform", Values.Text, (in of) => of.Platform, "empty: nobody said")
        .With("of", Values.Word([.. EarnedMedia.Names]), (in of) => EarnedMedia.Names[of.Kind])
        .With("count", Values.Count, (in of) => of.Count)
        .With("rate", Values.Money, (in of) => of.Rate?.RateMicros, "in its own currency; null: there is none")
        .With("per", Values.Count, (in of) => of.Rate?.Per ?? 1, "how many of them it is for")
        .With("currency", Values.TextOrNull, (in of) => of.Rate == null ? null : of.Rate.Currency ?? of.Reporting)
        .With("emv", Values.Money, (in of) => of.Emv.Micros, "null: there is no rate, or an exchange rate is missing");

    public EmvView()
        : base("emv", ViewScope.Campaign)
    {
        Field("emv", Values.Money, (in of) => of.Whole.Micros, "null: nothing that was done has a rate");
        Field("unrated", Values.Count, (in of) => of.Whole.Unrated, "activity without a rate, which is not in it");
        Table(
            "platforms",
            PlatformShape,
            of => of.Platforms,
            "platform",
            row => JsonSerializer.Serialize(row.Name),
            $"at most {ShownNames.Most}: those with the most activity"
        );
        Table(
            "rows",
            PartShape,
            Parts,
            "id",
            row => JsonSerializer.Serialize(row.Id),
            "of these platforms, what was done there"
        );
    }

    /// <summary>The figure itself stands in the overview.</summary>
    public override bool IsQuick => false;

    protected override Found Find(ViewSources sources, string of)
    {
        WorkspaceState workspace = sources.Workspace;
        List<Platform> platforms = [];
        foreach ((string name, PaneSeries<long> days) in sources.Campaign(of).Figures?.Activity.Platforms ?? [])
        {
            long[] counts = [.. EarnedMedia.Kinds.Select((_, kind) => days.Sum(kind, 0, int.MaxValue))];
            if (counts.Sum() > 0)
            {
                Emv emv = new EmvSum(workspace.Catalog, workspace.Currency).Add(name, days).Total;
                platforms.Add(new Platform(name, counts, days, emv));
            }
        }
        HashSet<string> shown =
        [
            .. ShownNames
                .First([.. platforms.Select(platform => new ShownNames.Ranked(false, platform.Count, platform.Name))])
                .Select(one => one.Name),
        ];
        platforms.RemoveAll(platform => !shown.Contains(platform.Name));
        return new Found(workspace, workspace.Earned.Of(sources.Campaign(of).Figures), platforms);
    }

    /// <summary>In the order of their ids.</summary>
    private static IEnumerable<Part> Parts(Found found)
    {
        (WorkspaceCatalog catalog, string reporting) = (found.Workspace.Catalog, found.Workspace.Currency);
        return found
            .Platforms.SelectMany(platform =>
                Enumerable
                    .Range(0, EarnedMedia.Kinds.Count)
                    .Where(kind => platform.Counts[kind] > 0)
                    .Select(kind => new Part(
                        platform.Name,
                        kind,
                        platform.Counts[kind],
                        catalog.EmvRates.Find(platform.Name, EarnedMedia.Kinds[kind]),
                        reporting,
                        new EmvSum(catalog, reporting).Add(platform.Name, kind, platform.Days).Total
                    ))
            )
            .OrderBy(part => part.Id, StringComparer.Ordinal);
    }

    internal readonly record struct Found(WorkspaceState Workspace, Emv Whole, IReadOnlyList<Platform> Platforms);

    /// <param name="Counts">By kind.</param>
    internal readonly record struct Platform(string Name, long[] Counts, PaneSeries<long> Days, Emv Emv)
    {
        public long Count => Counts.Sum();
    }

    private readonly record struct Part(
        string Platform,
        int Kind,
        long Count,
        EmvRateEntry? Rate,
        string Reporting,
        Emv Emv
    )
    {
        public string Id => $"{EarnedMedia.Names[Kind]}/{Platform}";
    }
}
