using System.IO.Compression;
using System.Text;

namespace CreatorStream.Import.Tests;

public sealed class InputTests
{
    private const string Text = "id,x\n1,Zoë\n";

    public static TheoryData<string> Forms =>
        ["utf-8", "utf-8 bom", "utf-16 le bom", "utf-16 be bom", "gzip", "gzip utf-16"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Encodings_and_gzip_make_no_difference(string form)
    {
        using var scratch = new Scratch();
        var bytes = form switch
        {
            "utf-8 bom" => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Text)],
            "utf-16 le bom" or "gzip utf-16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Text)],
            "utf-16 be bom" => [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Text)],
            _ => Encoding.UTF8.GetBytes(Text),
        };
        if (form.StartsWith("gzip", StringComparison.Ordinal))
            bytes = Gzip(bytes);
        using var file = InputFile.Open(scratch.Write("no-telling-name", bytes));
        using var reader = new StreamReader(file.Text, Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
        Assert.Equal(Text, reader.ReadToEnd());
    }

    [Fact]
    public void Utf16_without_a_mark_is_refused()
    {
        using var scratch = new Scratch();
        var path = scratch.Write("rows.csv", Encoding.Unicode.GetBytes(Text));
        var e = Assert.Throws<InputException>(() => InputFile.Open(path));
        Assert.Contains("UTF-16 without a byte order mark; save it as UTF-8", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unclosed_quote_is_reported_with_the_line_where_it_opens()
    {
        var text = "id,x\n1,\"two\nlines\"\n2,b\n3,\"open\n4,c\n5,d\n";
        var e = Assert.Throws<InputException>(() => Mapped.Run(Mapped.With(""), text));
        Assert.Equal("line 5: a quote is opened and never closed", e.Message);
    }

    [Fact]
    public void Lines_are_counted_through_quoted_line_ends_and_blank_lines()
    {
        var text = "id,x\n1,\"two\nlines\"\n\n2,b\n,c\n3\n";
        var (events, refused) = Mapped.Run(Mapped.With(""), text);
        Assert.Equal(2, events.Length);
        Assert.Equal(["6 id: is empty", "7 : 1 fields where there are 2 columns"], refused);
    }

    [Fact]
    public void Lines_of_any_length_come_through_whole()
    {
        var lines = new[] { "", "a", new string('b', 200_000), "c\r", "d" };
        var reader = new LineReader(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
        foreach (var (line, number) in lines.Select((line, i) => (line.TrimEnd('\r'), i + 1)))
        {
            Assert.True(reader.Read());
            Assert.Equal(line, Encoding.UTF8.GetString(reader.Line.Span));
            Assert.Equal(number, reader.Number);
        }
        Assert.False(reader.Read());
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
