using System.Buffers;
using CreatorStream.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CreatorStream.Collect;

/// <summary>A whole request body in a pooled buffer.</summary>
public readonly struct RequestBody(byte[] buffer, int length, bool isLines) : IDisposable
{
    /// <summary>The most a body may have, as sent and expanded.</summary>
    public const int MostBytes = 5_000_000;

    /// <summary>A larger body is read up to here before it is refused: a client that is still sending would not read the answer.</summary>
    private const long MostDrained = 16_000_000;

    /// <summary>Of all bodies under way together: slow senders must not fill the memory.</summary>
    private const long MostBytesInUse = 512L << 20;

    private const long FirstBytes = 64 * 1024;

    private static long bytesInUse;

    private const string Json = "application/json";
    private const string Lines = "application/x-ndjson";

    /// <summary>Without the mark by which some programs begin UTF-8.</summary>
    public ReadOnlyMemory<byte> Bytes =>
        buffer.AsSpan(0, length).StartsWith("\uFEFF"u8) ? buffer.AsMemory(3, length - 3) : buffer.AsMemory(0, length);

    /// <summary>To the byte, which is what a sender signs.</summary>
    public ReadOnlyMemory<byte> Sent => buffer.AsMemory(0, length);

    /// <summary>NDJSON, one item a line.</summary>
    public bool IsLines => isLines;

    public void Dispose() => Return(buffer);

    /// <summary>Reads a body of JSON or NDJSON, gzip or not.</summary>
    /// <exception cref="RefusedException">It is too large, of another type, or no gzip.</exception>
    public static async Task<RequestBody> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        ReadOnlySpan<char> type = request.ContentType;
        type = (type.IndexOf(';') is >= 0 and var end ? type[..end] : type).Trim();
        bool isLines = type.Equals(Lines, StringComparison.OrdinalIgnoreCase);
        if (!isLines && !type.Equals(Json, StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException(
                StatusCodes.Status415UnsupportedMediaType,
                $"The content type must be {Json} or {Lines}."
            );
        }
        string encoding = request.Headers.ContentEncoding.ToString();
        if (encoding is not ("" or "identity" or "gzip"))
        {
            throw new RefusedException(
                StatusCodes.Status415UnsupportedMediaType,
                "The content encoding must be gzip, or none."
            );
        }
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            // Ours is counted while reading, so that the answer says it.
            limit.MaxRequestBodySize = null;
        }
        if (request.ContentLength > MostBytes)
        {
            await DrainAsync(request.Body, 0, cancel);
            throw TooLarge();
        }
        if (encoding != "gzip")
        {
            return await ReadAsync(request.Body, request.ContentLength, request, isLines, cancel);
        }
        await using var unpacked = new WholeGzipStream(request.Body);
        return await ReadAsync(unpacked, null, request, isLines, cancel);
    }

    /// <param name="whole">How long the stream is; null: nobody knows.</param>
    private static async Task<RequestBody> ReadAsync(
        Stream stream,
        long? whole,
        HttpRequest request,
        bool isLines,
        CancellationToken cancel
    )
    {
        // What comes decides, not what is announced: a sender who announces much and sends nothing must not take room.
        byte[] buffer = Rent((int)Math.Min(FirstBytes, (request.ContentLength ?? FirstBytes) + 1));
        int length = 0;
        try
        {
            while (true)
            {
                if (length == buffer.Length)
                {
                    byte[] larger = Rent(buffer.Length * 2);
                    buffer.AsSpan(0, length).CopyTo(larger);
                    Return(buffer);
                    buffer = larger;
                }
                int read = await stream.ReadAsync(buffer.AsMemory(length), cancel);
                length += read;
                // Where the length is known nobody asks for the end.
                if (read == 0 || length == whole)
                {
                    return new RequestBody(buffer, length, isLines);
                }
                if (length > MostBytes)
                {
                    await DrainAsync(request.Body, length, cancel);
                    throw TooLarge();
                }
            }
        }
        catch (InvalidDataException)
        {
            Return(buffer);
            throw new RefusedException(StatusCodes.Status400BadRequest, "The body is not valid gzip.");
        }
        catch
        {
            Return(buffer);
            throw;
        }
    }

    private static async Task DrainAsync(Stream body, long read, CancellationToken cancel)
    {
        byte[] sink = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            int more;
            while (read < MostDrained && (more = await body.ReadAsync(sink, cancel)) > 0)
            {
                read += more;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(sink);
        }
    }

    private static byte[] Rent(int bytes)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(bytes);
        if (Interlocked.Add(ref bytesInUse, buffer.Length) > MostBytesInUse)
        {
            Return(buffer);
            throw new RefusedException(
                StatusCodes.Status503ServiceUnavailable,
                "Too many bodies are under way at once; nothing was taken. Send it again."
            );
        }
        return buffer;
    }

    private static void Return(byte[] buffer)
    {
        Interlocked.Add(ref bytesInUse, -buffer.Length);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static RefusedException TooLarge() =>
        new(
            StatusCodes.Status413PayloadTooLarge,
            $"The body is larger than {MostBytes} bytes (expanded): send it in parts. Nothing of it was taken."
        );
}
