using System.Runtime.InteropServices;
using CreatorStream.Analytics.Alerts.Learned;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Figures;
using CreatorStream.Pipeline.Workspaces.Views;

namespace CreatorStream.Pipeline.Workspaces.Alerts;

/// <summary>
/// Detectors of campaigns and of their largest creators and content. How many they are is bounded for the whole workspace,
/// since each takes memory and time; which they are follows from the figures.
/// </summary>
public sealed class WatchBook(WorkspaceState workspace)
{
    /// <summary>
    /// Steps that are run over at once, for some hundredths of a second. What late events leave to be run again beyond it waits for
    /// the next round, with the findings from before (<see cref="IsBehind"/>).
    /// </summary>
    private const int StepsAtOnce = 30_000;

    private const ulong Key = 0x5EA50;

    private readonly Dictionary<string, Dictionary<Entity, SeriesWatch>> campaigns = [];
    private readonly StepFigures figures = new();
    private readonly WorkingState state = new();
    private readonly HashSet<string> behind = [];
    private readonly WatchShares shares = new(workspace);

    /// <summary>By campaign, how often it was brought up to its figures.</summary>
    private readonly Dictionary<string, int> turns = [];

    /// <summary>Whether the last update left something of a campaign to the next.</summary>
    public bool IsBehind(string campaign) => behind.Contains(campaign);

    /// <summary>Shares what is watched among campaigns.</summary>
    /// <inheritdoc cref="WatchShares.Update"/>
    public bool Share(IReadOnlyCollection<string> shown) => shares.Update(shown);

    /// <summary>Brings the detectors of a campaign up to its figures.</summary>
    /// <param name="isShown">Whether a creator is.</param>
    /// <param name="shown">All campaigns that are shown.</param>
    public Watched Update(string campaign, Predicate<string> isShown, IReadOnlyCollection<string> shown)
    {
        Prune(shown);
        (List<(Entity Entity, EntityFigures Figures)> chosen, int leftOut) = Choose(campaign, isShown);
        Dictionary<Entity, SeriesWatch> before = campaigns.GetValueOrDefault(campaign) ?? [];
        var watches = new Dictionary<Entity, SeriesWatch>(chosen.Count);
        int now = Step.Of(workspace.Figures.GreatestPane);
        int oldest = int.MaxValue;
        int budget = StepsAtOnce;
        int turn = turns[campaign] = turns.GetValueOrDefault(campaign) + 1;
        behind.Remove(campaign);
        for (int at = 0; at < chosen.Count; at++)
        {
            // The campaign never waits: what is found of it hides what is found of its parts. Of these whoever had to wait comes
            // first in some round.
            (Entity entity, EntityFigures of) = chosen[at == 0 ? 0 : 1 + ((at + turn) % (chosen.Count - 1))];
            SeriesWatch watch = before.GetValueOrDefault(entity) ?? new SeriesWatch(OffsetOf(entity));
            watches[entity] = watch;
            int change = of.TakeOldestChange();
            oldest = Math.Min(oldest, change);
            if (change != int.MaxValue)
            {
                watch.Amend(Step.Of(change));
            }
            int due = watch.Due(now);
            if (due > budget && budget < StepsAtOnce)
            {
                behind.Add(campaign);
                continue;
            }
            budget -= due;
            watch.Update(
                now,
                figures,
                (first, end) =>
                    figures.Read(of.Counts, of.Orders, OrderColumns.Conversions + OrderColumns.Authentic, first, end),
                state
            );
        }
        campaigns[campaign] = watches;
        return new Watched(watches, oldest, leftOut);
    }

    /// <summary>The campaign, and the largest creators and content items.</summary>
    private (List<(Entity, EntityFigures)> Chosen, int LeftOut) Choose(string campaign, Predicate<string> isShown)
    {
        int most = shares.Of(campaign);
        var chosen = new List<(Entity, EntityFigures)>();
        var creators = new List<(ShownNames.Ranked Rank, Entity Entity, EntityFigures Figures)>();
        var content = new List<(ShownNames.Ranked Rank, Entity Entity, EntityFigures Figures)>();
        foreach ((Entity entity, EntityFigures of) in workspace.Figures.EntitiesOf(campaign))
        {
            if (entity.Level == EntityLevel.Campaign)
            {
                chosen.Add((entity, of));
            }
            else if (!of.IsEmpty && (entity.Level == EntityLevel.Content || isShown(entity.Name)))
            {
                (entity.Level == EntityLevel.Creator ? creators : content).Add(
                    (new ShownNames.Ranked(false, ShownNames.Events(of), entity.Name), entity, of)
                );
            }
        }
        int leftOut = creators.Count + content.Count + chosen.Count;
        Take(creators, most * 2 / 3);
        Take(content, most / 3);
        return (chosen, leftOut - chosen.Count);

        void Take(List<(ShownNames.Ranked Rank, Entity Entity, EntityFigures Figures)> of, int count)
        {
            if (of.Count > count)
            {
                of.Sort((one, other) => ShownNames.Order(one.Rank, other.Rank));
            }
            foreach (
                (_, Entity entity, EntityFigures figures) in CollectionsMarshal.AsSpan(of)[..Math.Min(count, of.Count)]
            )
            {
                chosen.Add((entity, figures));
            }
        }
    }

    /// <summary>Campaigns that are shown no more are watched no more.</summary>
    private void Prune(IReadOnlyCollection<string> shown)
    {
        if (campaigns.Count > shown.Count)
        {
            HashSet<string> kept = [.. shown];
            foreach (string campaign in campaigns.Keys.Where(campaign => !kept.Contains(campaign)).ToArray())
            {
                campaigns.Remove(campaign);
                turns.Remove(campaign);
                behind.Remove(campaign);
            }
        }
    }

    private static int OffsetOf(Entity entity) =>
        (int)(Hash64.Compute($"{entity.Campaign}/{(int)entity.Level}/{entity.Name}", Key) % Step.PerWeek);
}

/// <summary>Whom detectors watch in a campaign.</summary>
/// <param name="OldestChange">The first pane that changed since the last time; the greatest number: none.</param>
/// <param name="LeftOut">Creators and content items that are too many.</param>
public readonly record struct Watched(IReadOnlyDictionary<Entity, SeriesWatch> Of, int OldestChange, int LeftOut)
{
    public SeriesWatch? Find(Entity entity) => Of.GetValueOrDefault(entity);
}
