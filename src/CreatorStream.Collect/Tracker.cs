using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Ports;
using Microsoft.AspNetCore.Http;

namespace CreatorStream.Collect;

/// <summary>What browsers send: visitors by ids of ours, names that may stay, and then the way of all events.</summary>
internal sealed class Tracker(
    EventCollector collector,
    CatalogDirectory catalog,
    VisitorIds ids,
    CollectMetrics metrics,
    TimeProvider time
)
{
    /// <summary>How long a link may wait for its click to be durable before it leads on.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How far a stranger's time may lie ahead: the script goes by the service's clock, and the greatest time decides what is
    /// live for everybody.
    /// </summary>
    private const long MostAheadMicros = 60 * 1_000_000L;

    /// <summary>
    /// How far the time of a stranger's conversion may lie behind: an order that nobody proves is whose it was claimed first,
    /// and its bounds are by day. The script tells when its page was opened, and sends when it is left.
    /// </summary>
    private const long MostBehindMicros = 86_400 * 1_000_000L;

    private readonly StrangersNames names = new(metrics);
    private readonly BrowserFields fields = new(metrics);

    /// <exception cref="RefusedException">See <see cref="EventCollector.CollectAsync"/>.</exception>
    /// <exception cref="LogUnavailableException">The log can't take it now, or isn't known yet.</exception>
    public Task<CollectResult> PixelAsync(HttpContext context)
    {
        var said = BrowserEvent.Of(context.Request.QueryString);
        KnownNames? known = Workspace(said);
        if (Fault(said, known) is { } fault)
        {
            return Task.FromResult(Refuse(fault));
        }
        string? named = Ours(said[EventField.Visitor]);
        if (named == null && said[EventField.Person] != null && !VisitorCookie.ComesFromOwnPage(context.Request))
        {
            said.Mend(EventField.Person, null, metrics);
        }
        said[EventField.Visitor] =
            named ?? VisitorCookie.Of(context, ids, metrics, consents: VisitorCookie.Consents(context, said));
        return TakeAsync(Principal.Pixel, context, said, known!);
    }

    /// <summary>The script's: it keeps its visitor's id itself.</summary>
    /// <inheritdoc cref="PixelAsync"/>
    public Task<CollectResult> ScriptAsync(HttpContext context)
    {
        var said = BrowserEvent.Of(context.Request.QueryString);
        KnownNames? known = Workspace(said);
        if (Fault(said, known) is { } fault)
        {
            return Task.FromResult(Refuse(fault));
        }
        said[EventField.Visitor] = Ours(said[EventField.Visitor]) ?? ids.New();
        return TakeAsync(Principal.Script, context, said, known!);
    }

    /// <summary>The id that a page should use: the one it has, who clicked to get there, or a new one.</summary>
    /// <exception cref="LogUnavailableException">The log isn't known yet.</exception>
    public string IdFor(HttpContext context)
    {
        var said = BrowserEvent.Of(context.Request.QueryString);
        string? visitor = said[EventField.Visitor];
        return said.Click == null ? Ours(visitor) ?? ids.New()
            : ids.TryTake(said.Click, visitor, BrowserMark.Of(context)) ? visitor!
            : ids.New();
    }

    /// <returns>Where the link leads; null: there is no such link.</returns>
    /// <exception cref="LogUnavailableException">Which links there are isn't known yet.</exception>
    public async Task<string?> FollowAsync(HttpContext context, string code)
    {
        var asked = BrowserEvent.Of(context.Request.QueryString);
        string workspace = asked[EventField.Workspace] ?? Subject.DefaultWorkspace;
        if (catalog.Find(workspace) is not { } known || !known.TryLink(code, out LinkEntry? link))
        {
            ThrowIfUnread();
            return null;
        }
        known.TryContent(link.Content, out ContentEntry? content);
        string visitor = VisitorCookie.Of(context, ids, metrics, consents: VisitorCookie.Consents(context, asked));
        string click = ids.NewClick(visitor, BrowserMark.Of(context));
        var said = new BrowserEvent
        {
            [EventField.Id] = click,
            [EventField.Visitor] = visitor,
            [EventField.Workspace] = workspace,
            [EventField.Content] = link.Content,
            [EventField.Campaign] = content?.Campaign,
            [EventField.Creator] = content?.Creator,
            [EventField.Platform] = content?.Platform,
            Type = "click",
        };
        try
        {
            await ClickAsync(context, said).WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            // Whoever clicked doesn't wait; whether the click is lost is counted when it is known.
        }
        return Target(link, content, click, visitor);
    }

    /// <summary>Never fails: the shop is worth more than the click.</summary>
    private async Task ClickAsync(HttpContext context, BrowserEvent said)
    {
        try
        {
            if ((await CollectAsync(Principal.Link, context, said)).Accepted == 0)
            {
                metrics.CountLostClick();
            }
        }
        catch (RefusedException error)
        {
            metrics.CountRejected(error.CountedAs);
            metrics.CountLostClick();
        }
        catch (LogUnavailableException)
        {
            metrics.CountRejected("log");
            metrics.CountLostClick();
        }
    }

    private KnownNames? Workspace(BrowserEvent said)
    {
        ThrowIfUnread();
        return catalog.Find(said[EventField.Workspace] ?? Subject.DefaultWorkspace);
    }

    /// <summary>What strangers may say follows from the catalog: nothing is taken before it is there.</summary>
    private void ThrowIfUnread()
    {
        if (!catalog.IsComplete)
        {
            throw new LogUnavailableException("The catalog has not been read yet.");
        }
    }

    private Rejection? Fault(BrowserEvent said, KnownNames? known) =>
        said.Twice is { } field ? new Rejection(0, field, "is there twice")
        : known == null ? new Rejection(0, EventField.Workspace.JsonName(), "is not in the catalog")
        : IsAhead(said.Time) ? new Rejection(0, "time", "is more than a minute ahead of the service's clock")
        : null;

    /// <summary>
    /// Refused, and not mended: an event that is sent again has to be the same, so its time may not follow from when it
    /// came.
    /// </summary>
    private bool IsAhead(string? said) =>
        TryTime(said, out long micros) && micros > Rfc3339.ToMicros(time.GetUtcNow()) + MostAheadMicros;

    /// <summary>
    /// Mended, for it must not be lost: what is sent again so late is the same order all the same. Nothing else of an order
    /// that a stranger tells of says when it was.
    /// </summary>
    private void MendTime(BrowserEvent said)
    {
        if (
            TryTime(said.Time, out long micros)
            && micros < Rfc3339.ToMicros(time.GetUtcNow()) - MostBehindMicros
            && EventTypes.Parse(Bytes(said.Type), Bytes(said[EventField.Action]), out _).IsConversion()
        )
        {
            said.ForgetTime();
            metrics.CountMended("time");
        }

        static byte[] Bytes(string? text) => Encoding.UTF8.GetBytes(text ?? "");
    }

    private static bool TryTime(string? said, out long micros)
    {
        micros = 0;
        return said != null && Rfc3339.TryParse(Encoding.UTF8.GetBytes(said), out micros);
    }

    private CollectResult Refuse(Rejection fault)
    {
        metrics.CountRejected(fault.Field);
        return new CollectResult(0, [fault]);
    }

    private string? Ours(string? visitor)
    {
        if (visitor == null || ids.IsOurs(visitor))
        {
            return visitor;
        }
        metrics.CountMended(EventField.Visitor.JsonName());
        return null;
    }

    private Task<CollectResult> TakeAsync(Principal way, HttpContext context, BrowserEvent said, KnownNames known)
    {
        names.Settle(said, known);
        said[EventField.Id] ??= ids.NewEvent();
        said.Type ??= "visit";
        MendTime(said);
        return CollectAsync(way, context, said);
    }

    private Task<CollectResult> CollectAsync(Principal way, HttpContext context, BrowserEvent said)
    {
        said[EventField.Source] ??= way.Via;
        said[EventField.Agent] = context.Request.Headers.UserAgent;
        fields.Mend(said);
        // Not cancelled when the browser goes on to another page, as they do.
        return collector.CollectAsync(
            way,
            (said, Now: Rfc3339.ToMicros(time.GetUtcNow())),
            static (form, of) => of.said.Fill(form, of.Now),
            CancellationToken.None
        );
    }

    private static string Target(LinkEntry link, ContentEntry? content, string click, string visitor)
    {
        string campaign = content?.Campaign is { } named ? $"&utm_campaign={Uri.EscapeDataString(named)}" : "";
        return Append(
            link.Url,
            $"utm_source={Uri.EscapeDataString(content?.Platform ?? "creator")}&utm_medium=creator{campaign}"
                + $"&utm_content={Uri.EscapeDataString(link.Content)}&cs_click={click}&cs_vid={visitor}"
        );
    }

    private static string Append(Uri url, string parameters)
    {
        string path = url.GetLeftPart(UriPartial.Query);
        return $"{path}{(url.Query.Length == 0 ? "?" : "&")}{parameters}{url.Fragment}";
    }
}
