using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;

namespace CreatorStream.Pipeline.Workspaces.Views;

/// <summary>Publishes the views of one workspace: a new version only where figures changed.</summary>
public sealed class ViewPublisher(WorkspaceState workspace, IViewSink views, TimeProvider time)
{
    private readonly ViewBuilder builder = new(workspace);
    private readonly Dictionary<ViewKey, ViewDocument> published = [];
    private readonly Dictionary<string, int> openAlerts = [];
    private readonly HashSet<string> stale = [];
    private byte[] publishedList = CampaignList.Empty.Json;
    private long version;
    private long settledAtMicros;

    /// <summary>Names, dates and counters: they may stand in any view.</summary>
    public bool CatalogChanged { get; set; }

    /// <param name="full">
    /// All views of all campaigns that anything changed, be it the passing of event time, and the list of campaigns. Else
    /// only what somebody looks at, of the campaigns whose own figures changed; the rest waits for the next full round.
    /// </param>
    public void Publish(bool full)
    {
        bool timeMoved = workspace.Figures.GreatestMicros != settledAtMicros;
        settledAtMicros = workspace.Figures.GreatestMicros;
        IReadOnlySet<string> changed = workspace.Settle(timeMoved, out bool all);
        SortedSet<string> ids = builder.CampaignIds();
        stale.UnionWith(all || timeMoved || CatalogChanged ? ids : []);
        stale.UnionWith(changed);
        IEnumerable<string> due = full || all || CatalogChanged ? stale : changed;
        CatalogChanged = false;
        // One that is shown no more is told so; the others were never shown.
        foreach (string campaign in due.Where(of => ids.Contains(of) || openAlerts.ContainsKey(of)))
        {
            byte[]? state = null;
            foreach (string view in NextVersion.Views)
            {
                var key = new ViewKey(workspace.Name, campaign, view);
                // Alerts are judged by the minute, over two days of them: once a second is soon enough.
                bool isQuick = view != ViewNames.Alerts && views.IsWatched(key);
                if (full || isQuick || !published.ContainsKey(key))
                {
                    Publish(key, ref state);
                }
            }
        }
        if (full)
        {
            stale.Clear();
            PublishList(ids);
        }
    }

    /// <param name="state">That of the campaign's views of this round, once there is one.</param>
    private void Publish(ViewKey key, ref byte[]? state)
    {
        (var fields, var tables) = builder.Build(key.Campaign, key.View);
        NextVersion.AddTo(fields, tables, version);
        if (key.View == ViewNames.Alerts)
        {
            openAlerts[key.Campaign] = tables["rows"]
                .Rows.Count(row => row.Json.AsSpan().IndexOf("\"closed\":null"u8) >= 0);
        }
        ViewDocument? before = published.GetValueOrDefault(key);
        if (before != null && Keep(before, fields, tables))
        {
            return;
        }
        version++;
        state ??= builder.State(time.GetUtcNow(), version);
        var document = new ViewDocument(key, version, fields, tables, state);
        published[key] = document;
        views.Put(document);
    }

    private void PublishList(SortedSet<string> ids)
    {
        byte[] json = builder.CampaignList(ids, campaign => openAlerts.GetValueOrDefault(campaign));
        if (!publishedList.AsSpan().SequenceEqual(json))
        {
            publishedList = json;
            views.PutCampaigns(workspace.Name, new CampaignList([.. ids], json));
        }
    }

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
                        rows[i] = old.Rows[match];
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
