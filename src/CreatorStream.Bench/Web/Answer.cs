using System.Text;

namespace CreatorStream.Bench.Web;

/// <summary>Finds the end of an answer of HTTP/1.1 among the bytes that have come, with no more than a service of ours sends.</summary>
internal static class Answer
{
    private const int StatusAt = 9;

    /// <returns>false: there is more to come.</returns>
    public static bool IsWhole(ReadOnlySpan<byte> bytes, out int status)
    {
        status = 0;
        int headers = bytes.IndexOf("\r\n\r\n"u8);
        if (headers < 0)
        {
            return false;
        }

        status = (bytes[StatusAt] - '0') * 100 + (bytes[StatusAt + 1] - '0') * 10 + bytes[StatusAt + 2] - '0';
        ReadOnlySpan<byte> body = bytes[(headers + 4)..];
        ReadOnlySpan<byte> length = ValueOf("Content-Length:"u8, bytes[..headers]);
        if (!length.IsEmpty)
        {
            return body.Length >= int.Parse(length, System.Globalization.CultureInfo.InvariantCulture);
        }
        // In chunks, then, or without a body.
        return ValueOf("Transfer-Encoding:"u8, bytes[..headers]).IsEmpty || body.EndsWith("0\r\n\r\n"u8);
    }

    private static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> headers)
    {
        for (int line = headers.IndexOf("\r\n"u8); line >= 0; line = headers.IndexOf("\r\n"u8))
        {
            headers = headers[(line + 2)..];
            if (headers.Length <= name.Length || !Ascii.EqualsIgnoreCase(headers[..name.Length], name))
            {
                continue;
            }

            int end = headers.IndexOf("\r\n"u8);
            return (end < 0 ? headers : headers[..end])[name.Length..].Trim(" "u8);
        }
        return default;
    }
}
