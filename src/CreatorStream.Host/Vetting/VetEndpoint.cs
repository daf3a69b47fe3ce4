using System.Globalization;
using CreatorStream.Analytics.Authenticity.Vetting;
using CreatorStream.Events;
using CreatorStream.Import;
using CreatorStream.Offline.Vet;
using CreatorStream.Pipeline.Callers;
using Microsoft.AspNetCore.Http.Features;

namespace CreatorStream.Host.Vetting;

/// <summary>
/// <c>vet</c> by HTTP: a file in, its report out. Nothing of the file is kept, or written to the log. Two are vetted at a time, and few
/// are waited for, so that neither memory nor processors of those who look at figures are taken by it; who sends slowly keeps nobody
/// from being vetted.
/// </summary>
internal sealed class VetEndpoint(TimeProvider time)
{
    /// <summary>As it is sent, and unpacked.</summary>
    public const int MostBytes = 20_000_000;

    /// <summary>What makes for a report within seconds.</summary>
    public static readonly VetLimits Most = new(100_000, 100, MostBytes);

    private const int ReadAtOnce = 8;
    private const int VettedAtOnce = 2;
    private const int RetryAfterSeconds = 5;
    private static readonly TimeSpan MostSendTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MostVetTime = TimeSpan.FromSeconds(30);

    private int reading;
    private int vetting;

    public void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/api/vet", (Delegate)AnswerAsync)
            .WithMetadata(new RequiresAttribute(Rights.Read))
            .WithSummary(
                "Vets creators by a CSV of what is known of them, gzip or not; nothing of it is kept: see docs/vetting.md"
            );

    private async Task<IResult> AnswerAsync(HttpContext context)
    {
        try
        {
            // The web server's own limit is one of small bodies; ours is counted while reading.
            context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
            using MemoryStream? file = await InPlace(
                () => Interlocked.Increment(ref reading) <= ReadAtOnce,
                () => Interlocked.Decrement(ref reading),
                () => ReadAsync(context.Request)
            );
            IResult? answer =
                file == null
                    ? null
                    : await InPlace(
                        () => Interlocked.Increment(ref vetting) <= VettedAtOnce,
                        () => Interlocked.Decrement(ref vetting),
                        () => VetAsync(file, context.RequestAborted)
                    );
            if (answer != null)
            {
                return answer;
            }
            context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            return Refusal(
                StatusCodes.Status503ServiceUnavailable,
                "Other files are being vetted. Send it again in a few seconds."
            );
        }
        catch (InputException error)
        {
            return Refusal(StatusCodes.Status400BadRequest, error.Message);
        }
        catch (BadHttpRequestException error)
        {
            return Refusal(error.StatusCode, error.Message);
        }
    }

    /// <summary>Does something where there is a place for it.</summary>
    /// <returns>null: there is none.</returns>
    private static async Task<T?> InPlace<T>(Func<bool> take, Action leave, Func<Task<T>> act)
        where T : class
    {
        try
        {
            return take() ? await act() : null;
        }
        finally
        {
            leave();
        }
    }

    /// <summary>In a thread of its own turn: what is vetted takes seconds, and requests are answered where their bytes are read.</summary>
    private async Task<IResult> VetAsync(MemoryStream file, CancellationToken gone)
    {
        using var late = new CancellationTokenSource(MostVetTime, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, gone);
        try
        {
            return Results.Json(
                await Task.Run(async () => Vet(await UnpackedAsync(file, end.Token), end.Token), end.Token)
            );
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return Refusal(
                StatusCodes.Status413PayloadTooLarge,
                $"This takes longer than {MostVetTime.TotalSeconds} s. Split the file by creator, or use the command (creatorstream vet)."
            );
        }
    }

    private static VetAnswer Vet(MemoryStream file, CancellationToken cancel)
    {
        RecordWidth.ThrowIfTooWide(file.GetBuffer().AsSpan(0, (int)file.Length));
        VetFileContents contents = VetFile.Read(file, Most, cancel);
        List<VettingReport> reports = [];
        foreach (Prospect prospect in contents.Prospects)
        {
            reports.Add(ProspectVetting.Vet(prospect, cancel));
        }
        using var table = new StringWriter(CultureInfo.InvariantCulture);
        VetTable.Write(table, reports);
        return new(contents.Rows, contents.Ignored, [.. reports.Select(CreatorAnswer.Of)], table.ToString());
    }

    /// <summary>The file as it is sent.</summary>
    /// <exception cref="BadHttpRequestException">It is too large, or comes too slowly.</exception>
    private async Task<MemoryStream> ReadAsync(HttpRequest request)
    {
        if (request.HasFormContentType)
        {
            throw new BadHttpRequestException(
                "Send the file itself as the body, with the content type text/csv, and no form.",
                StatusCodes.Status415UnsupportedMediaType
            );
        }
        using var late = new CancellationTokenSource(MostSendTime, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, request.HttpContext.RequestAborted);
        try
        {
            return await CopyAsync(request.Body, end.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new BadHttpRequestException(
                $"The file did not come within {MostSendTime.TotalSeconds} s. Send it packed (gzip), or use the command (creatorstream vet).",
                StatusCodes.Status408RequestTimeout
            );
        }
    }

    /// <exception cref="InputException">It is broken.</exception>
    /// <exception cref="BadHttpRequestException">It is too large.</exception>
    private static async Task<MemoryStream> UnpackedAsync(MemoryStream sent, CancellationToken cancel)
    {
        if (sent.GetBuffer().AsSpan(0, (int)sent.Length) is not [0x1F, 0x8B, ..])
        {
            return sent;
        }
        try
        {
            await using var unpacked = new WholeGzipStream(sent);
            MemoryStream file = await CopyAsync(unpacked, cancel);
            // What reads files unpacks them too, and counts nothing.
            return file.GetBuffer().AsSpan(0, (int)file.Length) is [0x1F, 0x8B, ..]
                ? throw new InputException("the file is packed twice; unpack it once")
                : file;
        }
        catch (InvalidDataException)
        {
            throw new InputException("the file is broken gzip; fetch or pack it anew");
        }
    }

    private static async Task<MemoryStream> CopyAsync(Stream from, CancellationToken cancel)
    {
        var to = new MemoryStream();
        byte[] part = new byte[1 << 16];
        int read;
        while ((read = await from.ReadAsync(part, cancel)) > 0)
        {
            to.Write(part, 0, read);
            if (to.Length > MostBytes)
            {
                throw new BadHttpRequestException(
                    $"The file has more than {MostBytes} bytes (unpacked). Split it by creator, or use the command (creatorstream vet), which takes more.",
                    StatusCodes.Status413PayloadTooLarge
                );
            }
        }
        to.Position = 0;
        return to;
    }

    private static IResult Refusal(int status, string error) => Results.Json(new { error }, statusCode: status);
}
