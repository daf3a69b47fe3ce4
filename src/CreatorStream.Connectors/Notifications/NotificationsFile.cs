using System.Globalization;
using System.Net;
using System.Text;
using CreatorStream.Events;
using CreatorStream.Import;
using CreatorStream.Pipeline.Workspaces.Alerts;
using MailKit.Security;
using MimeKit;

namespace CreatorStream.Connectors.Notifications;

/// <summary>Channels and rules of a file.</summary>
/// <param name="Address">Of the dashboard, to link there; null: nothing is linked.</param>
internal sealed record NotificationSettings(
    IReadOnlyList<Channel> Channels,
    IReadOnlyList<NotificationRule> Rules,
    Uri? Address
)
{
    /// <summary>To one alert among those of its campaign.</summary>
    public string? LinkTo(string workspace, string campaign, string alert) =>
        Address is { } address
            ? new Uri(
                address,
                $"campaigns/{Uri.EscapeDataString(campaign)}/alerts?workspace={Uri.EscapeDataString(workspace)}#{Uri.EscapeDataString(alert)}"
            ).AbsoluteUri
            : null;
}

/// <summary>The file of notifications; docs/alerts.md describes it.</summary>
public sealed class NotificationsFile
{
    private const int MostChannels = 50;
    private const int MostRules = 200;
    private const int MostReceivers = 20;
    private const int MostMinutes = 24 * 60;

    private readonly List<Func<HttpSender, TimeProvider, Channel>> channels = [];
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly List<NotificationRule> rules = [];
    private readonly string folder;
    private Uri? address;

    private NotificationsFile(string path) => folder = Path.GetDirectoryName(Path.GetFullPath(path))!;

    /// <summary>The names of its channels.</summary>
    public IReadOnlyCollection<string> Names => names;

    /// <exception cref="YamlFileException">It can't be used; the message names key and line, and never a secret.</exception>
    public static NotificationsFile Read(string path)
    {
        var file = new NotificationsFile(path);
        try
        {
            using var text = new StreamReader(path, new UTF8Encoding(false, true));
            file.Parse(YamlKeys.Load(path, text));
            return file;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new YamlFileException($"{path} can't be read: {error.Message}", error);
        }
    }

    /// <summary>Sends a sample by one channel, once.</summary>
    /// <exception cref="YamlFileException">There is no such channel.</exception>
    public async Task<NotificationTry> TryAsync(string channel, TimeProvider time, CancellationToken cancel)
    {
        using var sender = new HttpSender(time);
        Channel to =
            Open(sender, time).Channels.FirstOrDefault(of => of.Name == channel)
            ?? throw new YamlFileException(
                $"there is no channel '{channel}'; there are: {string.Join(", ", names.Order())}"
            );
        DateTimeOffset now = time.GetUtcNow();
        string id = string.Create(CultureInfo.InvariantCulture, $"msg_test_{now.ToUnixTimeMilliseconds()}");
        Answer answer = await ChannelDelivery.TryAsync(to, id, Notification.Sample(now), tries: 0, time, cancel);
        string more = answer.Outcome == Outcome.Again ? "; it would be sent again" : "";
        return new NotificationTry(
            answer.Outcome == Outcome.Taken,
            $"{channel}: {answer.Said}{more}" + (answer.Body is { Length: > 0 } body ? $"\n{body}" : "")
        );
    }

    internal NotificationSettings Open(HttpSender sender, TimeProvider time) =>
        new([.. channels.Select(channel => channel(sender, time))], rules, address);

    private void Parse(YamlKeys root)
    {
        YamlKeys list = root.Find("channels") ?? throw root.Error("'channels' is missing: whom to tell");
        YamlKeys? found = root.Find("rules");
        if (root.Find("address") is { } at)
        {
            string text = UrlOf(at, at.Scalar ?? "", mayBePlain: true).AbsoluteUri;
            address = new Uri(text.EndsWith('/') ? text : text + "/");
        }
        root.NoOthers();
        foreach (YamlKeys item in SomeOf(list))
        {
            channels.Add(ChannelOf(item));
            item.NoOthers();
        }
        foreach (YamlKeys item in found is null ? [] : SomeOf(found))
        {
            rules.Add(RuleOf(item));
            item.NoOthers();
        }
        if (channels.Count > MostChannels)
        {
            throw list.Error($"at most {MostChannels} channels");
        }
        if (rules.Count > MostRules)
        {
            throw found!.Error($"at most {MostRules} rules");
        }
    }

    private Func<HttpSender, TimeProvider, Channel> ChannelOf(YamlKeys item)
    {
        string name = item.Text("name") ?? throw item.Error("'name' is missing: what rules call it");
        if (!Ways.IsName(name))
        {
            throw item.Find("name")!.Error("letters, digits, dot, hyphen and underscore, at most 48, are a name");
        }
        if (!names.Add(name))
        {
            throw item.Error($"there are two channels of the name '{name}'");
        }
        switch (item.Text("kind"))
        {
            case "webhook":
                YamlKeys signed =
                    item.Find("secret") ?? throw item.Error("'secret' is missing: { env: NAME } or { file: PATH }");
                byte[][] secrets =
                [
                    .. YamlSecret.ReadAll(signed, folder).Select(of => YamlSecret.Standard(of.At, of.Text)),
                ];
                YamlKeys where = item.Find("url") ?? throw item.Error("'url' is missing");
                bool mayBePlain = item.Flag("insecure") ?? false;
                Uri url = UrlOf(where, where.Scalar ?? YamlSecret.Read(where, folder), mayBePlain);
                return (sender, time) => new WebhookChannel(name, url, secrets, sender, time);
            case "slack":
                YamlKeys hidden =
                    item.Find("url") ?? throw item.Error("'url' is missing: { env: NAME } or { file: PATH }");
                bool isPlain = item.Flag("insecure") ?? false;
                Uri posted = UrlOf(hidden, YamlSecret.Read(hidden, folder), isPlain);
                return (sender, _) => new SlackChannel(name, posted, sender);
            case "email":
                MailServer server = ServerOf(item);
                MailboxAddress from = MailboxOf(item.Find("from") ?? throw item.Error("'from' is missing"));
                YamlKeys receivers = item.Find("to") ?? throw item.Error("'to' is missing: one address or more");
                MailboxAddress[] to = [.. receivers.Items().Select(MailboxOf)];
                return to.Length is > 0 and <= MostReceivers
                    ? (_, _) => new EmailChannel(name, server, from, to)
                    : throw receivers.Error($"1 to {MostReceivers} addresses are wanted here");
            default:
                throw (item.Find("kind") ?? item).Error("'kind' is webhook, slack or email");
        }
    }

    private MailServer ServerOf(YamlKeys item)
    {
        string host = item.Text("host") ?? throw item.Error("'host' is missing: the mail server");
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            throw item.Find("host")!.Error("a host's name is wanted here");
        }
        bool mayBePlain = item.Flag("insecure") ?? false;
        SecureSocketOptions security = item.Text("security") switch
        {
            null or "starttls" => SecureSocketOptions.StartTls,
            "tls" => SecureSocketOptions.SslOnConnect,
            "none" when mayBePlain || IsLoopback(host) => SecureSocketOptions.None,
            "none" => throw item.Find("security")!
                .Error("without TLS everybody on the way reads along: only to this machine, or with 'insecure: true'"),
            _ => throw item.Find("security")!.Error("starttls, tls or none is wanted here"),
        };
        int port = NumberOf(item, "port", 1, 65_535) ?? (security == SecureSocketOptions.SslOnConnect ? 465 : 587);
        string? user = item.Find("user") is { } of ? of.Scalar ?? YamlSecret.Read(of, folder) : null;
        YamlKeys? password = item.Find("password");
        if ((user == null) != (password == null))
        {
            throw item.Error("'user' and 'password' go together");
        }
        return new MailServer(host, port, security, user, password is { } node ? YamlSecret.Read(node, folder) : "");
    }

    private NotificationRule RuleOf(YamlKeys item)
    {
        IReadOnlySet<string> told =
            SomeOf(item, "channels", "channel", names) ?? throw item.Error("'channels' is missing: by which to tell");
        IReadOnlySet<string> events =
            SomeOf(item, "events", "event", [AlertEvents.Opened, AlertEvents.Closed])
            ?? new HashSet<string> { AlertEvents.Opened };
        string least = item.Text("severity") ?? NotificationRule.Severities[0];
        if (!NotificationRule.Severities.Contains(least))
        {
            throw item.Find("severity")!.Error($"the least of {string.Join(", ", NotificationRule.Severities)}");
        }
        return new NotificationRule(
            [.. told],
            item.Text("workspace"),
            SomeOf(item, "campaigns", "campaign"),
            SomeOf(item, "rules", "rule", Alert.Rules),
            NotificationRule.SeverityOf(least),
            events.Contains(AlertEvents.Opened),
            events.Contains(AlertEvents.Closed),
            NumberOf(item, "minutes", 0, MostMinutes) ?? 0
        );
    }

    /// <param name="known">null: any.</param>
    /// <returns>null: the key is absent.</returns>
    private static HashSet<string>? SomeOf(
        YamlKeys item,
        string key,
        string kind,
        IReadOnlyCollection<string>? known = null
    )
    {
        if (item.Find(key) is not { } list)
        {
            return null;
        }
        var some = new HashSet<string>(StringComparer.Ordinal);
        foreach (YamlKeys at in SomeOf(list))
        {
            string name = at.Scalar ?? throw at.Error("a single value is wanted here");
            if (known?.Contains(name) == false)
            {
                throw at.Error($"there is no {kind} '{name}'; there are: {string.Join(", ", known.Order())}");
            }
            some.Add(name);
        }
        return some;
    }

    /// <summary>An empty list would look as if it said something.</summary>
    private static IReadOnlyList<YamlKeys> SomeOf(YamlKeys list) =>
        list.Items() is { Count: > 0 } items ? items : throw list.Error("one item or more is wanted here");

    /// <exception cref="YamlFileException">It is none; the address, which may be a secret, is not said.</exception>
    private static Uri UrlOf(YamlKeys at, string text, bool mayBePlain)
    {
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out Uri? url)
            || url.Scheme is not ("https" or "http")
            || url.UserInfo.Length > 0
            || url.Fragment.Length > 0
        )
        {
            throw at.Error("an address such as https://example.org/hook is wanted here, without a user or a fragment");
        }
        return url.Scheme == "https" || mayBePlain || url.IsLoopback
            ? url
            : throw at.Error("https is wanted here; or http to this machine, or with 'insecure: true'");
    }

    private static MailboxAddress MailboxOf(YamlKeys at) =>
        at.Scalar is { Length: <= 320 } text
        && MailboxAddress.TryParse(text, out MailboxAddress? mailbox)
        && mailbox.Domain.Length > 0
            ? mailbox
            : throw at.Error("an address such as name@example.org is wanted here");

    private static int? NumberOf(YamlKeys item, string key, int least, int most) =>
        item.Text(key) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number >= least
        && number <= most
            ? number
        : throw item.Find(key)!.Error($"a number from {least} to {most} is wanted here");

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out IPAddress? ip) && IPAddress.IsLoopback(ip));
}

/// <summary>What became of a sample.</summary>
/// <param name="Said">In words, with the beginning of what the other side said.</param>
public sealed record NotificationTry(bool IsTaken, string Said);
