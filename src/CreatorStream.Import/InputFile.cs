using System.Text;
using CreatorStream.Events;

namespace CreatorStream.Import;

/// <summary>What a file holds cannot be read; the message names the line where there is one.</summary>
public sealed class InputException : Exception
{
    public InputException() { }

    public InputException(string message)
        : base(message) { }

    public InputException(string message, Exception inner)
        : base(message, inner) { }

    public InputException(long line, string message)
        : base($"line {line}: {message}") { }
}

/// <summary>
/// A file as plain UTF-8 without a byte order mark, whatever it is on disk: gzip (known by its first bytes, not its
/// name), UTF-8 with a mark, UTF-16 with a mark. UTF-16 without a mark is refused: guessing could garble names.
/// </summary>
internal sealed class InputFile : IDisposable
{
    /// <summary>What is wrong where decoding fails, with what to do.</summary>
    public const string BadCharacter =
        "a character is cut or in another encoding; fetch the file anew, or save it as UTF-8";

    private const string BadGzip = "the file is gzip that is cut or damaged; fetch it anew";

    private readonly Stream file;

    private InputFile(Stream file, Stream text)
    {
        this.file = file;
        Text = text;
    }

    /// <summary>The contents, UTF-8.</summary>
    public Stream Text { get; }

    /// <summary>How much of the file has been read, 0 to 1.</summary>
    public double Fraction => file.Length == 0 ? 1 : Math.Min(1, (double)file.Position / file.Length);

    /// <summary>What is wrong with a file that can't be read to its end, with what to do.</summary>
    public static string Reason(Exception error) =>
        error switch
        {
            DecoderFallbackException => BadCharacter,
            InvalidDataException => BadGzip,
            _ => error.Message,
        };

    /// <exception cref="InputException">An encoding that is not handled.</exception>
    /// <exception cref="IOException">No such file, or it cannot be read.</exception>
    public static InputFile Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);
        try
        {
            return file.CanSeek
                ? Of(file)
                : throw new InputException("is a pipe or a device; save what comes of it to a file first");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <param name="file">From its beginning; can seek. It is disposed with what is returned.</param>
    /// <exception cref="InputException">An encoding that is not handled.</exception>
    public static InputFile Of(Stream file)
    {
        Span<byte> magic = stackalloc byte[2];
        bool gzip = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
        file.Position = 0;
        Stream stream = gzip ? new WholeGzipStream(file) : file;
        return new InputFile(file, Decode(new BufferedStream(stream, 1 << 16)));
    }

    public void Dispose()
    {
        Text.Dispose();
        file.Dispose();
    }

    private static Stream Decode(BufferedStream stream)
    {
        byte[] head = new byte[4];
        int length = stream.ReadAtLeast(head, 4, throwOnEndOfStream: false);
        Span<byte> start = head.AsSpan(0, length);
        if (start is [0xEF, 0xBB, 0xBF, ..])
        {
            return new PrefixedStream(head.AsMemory(3, length - 3), stream);
        }

        if (start is [0xFF, 0xFE, 0, 0] or [0, 0, 0xFE, 0xFF])
        {
            throw new InputException("the file is UTF-32; save it as UTF-8");
        }

        if (start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            var utf16 = new UnicodeEncoding(
                bigEndian: head[0] == 0xFE,
                byteOrderMark: false,
                throwOnInvalidBytes: true
            );
            var rest = new PrefixedStream(head.AsMemory(2, length - 2), stream);
            return Encoding.CreateTranscodingStream(rest, utf16, new UTF8Encoding(false));
        }
        if (start.Contains((byte)0))
        {
            throw new InputException("the file is no text, or UTF-16 without a byte order mark; save it as UTF-8");
        }

        return new PrefixedStream(head.AsMemory(0, length), stream);
    }
}
