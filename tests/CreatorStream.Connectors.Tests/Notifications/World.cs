using System.Text.Json;
using CreatorStream.Connectors.Notifications;
using CreatorStream.Embedded;
using CreatorStream.Events;
using CreatorStream.Pipeline.Views;
using CreatorStream.Redis.Tests;

namespace CreatorStream.Connectors.Tests.Notifications;

/// <summary>Views, a file of notifications and a store on disk, which can be opened again as after a restart.</summary>
internal sealed class World : IDisposable
{
    public const string Secret = "whsec_bm8tb25lLWtub3dzLXRoaXMtc2VjcmV0LWJ1dC11cw==";

    private readonly HttpSender sender;
    private readonly string file;
    private long version;

    /// <param name="url">Written to the file <c>url</c>: an address that is a secret.</param>
    public World(string yaml, string url = "")
    {
        sender = new HttpSender(Time);
        Folder.Write("secret", Secret);
        Folder.Write("url", url);
        file = Folder.Write("notifications.yaml", yaml);
        Views = new MemoryViewStore();
        Store = OpenStore();
        (Watch, Channels) = Open();
    }

    public Scratch Folder { get; } = new();

    public HandClock Time { get; } = new();

    public MemoryViewStore Views { get; private set; }

    public SqliteNotificationStore Store { get; private set; }

    public AlertWatch Watch { get; private set; }

    public IReadOnlyList<ChannelDelivery> Channels { get; private set; }

    /// <summary>By the file.</summary>
    public NotificationSettings Settings => NotificationsFile.Read(file).Open(sender, Time);

    public RecordedLog<World> Log { get; } = new();

    /// <summary>As a new process has it: the views come again, and the store is on disk.</summary>
    public void Restart()
    {
        Store.Dispose();
        Watch.Dispose();
        Views.Dispose();
        Views = new MemoryViewStore();
        Store = OpenStore();
        (Watch, Channels) = Open();
    }

    /// <param name="minutesAgo">When it opened, by the clock.</param>
    /// <param name="held">For how many minutes.</param>
    /// <param name="isLearned">A detector found it, which knows a band.</param>
    public object Alert(
        double minutesAgo,
        int held = 5,
        bool isOpen = false,
        string rule = "ctr-drop",
        string severity = "warning",
        string? creator = null,
        bool isMuted = false,
        bool isLearned = false
    )
    {
        long opened = Rfc3339.ToMicros(Time.GetUtcNow()) - (long)(minutesAgo * 60_000_000);
        string Text(long minutes) => Rfc3339.Format(opened + (minutes * 60_000_000));
        return new
        {
            id = $"{Text(0)}/{rule}/{creator}",
            rule,
            severity,
            opened = Text(0),
            updated = Text(held - 1),
            closed = isOpen ? null : Text(held),
            title = "CTR fell",
            text = "1 %, less than half.",
            creator,
            value = 0.01,
            expected = 0.03,
            high = isLearned ? 0.04 : (double?)null,
            muted = isMuted ? new { by = "key:a", until = Text(60) } : null,
            ofALaterRelease = 5,
        };
    }

    /// <summary>Of the campaigns that are shown next.</summary>
    public string CampaignName { get; set; } = "Spring <1>";

    /// <summary>The code of the badge that the views have which are shown next; null: none.</summary>
    public string? Badge { get; set; }

    public void Show(params object[] alerts) => ShowOf("default", "spring", alerts);

    public void ShowOf(string workspace, string campaign, params object[] alerts)
    {
        Put(
            ViewKey.OfWorkspace(workspace, "campaigns"),
            ($"\"{campaign}\"", new { id = campaign, name = CampaignName })
        );
        Put(new ViewKey(workspace, campaign, "alerts"), [.. alerts.Select((alert, n) => ($"\"{n}\"", alert))]);
    }

    /// <summary>What waits, by channel.</summary>
    public string[] Waits(string channel)
    {
        var ids = new List<string>();
        Watch.Look();
        while (Store.Next(channel) is { } message)
        {
            var told = Notification.FromJson(message.Body);
            ids.Add($"{told.Type} {told.Data.Alert}");
            Store.Remove(message);
        }
        return [.. ids];
    }

    public void Dispose()
    {
        Watch.Dispose();
        Views.Dispose();
        Store.Dispose();
        sender.Dispose();
        Folder.Dispose();
    }

    private SqliteNotificationStore OpenStore() => SqliteNotificationStore.Open(Folder.Path("notifications.db"), Time);

    private (AlertWatch, IReadOnlyList<ChannelDelivery>) Open()
    {
        NotificationSettings settings = Settings;
        return (
            new AlertWatch(settings, Store, Views, Time, Log),
            [.. settings.Channels.Select(channel => new ChannelDelivery(channel, settings.Address, Store, Time, Log))]
        );
    }

    private void Put(ViewKey key, params (string Key, object Row)[] rows) =>
        Views.Put(
            new ViewDocument(
                key,
                ++version,
                new Dictionary<string, byte[]>(),
                new Dictionary<string, ViewTable>
                {
                    ["rows"] = new([
                        .. rows.Select(row => new ViewRow(row.Key, JsonSerializer.SerializeToUtf8Bytes(row.Row))),
                    ]),
                },
                JsonSerializer.SerializeToUtf8Bytes(
                    new { badges = Badge == null ? (object[])[] : [new { code = Badge, text = "" }] }
                )
            )
        );
}
