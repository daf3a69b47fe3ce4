using System.Collections.Frozen;
using System.Net;
using System.Text.Json;
using CreatorStream.Collect;
using CreatorStream.Events;
using CreatorStream.Import;
using CreatorStream.Pipeline.Callers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CreatorStream.Connectors.Webhooks;

/// <summary>Takes signed calls of other programs: <c>POST /v1/hooks/{name}</c>.</summary>
public static class WebhookEndpoint
{
    /// <summary>Anybody may begin to send: one who doesn't go on must not keep a buffer. Senders give up sooner or little later.</summary>
    private static readonly TimeSpan MostSendTime = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Bodies of senders that are not proven yet, read at once: else strangers could take the room of all bodies. What most
    /// hooks send is small, and many of it may come: so few large ones that never end keep nobody out.
    /// </summary>
    private const int MostSmall = 1_024;

    private const int MostLarge = 16;

    /// <summary>One network has an eighth of them.</summary>
    private const int ShareOfOne = 8;
    private const int SmallBytes = 64 * 1024;

    private const string Form = "application/x-www-form-urlencoded";
    private const int MostPingBytes = 64;

    public static void MapWebhooks(this IEndpointRouteBuilder routes, IReadOnlyList<Webhook> hooks)
    {
        var byName = hooks.ToFrozenDictionary(hook => hook.Name, StringComparer.Ordinal);
        var small = new SitePlaces(MostSmall, MostSmall / ShareOfOne);
        var large = new SitePlaces(MostLarge, MostLarge / ShareOfOne);
        RefusalLog refusals = ActivatorUtilities.CreateInstance<RefusalLog>(routes.ServiceProvider);
        routes
            .MapPost(
                "/v1/hooks/{name}",
                (string name, HttpContext context) =>
                    TakeAsync(
                        context,
                        byName.GetValueOrDefault(name),
                        context.Request.ContentLength <= SmallBytes ? small : large,
                        refusals
                    )
            )
            // The signature is the door: a key is neither needed nor of use.
            .WithMetadata(new RequiresAttribute(Rights.None))
            .WithSummary("Takes what another program sends, signed: see docs/webhooks.md");
    }

    private static async Task TakeAsync(HttpContext context, Webhook? hook, SitePlaces unproven, RefusalLog refusals)
    {
        // Before the body is read. A hook that is not there is answered as one whose secret the caller doesn't know.
        if (hook == null)
        {
            throw Unproven();
        }
        CollectResult result;
        try
        {
            result = await TakeProvenAsync(context, hook, unproven, refusals);
        }
        catch (RefusedException refused) when (refused.Status is 400 or 408 or 413 or 415)
        {
            // What is no JSON is quoted to the sender, and to nobody else.
            string fault = refused.Status == 400 ? "the body is no JSON" : refused.Message;
            refusals.Note(hook.Name, fault, context.Connection.RemoteIpAddress);
            throw;
        }
        if (result.Rejections.Count > 0)
        {
            refusals.NoteRow(hook.Name, result.Rejections[0]);
        }
        await CollectEndpoints.Answer(context, result);
    }

    private static async Task<CollectResult> TakeProvenAsync(
        HttpContext context,
        Webhook hook,
        SitePlaces unproven,
        RefusalLog refusals
    )
    {
        if (context.Request.Headers.ContentEncoding.Count > 0)
        {
            throw new RefusedException(
                StatusCodes.Status415UnsupportedMediaType,
                "A signature is of the body as it is sent: send it without a content encoding."
            );
        }
        if (await ReadProvenAsync(context, hook, unproven, refusals) is not { } read)
        {
            return new CollectResult(0, []);
        }
        using RequestBody body = read;
        MappedBody mapped = Map(hook, body);
        CollectMetrics metrics = context.RequestServices.GetRequiredService<CollectMetrics>();
        foreach (Rejection rejection in mapped.Rejections)
        {
            metrics.CountRejected(rejection.Field);
        }
        CollectResult taken = new(0, []);
        if (mapped.Rows.Count > 0)
        {
            // Not cancelled when the sender goes: it is in the log, or not.
            taken = await context
                .RequestServices.GetRequiredService<EventCollector>()
                .CollectAsync(hook.Sender, mapped.Lines, isLines: true, CancellationToken.None);
        }
        IEnumerable<Rejection> rejections = mapped
            .Rejections.Concat(taken.Rejections.Select(of => of with { Index = mapped.Rows[of.Index] }))
            .OrderBy(of => of.Index);
        return new CollectResult(taken.Accepted, [.. rejections]);
    }

    /// <returns>null: it is a ping, which proves nothing and says nothing.</returns>
    private static async Task<RequestBody?> ReadProvenAsync(
        HttpContext context,
        Webhook hook,
        SitePlaces unproven,
        RefusalLog refusals
    )
    {
        IPAddress? from = context.Connection.RemoteIpAddress;
        if (!unproven.TryEnter(from))
        {
            refusals.Note(hook.Name, "too many are being read", from);
            throw new RefusedException(
                StatusCodes.Status503ServiceUnavailable,
                "Too many calls of hooks are being read at once; nothing was taken. Send it again."
            );
        }
        try
        {
            TimeProvider time = context.RequestServices.GetRequiredService<TimeProvider>();
            HttpRequest request = context.Request;
            if (MayBePing(request, hook))
            {
                if (await InTimeAsync(request, time, end => IsPingAsync(request.Body, end)))
                {
                    return null;
                }
                throw OtherType();
            }
            RequestBody body = await InTimeAsync(request, time, end => RequestBody.ReadAsync(request, end));
            if (hook.Signature.Fault(context.Request.Headers, body.Sent.Span, time.GetUtcNow()) is not { } fault)
            {
                return body;
            }
            body.Dispose();
            refusals.Note(hook.Name, fault, from);
            throw Unproven();
        }
        finally
        {
            unproven.Leave(from);
        }
    }

    /// <summary>WooCommerce tries the address so when a webhook is saved, without a signature.</summary>
    private static bool MayBePing(HttpRequest request, Webhook hook) =>
        request.ContentLength is > 0 and <= MostPingBytes
        && request.ContentType is { } type
        && type.Split(';')[0].Trim().Equals(Form, StringComparison.OrdinalIgnoreCase)
        && !request.Headers.ContainsKey(hook.Signature.Header);

    private static async Task<bool> IsPingAsync(Stream stream, CancellationToken end)
    {
        byte[] body = new byte[MostPingBytes];
        int length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, end);
        return IsPing(body.AsSpan(0, length));
    }

    private static bool IsPing(ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> name = "webhook_id="u8;
        return body.Length > name.Length
            && body.StartsWith(name)
            && !body[name.Length..].ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private static async Task<T> InTimeAsync<T>(
        HttpRequest request,
        TimeProvider time,
        Func<CancellationToken, Task<T>> read
    )
    {
        using var late = new CancellationTokenSource(MostSendTime, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, request.HttpContext.RequestAborted);
        try
        {
            return await read(end.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new RefusedException(
                StatusCodes.Status408RequestTimeout,
                $"The body did not come within {MostSendTime.TotalSeconds} s. Nothing was taken."
            );
        }
    }

    private static MappedBody Map(Webhook hook, RequestBody body)
    {
        if (body.IsLines)
        {
            throw OtherType();
        }
        try
        {
            return hook.Map(body.Bytes);
        }
        catch (JsonException error)
        {
            throw new RefusedException(StatusCodes.Status400BadRequest, $"The body is no JSON: {error.Message}");
        }
        catch (InputException error)
        {
            throw new RefusedException(
                StatusCodes.Status413PayloadTooLarge,
                $"Nothing was taken: {error.Message}. Send it in parts."
            );
        }
    }

    private static RefusedException OtherType() =>
        new(StatusCodes.Status415UnsupportedMediaType, "The content type of a hook must be application/json.");

    private static RefusedException Unproven() =>
        new(StatusCodes.Status401Unauthorized, "The call is not signed as this hook wants it.", "signature");
}
