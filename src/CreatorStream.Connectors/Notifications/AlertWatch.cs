using System.Reactive.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using CreatorStream.Events;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Views;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Alerts;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Connectors.Notifications;

/// <summary>
/// Looks at the alerts of campaigns whose view changed, and puts in what the rules say is to be told and was not. It reads
/// views, so it is the same where these come from another process.
/// </summary>
internal sealed class AlertWatch : IDisposable
{
    /// <summary>Alerts whose last minute is longer ago, by the clock, are history: an import's, or of a long outage.</summary>
    public static readonly TimeSpan MostAge = TimeSpan.FromHours(6);

    /// <summary>Of a channel. What there is no room for is looked at again, until it is history.</summary>
    public const int MostWaiting = 1_000;

    /// <summary>
    /// For how long a view is waited for whose workspace still takes in what was there at its start, with this process or with
    /// another that took it over: a part of the events has silences that the whole has not. A start that doesn't end keeps nobody
    /// from being told.
    /// </summary>
    public static readonly TimeSpan MostStart = TimeSpan.FromMinutes(10);

    private const string AlertsView = "alerts";
    private const int IdBytes = 16;

    private readonly NotificationSettings settings;
    private readonly INotificationStore store;
    private readonly IViewSource views;
    private readonly TimeProvider time;
    private readonly FullQueues full;
    private readonly IDisposable listening;
    private readonly Lock gate = new();

    /// <summary>By campaign whose view is of a start, since when it is.</summary>
    private readonly Dictionary<(string Workspace, string Campaign), long> starting = [];
    private HashSet<(string Workspace, string Campaign)> changed = [];

    public AlertWatch(
        NotificationSettings settings,
        INotificationStore store,
        IViewSource views,
        TimeProvider time,
        ILogger logger
    )
    {
        full = new FullQueues(time, logger);
        this.settings = settings;
        this.store = store;
        this.views = views;
        this.time = time;
        listening = views
            .Changes.Where(key => key.View == AlertsView && key.Scope == ViewScope.Campaign)
            .Subscribe(Note);
    }

    /// <summary>Alerts since the start that a channel had no room for until they were history.</summary>
    public long LostOf(string channel) => full.LostOf(channel);

    /// <summary>Looks once at all campaigns whose alerts changed.</summary>
    /// <returns>The channels that have something new to send.</returns>
    /// <exception cref="LogUnavailableException">The store can't be read or written: what changed is looked at again.</exception>
    public IReadOnlySet<string> Look()
    {
        if (!views.AreWhole)
        {
            return new HashSet<string>();
        }
        HashSet<(string Workspace, string Campaign)> looked;
        lock (gate)
        {
            (looked, changed) = (changed, []);
        }
        var told = new HashSet<string>();
        var again = new HashSet<(string, string)>(looked);
        try
        {
            foreach ((string workspace, string campaign) in looked)
            {
                if (Look(workspace, campaign, told))
                {
                    again.Remove((workspace, campaign));
                    full.Note((workspace, campaign), []);
                }
            }
        }
        finally
        {
            lock (gate)
            {
                changed.UnionWith(again);
            }
            full.Say();
        }
        return told;
    }

    public void Dispose() => listening.Dispose();

    private void Note(ViewKey key)
    {
        lock (gate)
        {
            changed.Add((key.Workspace, key.Of));
        }
    }

    /// <returns>false: it is to be looked at again, since a channel had no room for all, or the view is not whole yet.</returns>
    private bool Look(string workspace, string campaign, HashSet<string> told)
    {
        if (views.Get(new ViewKey(workspace, campaign, AlertsView)) is not { } view)
        {
            return true;
        }
        if (!IsStarting(view))
        {
            starting.Remove((workspace, campaign));
        }
        else if (starting.TryAdd((workspace, campaign), time.GetTimestamp()) || !IsLong((workspace, campaign)))
        {
            return false;
        }
        long now = Rfc3339.ToMicros(time.GetUtcNow());
        IReadOnlyList<ShownAlert> alerts = ShownAlert.Read(view);
        if (alerts.All(alert => alert.IsMuted))
        {
            return true;
        }
        ILookup<string, ToldAlert> before = ByAlert(alerts, store.Told(workspace, campaign));
        var noRoom = new Dictionary<string, HashSet<string>>();
        foreach (ShownAlert alert in alerts.Where(alert => !alert.IsMuted))
        {
            bool isNews = IsNews(alert, now);
            var known = before[alert.Id].ToList();
            if (!isNews)
            {
                full.Lose((workspace, campaign), alert.Id, known);
            }
            foreach (NotificationRule rule in settings.Rules.Where(rule => rule.IsAbout(workspace, campaign, alert)))
            {
                foreach (string channel in rule.Channels)
                {
                    // The end of what was told is told, whatever became of it meanwhile: somebody waits for it.
                    bool isEnd = rule.TellsEndOf(alert) && Knows(known, channel, AlertEvents.Opened);
                    // One that was told to be over and goes on after all is not opened again.
                    if (
                        !(isEnd || (isNews && rule.IsMet(alert)))
                        || rule.EventOf(alert) is not { } what
                        || Knows(known, channel, what)
                        || Knows(known, channel, AlertEvents.Closed)
                    )
                    {
                        continue;
                    }
                    if (store.Waiting(channel) >= MostWaiting)
                    {
                        noRoom.TryAdd(alert.Id, []);
                        noRoom[alert.Id].Add(channel);
                        continue;
                    }
                    known.Add(Tell(workspace, campaign, alert, channel, what, now, known));
                    told.Add(channel);
                }
            }
        }
        full.Note((workspace, campaign), noRoom);
        return noRoom.Count == 0;
    }

    private bool IsLong((string, string) campaign) => time.GetElapsedTime(starting[campaign]) >= MostStart;

    private static bool IsStarting(ViewDocument view)
    {
        if (view.State.Length == 0)
        {
            return false;
        }
        using var state = JsonDocument.Parse(view.State);
        return state.RootElement.TryGetProperty("badges", out JsonElement badges)
            && badges.ValueKind == JsonValueKind.Array
            && badges
                .EnumerateArray()
                .Where(badge => badge.ValueKind == JsonValueKind.Object)
                .Any(badge =>
                    badge.TryGetProperty("code", out JsonElement code) && code.ValueEquals(BadgeCauses.Starting)
                );
    }

    /// <summary>No history; of what was there before anybody was to be told, what is still open.</summary>
    private bool IsNews(ShownAlert alert, long nowMicros) =>
        nowMicros - alert.UpdatedMicros <= MostAge.Ticks / TimeSpan.TicksPerMicrosecond
        && (alert.ClosedMicros == null || alert.ClosedMicros >= store.SinceMicros);

    private static bool Knows(IEnumerable<ToldAlert> known, string channel, string what) =>
        known.Any(of => of.Channel == channel && of.Event == what);

    /// <param name="known">What was told of the alert. What waits of that for the channel comes first.</param>
    private ToldAlert Tell(
        string workspace,
        string campaign,
        ShownAlert alert,
        string channel,
        string what,
        long now,
        IReadOnlyList<ToldAlert> known
    )
    {
        var notification = new Notification(
            Notification.TypeOf(what),
            Rfc3339.Format(now),
            new NotificationData(
                workspace,
                campaign,
                NameOf(workspace, campaign),
                alert.Id,
                alert.Rule,
                alert.Severity,
                alert.Title,
                alert.Text,
                alert.Creator,
                Rfc3339.Format(alert.OpenedMicros),
                Rfc3339.Format(alert.UpdatedMicros),
                alert.ClosedMicros is { } closed ? Rfc3339.Format(closed) : null,
                alert.Value,
                alert.Expected,
                settings.LinkTo(workspace, campaign, alert.Id)
            )
        );
        string creator = Alert.AboutOf(alert.Id);
        var told = new ToldAlert(channel, what, workspace, campaign, alert.Rule, creator, alert.OpenedMicros);
        store.Tell(
            told,
            new WaitingMessage(IdOf(told), channel, notification.ToJson(), now, now, 0),
            [.. known.Where(of => of.Channel == channel).Select(IdOf)]
        );
        return told;
    }

    /// <summary>What was told of each, by its id: openings may have moved since.</summary>
    private static ILookup<string, ToldAlert> ByAlert(IReadOnlyList<ShownAlert> alerts, IReadOnlyList<ToldAlert> told)
    {
        ILookup<(string Rule, string Creator), ShownAlert> byRule = alerts.ToLookup(alert =>
            (alert.Rule, Alert.AboutOf(alert.Id))
        );
        return told.Select(of =>
                (
                    Told: of,
                    Alert: NearestAlert.Find(
                        byRule[(of.Rule, of.Creator)],
                        alert => (alert.OpenedMicros, alert.UpdatedMicros),
                        of.Rule,
                        of.OpenedMicros
                    )
                )
            )
            .Where(of => of.Alert != null)
            .ToLookup(of => of.Alert!.Id, of => of.Told);
    }

    /// <summary>Follows from what is told and to whom: who loses the store sends what he sent before under the same id.</summary>
    private static string IdOf(ToldAlert of)
    {
        string alert = $"{Rfc3339.Format(of.OpenedMicros)}/{of.Rule}/{of.Creator}";
        string[] what = [of.Channel, of.Event, of.Workspace, of.Campaign, alert];
        byte[] hash = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(what));
        return "msg_" + Convert.ToHexStringLower(hash.AsSpan(0, IdBytes));
    }

    private string NameOf(string workspace, string campaign)
    {
        ViewTable? rows = views.Get(ViewKey.OfWorkspace(workspace, "campaigns"))?.Tables.GetValueOrDefault("rows");
        string key = JsonSerializer.Serialize(campaign);
        foreach (ViewRow row in (rows?.Rows ?? []).Where(row => row.Key == key))
        {
            using var json = JsonDocument.Parse(row.Json);
            if (json.RootElement.TryGetProperty("name", out JsonElement name) && name.GetString() is { Length: > 0 } of)
            {
                return of;
            }
        }
        return campaign;
    }
}
