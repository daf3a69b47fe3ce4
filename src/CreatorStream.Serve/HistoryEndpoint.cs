using System.Globalization;
using System.Text;
using System.Text.Json;
using CreatorStream.Events;
using CreatorStream.Pipeline.Views.Shapes;
using CreatorStream.Pipeline.Workspaces;
using CreatorStream.Serve.Callers;
using Microsoft.AspNetCore.Http;

namespace CreatorStream.Serve;

/// <summary>Figures of a campaign in equal steps over any period.</summary>
internal static class HistoryEndpoint
{
    public const int MostSteps = 10_000;
    private const int MostStepSeconds = 86_400 * 366;

    /// <summary>The authentic columns; those of all events follow, as rawImpressions and so on.</summary>
    private static readonly (string Name, Action<Utf8JsonWriter, HistoryFigures> Write)[] Columns =
    [
        ("impressions", (json, of) => json.WriteNumberValue(of.Impressions)),
        ("clicks", (json, of) => json.WriteNumberValue(of.Clicks)),
        ("visits", (json, of) => json.WriteNumberValue(of.Visits)),
        ("engagements", (json, of) => json.WriteNumberValue(of.Engagements)),
        ("sessions", (json, of) => json.WriteNumberValue(of.Sessions)),
        ("bounceRate", (json, of) => Values.Ratio.Write(json, of.BounceRate)),
        ("engagedSeconds", (json, of) => json.WriteNumberValue(of.EngagedSeconds)),
        ("conversions", (json, of) => json.WriteNumberValue(of.Conversions)),
        ("revenue", (json, of) => Values.Money.Write(json, of.RevenueMicros)),
    ];

    public static async Task<IResult> GetAsync(
        string id,
        string? from,
        string? to,
        string? step,
        HttpContext context,
        IHistory history
    )
    {
        if (!TryTime(from, out long fromMicros))
        {
            return Bad("from", "must be a time in RFC 3339, such as 2026-11-21T08:00:00Z");
        }
        if (!TryTime(to, out long toMicros))
        {
            return Bad("to", "must be a time in RFC 3339, such as 2026-11-21T09:00:00Z");
        }
        // As a text, since the framework answers a number that is none without saying why.
        if (
            !int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            || seconds < 10
            || seconds % 10 != 0
            || seconds > MostStepSeconds
        )
        {
            return Bad("step", $"must be a number of seconds, a multiple of 10, at most {MostStepSeconds}");
        }
        if (fromMicros < Rfc3339.EarliestMicros || toMicros <= fromMicros)
        {
            return Bad("to", "must be after from, and from not before the year 2000");
        }
        long steps = (toMicros - fromMicros + (seconds * 1_000_000L) - 1) / (seconds * 1_000_000L);
        if (steps > MostSteps)
        {
            return Bad("step", $"gives {steps} steps, more than {MostSteps}: make it larger, or the period shorter");
        }
        try
        {
            HistoryRows? rows = await history.GetAsync(
                RequestWorkspace.Of(context.Request),
                RouteName.Of(context, id, fromEnd: 2),
                fromMicros,
                (int)steps,
                seconds,
                context.RequestAborted
            );
            return rows == null
                ? Results.Json(new { error = "There is no such campaign." }, statusCode: 404)
                : Results.Bytes(Write(rows, toMicros), "application/json");
        }
        catch (HistoryUnavailableException error)
        {
            context.Response.Headers.RetryAfter = "1";
            return Results.Json(new { error = error.Message }, statusCode: 503);
        }
    }

    private static byte[] Write(HistoryRows rows, long toMicros)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("from", Rfc3339.Format(rows.FromMicros));
            json.WriteString("to", Rfc3339.Format(toMicros));
            json.WriteNumber("step", rows.StepSeconds);
            json.WriteStartArray("startMs");
            for (int i = 0; i < rows.Steps.Count; i++)
            {
                json.WriteNumberValue((rows.FromMicros / 1000) + (i * rows.StepSeconds * 1000L));
            }
            json.WriteEndArray();
            foreach ((string name, Action<Utf8JsonWriter, HistoryFigures> write) in Columns)
            {
                WriteColumn(json, name, rows, at => write(json, at.Authentic));
            }
            foreach ((string name, Action<Utf8JsonWriter, HistoryFigures> write) in Columns)
            {
                WriteColumn(json, $"raw{char.ToUpperInvariant(name[0])}{name[1..]}", rows, at => write(json, at.Raw));
            }
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    private static void WriteColumn(Utf8JsonWriter json, string name, HistoryRows rows, Action<HistoryStep> write)
    {
        json.WriteStartArray(name);
        foreach (HistoryStep at in rows.Steps)
        {
            write(at);
        }
        json.WriteEndArray();
    }

    private static bool TryTime(string? text, out long micros)
    {
        micros = 0;
        return text != null && text.Length <= 40 && Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out micros);
    }

    private static IResult Bad(string field, string reason) =>
        Results.Json(new { error = $"{field} {reason}.", field }, statusCode: 400);
}
