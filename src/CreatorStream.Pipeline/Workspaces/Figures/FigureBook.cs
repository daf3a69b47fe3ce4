using CreatorStream.Analytics.Attribution;
using CreatorStream.Analytics.Panes;
using CreatorStream.Analytics.Reach;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Audience;
using CreatorStream.Pipeline.Visitors.Comments;
using CreatorStream.Pipeline.Workspaces.Orders;
using CreatorStream.Pipeline.Workspaces.Probable;

namespace CreatorStream.Pipeline.Workspaces.Figures;

/// <summary>
/// What was counted of one workspace: the rows of all partitions, and their sums by campaign, creator and content, rolled
/// up through the catalog.
/// </summary>
/// <param name="numbers">By partition, what the numbers in its rows stand for.</param>
public sealed class FigureBook(
    string workspace,
    WorkspaceCatalog catalog,
    IReadOnlyDictionary<int, PartitionNumbers> numbers,
    StateScope scope
)
{
    private readonly Dictionary<Entity, EntityFigures> entities = [];
    private readonly Dictionary<string, List<(Entity Entity, EntityFigures Figures)>> entitiesByCampaign = [];
    private readonly Dictionary<int, PartitionRows> partitions = [];
    private readonly HashSet<string> changedCampaigns = [];
    private readonly EntitySums waiting = new();
    private int mergedTo;
    private bool unattributedChanged;

    /// <summary>The greatest event time, microseconds since 1970; 0 before the first event.</summary>
    public long GreatestMicros { get; private set; }

    public int GreatestPane => GreatestMicros == 0 ? 0 : Pane.Of(GreatestMicros);

    /// <summary>A campaign, its creators and its content, as far as anything was ever counted for them.</summary>
    public IReadOnlyList<(Entity Entity, EntityFigures Figures)> EntitiesOf(string campaign) =>
        entitiesByCampaign.GetValueOrDefault(campaign) ?? [];

    /// <summary>All of which anything was ever counted.</summary>
    public IReadOnlyCollection<string> Campaigns => entitiesByCampaign.Keys;

    /// <summary>What touches came to by facets.</summary>
    public SplitBook Splits { get; } = new(catalog, numbers, scope);

    /// <summary>All visits of the workspace, and who brought them.</summary>
    public SiteBook Site { get; } = new();

    /// <summary>Visits that nobody's link brought, by the hour.</summary>
    public SiteHours Hours { get; } = new();

    /// <summary>Conversions that lead to no campaign, and their revenue.</summary>
    public EntitySums Unattributed { get; } = new();

    /// <summary>Conversions that nobody proved and that wait, and what they come to.</summary>
    public EntitySums Waiting => waiting;

    public EntityFigures? Find(Entity entity) => entities.GetValueOrDefault(entity);

    /// <param name="creator">null: all of the campaign.</param>
    public EntityFigures? CreditedTo(string campaign, string? creator) =>
        Find(
            creator == null
                ? new Entity(workspace, campaign, EntityLevel.Campaign, "")
                : new Entity(workspace, campaign, EntityLevel.Creator, creator)
        );

    /// <param name="group">Of kinds of touches.</param>
    public void PutCounts(int partition, int group, in CountRow row)
    {
        PartitionRows rows = Rows(partition);
        TouchCounts deltas = rows.Counts[group].Put(row);
        AddCounts(rows.Numbers.Subjects[row.Subject], group, row.Pane, deltas);
    }

    public void PutReach(int partition, in ReachRow row)
    {
        PartitionRows rows = Rows(partition);
        ulong key = PaneRows.Key((row.Entity * RollingReach.WindowCount) + row.Window, row.Pane);
        AddReach(rows, key, rows.Reach.Put(key, new PeopleCounts { All = row.All, Excluded = row.Excluded }));
    }

    public void PutSessions(int partition, in SessionRow row)
    {
        PartitionRows rows = Rows(partition);
        ulong key = PaneRows.Key(row.Entity, row.Pane);
        AddSessions(rows, key, rows.Sessions.Put(key, row.Counts));
    }

    public void PutComments(int partition, in CommentRow row)
    {
        PartitionRows rows = Rows(partition);
        AddComments(rows, row.Subject, rows.Comments.Put((ulong)row.Subject, row.Counts));
    }

    public void PutAudience(int partition, in AudienceRow row)
    {
        PartitionRows rows = Rows(partition);
        ulong key = PaneRows.Key(row.Entity, row.Engagements);
        AddAudience(rows, key, rows.Audience.Put(key, row.Engagers));
    }

    /// <summary>A new owner of a partition begins anew: rows and numbers of before are void.</summary>
    /// <returns>Whether there were any.</returns>
    public bool VoidAll(int partition)
    {
        Splits.Void(partition);
        if (!partitions.Remove(partition, out PartitionRows? rows))
        {
            return false;
        }
        using PartitionRows ending = rows;
        for (int at = 0; at < rows.Counts.Count; at++)
        {
            int group = at;
            rows.Counts[group]
                .Void(
                    (key, deltas) =>
                        AddCounts(rows.Numbers.Subjects[PaneRows.SeriesOf(key)], group, PaneRows.PaneOf(key), deltas)
                );
        }
        rows.Reach.Void((key, deltas) => AddReach(rows, key, deltas));
        rows.Sessions.Void((key, deltas) => AddSessions(rows, key, deltas));
        rows.Audience.Void((key, deltas) => AddAudience(rows, key, deltas));
        rows.Comments.Void((subject, deltas) => AddComments(rows, (int)subject, deltas));
        return true;
    }

    public void Advance(long greatestMicros)
    {
        if (greatestMicros > GreatestMicros)
        {
            GreatestMicros = greatestMicros;
            Hours.Advance(GreatestPane);
        }
    }

    /// <summary>Merges panes that have grown old.</summary>
    public void MergeOld()
    {
        int cut = Pane.MinuteCut(GreatestPane);
        if (cut == mergedTo)
        {
            return;
        }
        mergedTo = cut;
        Splits.Steps.DropOld(GreatestPane);
        Site.Merge(GreatestPane);
        foreach (EntityFigures figures in entities.Values)
        {
            figures.Merge(GreatestPane);
        }
        foreach (PartitionRows rows in partitions.Values)
        {
            // What a task has merged upwards came as rows of nothing.
            foreach (CountRows counts in rows.Counts)
            {
                counts.DropZeros();
            }
            rows.Reach.Drop(row => row.IsZero);
            rows.Sessions.Drop(row => row.IsZero);
            rows.Audience.Drop(row => row.IsZero);
        }
    }

    /// <summary>The campaigns whose figures changed since the last time.</summary>
    /// <param name="unattributed">Conversions that lead to no campaign changed, which stand in the overview of every one.</param>
    public HashSet<string> TakeChanged(out bool unattributed)
    {
        unattributed = unattributedChanged;
        unattributedChanged = false;
        HashSet<string> changed = [.. changedCampaigns];
        changedCampaigns.Clear();
        return changed;
    }

    /// <summary>A subject is placed elsewhere, or on another platform: what was counted of it rolls up anew.</summary>
    public void Move(int partition, int subject, Home from, Home to)
    {
        (Placement before, Placement after) = (from.Placement, to.Placement);
        Splits.Move(partition, subject, before.Campaign, after.Campaign);
        if (!partitions.TryGetValue(partition, out PartitionRows? rows))
        {
            return;
        }
        string content = rows.Numbers.Subjects[subject].Content;
        for (int group = 0; group < rows.Counts.Count; group++)
        {
            PaneSeries<long> counts = rows.Counts[group].Of(subject, Kept);
            Site.Move(before, after, group, counts);
            foreach (Entity entity in Entity.Of(workspace, before, content))
            {
                EntityFigures figures = Of(entity);
                figures.AddCounts(group, counts, -1);
                figures.Activity.Add(from.Platform, group, counts, -1);
            }
            foreach (Entity entity in Entity.Of(workspace, after, content))
            {
                EntityFigures figures = Of(entity);
                figures.AddCounts(group, counts, 1);
                figures.Activity.Add(to.Platform, group, counts, 1);
            }
        }
        CommentCounts comments = rows.Comments.Find((ulong)subject);
        AddComments(before, content, default(CommentCounts) - comments);
        AddComments(after, content, comments);
    }

    /// <summary>What is shown of a campaign changed, though no figure did.</summary>
    public void Note(string campaign) => changedCampaigns.Add(campaign);

    private void AddCounts(Subject subject, int group, int pane, ReadOnlySpan<int> deltas)
    {
        int kept = Kept(pane);
        Placement placement = catalog.Place(subject);
        Site.Add(placement, group, kept, deltas);
        Hours.Add(subject, group, kept, deltas);
        string platform = catalog.PlatformOf(subject);
        foreach (Entity entity in Entity.Of(workspace, placement, subject.Content))
        {
            EntityFigures figures = Of(entity);
            figures.AddCounts(group, kept, deltas);
            figures.Activity.Add(platform, group, kept, deltas);
        }
    }

    /// <summary>The entities that a subject counts for.</summary>
    public IEnumerable<Entity> EntitiesOf(PlacedSubject of) => Entity.Of(workspace, of.Placement, of.Subject.Content);

    /// <summary>Adds steps of reach that no partition could tell by itself.</summary>
    public void AddReach(Entity entity, int window, int pane, int all, int excluded) =>
        Of(entity).AddReach(window, Kept(pane), all, excluded);

    private void AddReach(PartitionRows rows, ulong key, PeopleCounts deltas)
    {
        int series = PaneRows.SeriesOf(key);
        Entity entity = rows.Numbers.Entities[series / RollingReach.WindowCount];
        int window = series % RollingReach.WindowCount;
        Of(entity).AddReach(window, Kept(PaneRows.PaneOf(key)), deltas.All, deltas.Excluded);
    }

    private void AddSessions(PartitionRows rows, ulong key, SessionCounts deltas) =>
        Of(rows.Numbers.Entities[PaneRows.SeriesOf(key)]).AddSessions(Kept(PaneRows.PaneOf(key)), deltas);

    private void AddAudience(PartitionRows rows, ulong key, PeopleCounts deltas) =>
        Of(rows.Numbers.Entities[PaneRows.SeriesOf(key)]).AddEngagers(PaneRows.PaneOf(key), deltas);

    private void AddComments(PartitionRows rows, int number, CommentCounts deltas)
    {
        Subject subject = rows.Numbers.Subjects[number];
        AddComments(catalog.Place(subject), subject.Content, deltas);
    }

    private void AddComments(in Placement placement, string content, CommentCounts deltas)
    {
        if (!deltas.IsZero)
        {
            foreach (Entity entity in Entity.Of(workspace, placement, content))
            {
                Of(entity).Comments += deltas;
            }
        }
    }

    /// <summary>Adds what an order came to, or takes it back.</summary>
    /// <param name="credit">Whose it is by last touch.</param>
    /// <param name="sign">1 or −1.</param>
    public void AddOrder(in OrderOutcome outcome, in Credit credit, int sign, OrderSides sides)
    {
        if (!outcome.IsConversion)
        {
            return;
        }
        var columns = new CreditColumns(outcome, sign, sides);
        if (!outcome.Counts)
        {
            waiting.AddOrder(columns.Orders, columns.Revenue);
            unattributedChanged = true;
            return;
        }
        if (credit.IsUnattributed)
        {
            Unattributed.AddOrder(columns.Orders, columns.Revenue);
            unattributedChanged = true;
        }
        int pane = Kept(outcome.Pane);
        foreach (Entity entity in Entity.Of(workspace, new Placement(credit.Campaign, credit.Creator), credit.Content))
        {
            Of(entity).AddCredit(pane, columns.Orders, columns.Revenue);
        }
    }

    private EntityFigures Of(Entity entity)
    {
        changedCampaigns.Add(entity.Campaign);
        if (!entities.TryGetValue(entity, out EntityFigures? figures))
        {
            entities[entity] = figures = new EntityFigures();
            if (!entitiesByCampaign.TryGetValue(entity.Campaign, out List<(Entity, EntityFigures)>? of))
            {
                entitiesByCampaign[entity.Campaign] = of = [];
            }
            of.Add((entity, figures));
        }
        return figures;
    }

    private PartitionRows Rows(int partition)
    {
        if (!partitions.TryGetValue(partition, out PartitionRows? rows))
        {
            partitions[partition] = rows = new PartitionRows(numbers[partition], scope.Open());
        }
        return rows;
    }

    private int Kept(int pane) => Pane.Keep(pane, GreatestPane);
}
