using System.Text;
using CreatorStream.Import;

namespace CreatorStream.Offline;

/// <summary>
/// An analyst's CSV file: UTF-8, or UTF-16 with a mark, gzip or not; separated by commas, or by semicolons where the header line
/// has more of these.
/// </summary>
internal static class CsvInput
{
    private const int HeaderBytes = 1 << 14;

    /// <exception cref="InputException">What is wrong, with file and line, and what to do.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static T Read<T>(string path, Func<CsvRows, InputFile, T> read)
    {
        try
        {
            using var file = InputFile.Open(path);
            return Read(file, read);
        }
        catch (Exception e) when (e is InputException or InvalidDataException)
        {
            throw new InputException($"{path}: {InputFile.Reason(e)}", e);
        }
    }

    /// <exception cref="InputException">What is wrong, with the line, and what to do.</exception>
    public static T Read<T>(InputFile file, Func<CsvRows, InputFile, T> read)
    {
        try
        {
            (string delimiter, Stream text) = Delimiter(file.Text);
            using var rows = new CsvRows(text, delimiter, columns: null);
            return read(rows, file);
        }
        catch (Exception e) when (e is DecoderFallbackException or InvalidDataException)
        {
            throw new InputException(InputFile.Reason(e), e);
        }
    }

    /// <summary>What separates the names of the header line, and the whole text again.</summary>
    private static (string Delimiter, Stream Text) Delimiter(Stream text)
    {
        byte[] head = new byte[HeaderBytes];
        Span<byte> start = head.AsSpan(0, text.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        Span<byte> line = start.TrimStart("\r\n"u8);
        line = line.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var end ? line[..end] : line;
        string delimiter = line.Count((byte)';') > line.Count((byte)',') ? ";" : ",";
        return (delimiter, new PrefixedStream(head.AsMemory(0, start.Length), text));
    }
}
