using CreatorStream.Events;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Workspaces.Alerts;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>Publishes the views of one workspace: a new version only where figures changed.</summary>
public sealed class ViewPublisher(WorkspaceState workspace, IViewSink views, TimeProvider time)
{
    private static readonly View[] OfWorkspace = Of(ViewScope.Workspace);
    private static readonly View[] OfCampaign = Of(ViewScope.Campaign);

    private readonly ViewSources sources = new(workspace);
    private readonly Dictionary<ViewKey, ViewDocument> published = [];

    /// <summary>Of each view, what it had badges for.</summary>
    private readonly Dictionary<ViewKey, BadgeCauses> badges = [];

    /// <summary>The stamps of views that have one, as they were written last.</summary>
    private readonly Dictionary<ViewKey, long> stamps = [];

    /// <summary>Campaigns that have views.</summary>
    private readonly HashSet<string> shown = [];

    /// <summary>Campaigns whose watched views are to be published.</summary>
    private readonly Waiting due = new();

    /// <summary>Campaigns of which views wait for the next full round.</summary>
    private readonly Waiting stale = new();

    /// <summary>Whether the views of the workspace itself wait for the next full round.</summary>
    private bool isStale;
    private long version;
    private long settledAtMicros;
    private readonly long began = time.GetTimestamp();

    /// <summary>Whether something came since watched views were published.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Whether alerts may follow from nothing coming any more.</summary>
    public bool IsLive => sources.Alerts.Silence.IsLive;

    /// <summary>Whether it has its place among those that are published in the next full round.</summary>
    public bool IsBehind { get; set; }

    /// <summary>Whether views wait for a full round.</summary>
    public bool IsStale => isStale || stale.Count > 0;

    /// <summary>Whether it has its place among those whose orders are settled between rounds.</summary>
    public bool IsSettling { get; set; }

    /// <summary>Whether all orders are settled as events and the catalog are by now.</summary>
    public bool IsSettled => workspace.IsSettled;

    /// <summary>Settles orders that changed, some where that are many.</summary>
    /// <param name="isOver">Asked after each.</param>
    public void Settle(Func<bool> isOver) => workspace.Settle(isOver);

    /// <summary>Publishes what somebody looks at of the campaigns whose own figures changed, and all of those that had no views.</summary>
    /// <param name="isOver">Asked after each campaign.</param>
    /// <returns>Whether nothing of it is left.</returns>
    public bool PublishWatched(Func<bool> isOver)
    {
        bool timeMoved = workspace.Figures.GreatestMicros != settledAtMicros;
        settledAtMicros = workspace.Figures.GreatestMicros;
        IReadOnlySet<string> changed = workspace.TakeChanged(timeMoved, out bool all);
        sources.Names.Update(changed);
        sources.Sizes.Forget(changed);
        sources.Creators.Forget(changed);
        due.Add(all ? sources.Names.Ids : changed);
        bool ofAll =
            workspace.Figures.Site.TakeChanged()
            | workspace.Models.TakeNew()
            | workspace.Probable.TakeNew()
            | workspace.Cases.TakeCompared()
            | PassTime(timeMoved);
        stale.Add(ofAll || all || timeMoved ? sources.Names.Ids : []);
        stale.Add(changed);
        isStale |= workspace.OrderList.TakeLooseChanged() | stale.Count > 0 | workspace.Customers.TakeNew();
        Publish(due, full: false, isOver);
        return due.Count == 0;
    }

    /// <summary>What came is not all taken in: see <see cref="LiveSilence.StandStill"/>.</summary>
    public void StandStill() => sources.Alerts.Silence.StandStill(time.GetElapsedTime(began));

    /// <returns>Whether alerts may differ by it.</returns>
    private bool PassTime(bool timeMoved)
    {
        TimeSpan now = time.GetElapsedTime(began);
        if (timeMoved)
        {
            long micros = Rfc3339.ToMicros(time.GetUtcNow()) - workspace.Figures.GreatestMicros;
            sources.Alerts.Silence.Hear(now, TimeSpan.FromMicroseconds(micros));
        }
        return sources.Alerts.Silence.Pass(now);
    }

    /// <summary>Publishes all views of all campaigns that anything changed, and those of the workspace.</summary>
    /// <param name="isOver">Asked after each campaign.</param>
    /// <returns>Whether nothing is left of what waited when the round began; more may wait since (<see cref="IsStale"/>).</returns>
    public bool PublishAll(Func<bool> isOver)
    {
        stale.Add(sources.Names.Rank());
        stale.Add(sources.Alerts.Share(sources.Names.Ids) ? sources.Names.Ids : []);
        Publish(stale, full: true, isOver);
        workspace.Figures.Splits.Steps.Forget();
        if (stale.LeftOfRound > 0)
        {
            return false;
        }
        isStale = false;
        byte[]? state = null;
        foreach (View view in OfWorkspace.Where(view => view.IsReady(sources)))
        {
            Publish(view, ViewKey.OfWorkspace(workspace.Name, view.Name), ref state);
        }
        return true;
    }

    private void Publish(Waiting campaigns, bool full, Func<bool> isOver)
    {
        campaigns.BeginRound();
        while (campaigns.TryTake(out string? campaign))
        {
            // One that is shown no more is told so; the others were never shown.
            if (sources.Names.Contains(campaign) || shown.Contains(campaign))
            {
                Publish(campaign, full);
                if (isOver())
                {
                    break;
                }
            }
        }
    }

    private void Publish(string campaign, bool full)
    {
        shown.Add(campaign);
        byte[]? state = null;
        foreach (View view in OfCampaign)
        {
            var key = new ViewKey(workspace.Name, campaign, view.Name);
            bool isQuick = view.IsQuick && views.IsWatched(key);
            if ((full || isQuick || !published.ContainsKey(key)) && view.IsReady(sources))
            {
                Publish(view, key, ref state);
            }
        }
        if (full && sources.Alerts.IsBehind(campaign))
        {
            stale.Add([campaign]);
        }
    }

    /// <param name="state">That of the views of this round, once there is one.</param>
    private void Publish(View view, ViewKey key, ref byte[]? state)
    {
        if (view.StampOf(sources, key.Of) is { } stamp)
        {
            bool isOld = stamps.TryGetValue(key, out long written) && written == stamp;
            if (isOld && badges[key] == workspace.Badges)
            {
                return;
            }
            stamps[key] = stamp;
        }
        ViewDocument? before = published.GetValueOrDefault(key);
        (Dictionary<string, byte[]> fields, Dictionary<string, ViewTable> tables) = view.Write(sources, key.Of, before);
        NextVersion.AddTo(fields, tables, version);
        bool isSame = before != null && Keep(before, fields, tables);
        if (isSame && badges[key] == workspace.Badges)
        {
            return;
        }
        version++;
        state ??= sources.Part.Write(ViewState.Shape, new ViewState(workspace, time.GetUtcNow(), version));
        var document = new ViewDocument(key, version, fields, tables, state);
        published[key] = document;
        badges[key] = workspace.Badges;
        views.Put(document);
    }

    private static View[] Of(ViewScope scope) => [.. NextVersion.Views.Where(view => view.Scope == scope)];

    /// <summary>Puts the old bytes in place of equal new ones.</summary>
    /// <returns>Whether all were equal.</returns>
    private static bool Keep(
        ViewDocument before,
        Dictionary<string, byte[]> fields,
        Dictionary<string, ViewTable> tables
    )
    {
        bool same = true;
        foreach (string name in fields.Keys.ToArray())
        {
            if (before.Fields.TryGetValue(name, out byte[]? old) && old.AsSpan().SequenceEqual(fields[name]))
            {
                fields[name] = old;
            }
            else
            {
                same = false;
            }
        }
        foreach (string name in tables.Keys.ToArray())
        {
            ViewTable table = tables[name];
            ViewTable old = before.Tables[name];
            var rows = new ViewRow[table.Rows.Count];
            bool sameTable = old.Rows.Count == rows.Length;
            int at = 0;
            for (int i = 0; i < rows.Length; i++)
            {
                rows[i] = table.Rows[i];
                // Both are in the order of their keys, so rows are met in step; a new row only lets the old wait.
                int match = at;
                while (match < old.Rows.Count && old.Rows[match].Key != rows[i].Key && match < at + 4)
                {
                    match++;
                }
                if (match < old.Rows.Count && old.Rows[match].Key == rows[i].Key)
                {
                    at = match + 1;
                    if (old.Rows[match].Json.AsSpan().SequenceEqual(rows[i].Json))
                    {
                        sameTable &= match == i;
                        rows[i] = old.Rows[match] with { Stamp = rows[i].Stamp };
                        continue;
                    }
                }
                sameTable = false;
            }
            tables[name] = sameTable ? old : new ViewTable(rows);
            same &= sameTable;
        }
        return same;
    }
}
