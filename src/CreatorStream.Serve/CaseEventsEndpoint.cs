using System.Globalization;
using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Pipeline.Workspaces.Cases;
using CreatorStream.Pipeline.Workspaces.Counters;
using CreatorStream.Serve.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CreatorStream.Serve;

/// <summary>
/// The events that a case rests on, as CSV, or the readings of counters. Events are looked for in the log when somebody asks: to keep the ids of all events beside the
/// figures would cost more than all figures.
/// </summary>
public sealed class CaseEventsEndpoint(
    IHistory history,
    Func<CaseEvidence, IEnumerable<FactBatch>> read,
    TimeProvider time
) : IDisposable
{
    /// <summary>More of one case are not listed: the first ones are enough to see what it is about.</summary>
    public const int MostEvents = 100_000;

    /// <summary>About as many of them: names may be long.</summary>
    private const int MostLetters = 16_000_000;

    private const int MinutesPerHour = 60;
    private const long MinuteMicros = 60_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Who takes the answer more slowly is cut off: others wait for the turn.</summary>
    private static readonly TimeSpan MostSendTime = TimeSpan.FromMinutes(1);

    /// <summary>A log is read whole for it, and others want the disk, too; and the answer is in memory until it is sent.</summary>
    private readonly SemaphoreSlim turns = new(1);

    public void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/campaigns/{id}/cases/events", GetAsync)
            .WithMetadata(new RequiresAttribute(Rights.Read))
            .WithSummary($"The events that a case rests on, as CSV: case is its id; at most {MostEvents:N0}");

    public void Dispose() => turns.Dispose();

    private async Task GetAsync(string id, HttpContext context)
    {
        if (!await TakeTurnAsync(context.RequestAborted))
        {
            await RefuseAsync(context, "5", "The events of a case are being read for somebody else; try again.");
            return;
        }
        try
        {
            await AnswerAsync(id, context);
        }
        finally
        {
            turns.Release();
        }
    }

    /// <returns>false: somebody else has it.</returns>
    private async Task<bool> TakeTurnAsync(CancellationToken gone)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, gone);
        try
        {
            await turns.WaitAsync(end.Token);
            return true;
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task AnswerAsync(string id, HttpContext context)
    {
        string of = context.Request.Query["case"].ToString();
        StringBuilder text;
        try
        {
            CaseEvidence? evidence = await history.FindCaseAsync(
                RequestWorkspace.Of(context.Request),
                RouteName.Of(context, id, fromEnd: 3),
                of,
                context.RequestAborted
            );
            if (evidence == null)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                await context.Response.WriteAsJsonAsync(
                    new { error = "There is no such case: case must be an id of the campaign's view cases." }
                );
                return;
            }
            text = evidence.Readings is { } readings ? Write(readings) : Read(evidence, context.RequestAborted);
        }
        catch (HistoryUnavailableException error)
        {
            await RefuseAsync(context, "1", error.Message);
            return;
        }
        catch (LogUnavailableException error)
        {
            await RefuseAsync(context, "5", error.Message);
            return;
        }
        await SendAsync(context, text);
    }

    private static async Task RefuseAsync(HttpContext context, string retryAfter, string error)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = retryAfter;
        await context.Response.WriteAsJsonAsync(new { error });
    }

    /// <summary>In parts, each when the client took the one before: so the answer is in memory once.</summary>
    private async Task SendAsync(HttpContext context, StringBuilder text)
    {
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=\"case-events.csv\"";
        using var late = new CancellationTokenSource(MostSendTime, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, context.RequestAborted);
        try
        {
            // Spreadsheets garble names in a file without the mark.
            await using var writer = new StreamWriter(
                context.Response.Body,
                new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
                leaveOpen: true
            );
            foreach (ReadOnlyMemory<char> part in text.GetChunks())
            {
                await writer.WriteAsync(part, end.Token);
            }
            await writer.FlushAsync(end.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            context.Abort();
        }
    }

    /// <summary>Of a case about a platform's counter: nothing of the log, for they are kept.</summary>
    internal static StringBuilder Write(IReadOnlyList<CounterEvidence> readings)
    {
        var text = new StringBuilder("time,platform,account,content,counter,value\n");
        foreach (CounterEvidence of in readings)
        {
            if (text.Length >= MostLetters)
            {
                break;
            }
            text.Append(Rfc3339.Format(of.Point.Micros))
                .Append(',')
                .Append(ReportText.Field(of.Subject.Platform))
                .Append(',')
                .Append(ReportText.Field(of.Subject.Account))
                .Append(',')
                .Append(ReportText.Field(of.Subject.Content))
                .Append(CultureInfo.InvariantCulture, $",{of.Counter},{of.Point.Value}\n");
        }
        return text;
    }

    private StringBuilder Read(CaseEvidence evidence, CancellationToken cancel)
    {
        var found = new List<(long TimeMicros, string Line)>();
        var seen = new HashSet<ulong>();
        (int counted, long letters) = (0, 0);
        foreach (FactBatch batch in read(evidence))
        {
            cancel.ThrowIfCancellationRequested();
            Find(batch, evidence, seen, found);
            for (; counted < found.Count; counted++)
            {
                letters += found[counted].Line.Length;
            }
            if (found.Count == MostEvents || letters >= MostLetters)
            {
                break;
            }
        }
        // Partitions are read one after the other, and that a pod meets is seen in the order of time.
        found.Sort(
            (a, b) =>
                a.TimeMicros != b.TimeMicros
                    ? a.TimeMicros.CompareTo(b.TimeMicros)
                    : string.CompareOrdinal(a.Line, b.Line)
        );
        return found.Aggregate(
            new StringBuilder("event,actor,type,time,content\n"),
            (text, of) => text.Append(of.Line).Append('\n')
        );
    }

    /// <param name="seen">Fingerprints of events that came before: a log has some twice.</param>
    internal static void Find(
        FactBatch batch,
        CaseEvidence evidence,
        HashSet<ulong> seen,
        List<(long TimeMicros, string Line)> into
    )
    {
        EventBatch events = batch.Events;
        batch.Start();
        for (int row = 0; row < events.Count && into.Count < MostEvents; row++)
        {
            ulong visitor = batch.Identity.Visitors[row];
            string content = Encoding.UTF8.GetString(events.Bytes(EventField.Content, row));
            long time = events.TimesMicros[row];
            if (!IsPart(batch, row, visitor, content, evidence) || !seen.Add(batch.Identity.Fingerprints[row]))
            {
                continue;
            }
            string id = Encoding.UTF8.GetString(events.Bytes(EventField.Id, row));
            string actor = Encoding.UTF8.GetString(events.Bytes(EventField.Visitor, row));
            into.Add(
                (
                    time,
                    $"{ReportText.Field(id)},{ReportText.Field(actor)},{events.Types[row].WireName()},{Rfc3339.Format(time)},{ReportText.Field(content)}"
                )
            );
        }
    }

    /// <param name="visitor">Of a crawler's call, which it makes in a visitor's name, the crawler.</param>
    private static bool IsPart(FactBatch batch, int row, ulong visitor, string content, CaseEvidence evidence)
    {
        EventBatch events = batch.Events;
        EventType type = events.Types[row];
        long time = events.TimesMicros[row];
        if (!IsOf(evidence.Workspace, events, row) || !IsBy(batch, row, visitor, evidence.Partitions))
        {
            return false;
        }
        return evidence switch
        {
            { Code: { } code } => type.IsConversion()
                && code.Equals(
                    Encoding.UTF8.GetString(events.Bytes(EventField.Code, row)),
                    StringComparison.OrdinalIgnoreCase
                ),
            { Clicks: { } clicks } => type == EventType.Click && clicks.Contains((visitor, time)),
            { Acts: { } acts } => IsEngagement(type)
                && !batch.IsAnonymous(row)
                && acts.Contains((visitor, content, HourOf(time))),
            _ => type.IsTouch() && CampaignOf(events, row, content, evidence) == evidence.Campaign,
        };
    }

    /// <summary>
    /// Whether an actor did it, or somebody in its name faster than people do: of strangers' actions it isn't known here which of them
    /// were part of that.
    /// </summary>
    private static bool IsBy(FactBatch batch, int row, ulong visitor, IReadOnlyDictionary<ulong, int>? actors) =>
        actors == null
        || actors.ContainsKey(visitor)
        || (
            batch.IsAnonymous(row)
            && batch.Events.Types[row].IsAction()
            && !batch.IsCrawler(row)
            && actors.ContainsKey(Shadow.Burst.Of(visitor))
        );

    /// <summary>A partition has the events of all workspaces, and a code may be used in several.</summary>
    private static bool IsOf(string workspace, EventBatch events, int row)
    {
        string named = Encoding.UTF8.GetString(events.Bytes(EventField.Workspace, row));
        return (named.Length == 0 ? Subject.DefaultWorkspace : named) == workspace;
    }

    /// <summary>Of these group cases are made.</summary>
    private static bool IsEngagement(EventType type) => type.Class() is EventClass.Engagement or EventClass.Social;

    private static string CampaignOf(EventBatch events, int row, string content, CaseEvidence evidence) =>
        content.Length > 0 && evidence.Placed.TryGetValue(content, out string? placed)
            ? placed
            : Encoding.UTF8.GetString(events.Bytes(EventField.Campaign, row));

    private static int HourOf(long timeMicros) =>
        (int)((timeMicros - Rfc3339.EarliestMicros) / MinuteMicros / MinutesPerHour);
}
