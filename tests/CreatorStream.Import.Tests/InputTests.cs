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
        byte[] bytes = form switch
        {
            "utf-8 bom" => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Text)],
            "utf-16 le bom" or "gzip utf-16" => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Text)],
            "utf-16 be bom" => [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Text)],
            _ => Encoding.UTF8.GetBytes(Text),
        };
        if (form.StartsWith("gzip", StringComparison.Ordinal))
        {
            bytes = Gzip(bytes);
        }

        using var file = InputFile.Open(scratch.Write("no-telling-name", bytes));
        using var reader = new StreamReader(file.Text, Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
        Assert.Equal(Text, reader.ReadToEnd());
    }

    [Fact]
    public void Utf16_without_a_mark_is_refused()
    {
        using var scratch = new Scratch();
        string path = scratch.Write("rows.csv", Encoding.Unicode.GetBytes(Text));
        InputException e = Assert.Throws<InputException>(() => InputFile.Open(path));
        Assert.Contains("UTF-16 without a byte order mark; save it as UTF-8", e.Message, StringComparison.Ordinal);
    }

    /// <summary>A download that broke off, or a file of another encoding with this one's mark.</summary>
    [Theory]
    [InlineData("id,x\n1,Zo", true, new byte[] { 0xEB })]
    [InlineData("id,x\n1,Zo", true, new byte[] { 0x00, 0xDC })]
    [InlineData("{\"id\":\"1\"}\n", false, new byte[] { 0x7B })]
    public void Text_that_ends_within_a_character_is_a_fault_of_the_file(string text, bool isCsv, byte[] rest)
    {
        byte[] file = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text), .. rest];
        Mapping? mapping = isCsv ? Mapped.Parse(Mapped.With("")) : null;
        InputException e = Assert.Throws<InputException>(() => Mapped.Run(mapping, file));
        Assert.Equal(
            "after line 0: a character is cut or in another encoding; fetch the file anew, or save it as UTF-8",
            e.Message
        );
    }

    [Fact]
    public void What_comes_long_before_a_character_that_is_none_is_read_and_its_line_told()
    {
        string rows = string.Concat(Enumerable.Range(1, 100_000).Select(i => $"{i},x\n"));
        byte[] file = [.. Encoding.UTF8.GetBytes("id,x\n" + rows), 0xC3];
        InputException e = Assert.Throws<InputException>(() => Mapped.Run(Mapped.Parse(Mapped.With("")), file));
        Assert.Matches("^after line [0-9]{4,6}: a character is cut", e.Message);
    }

    [Fact]
    public void A_mapping_or_catalog_that_ends_within_a_character_is_a_fault_of_that_file()
    {
        using var scratch = new Scratch();
        string path = scratch.Write("cut.yaml", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("creators: "), 0x7B]);
        foreach (
            Exception e in (Exception[])
                [
                    Assert.Throws<CatalogFileException>(() => CatalogFile.Read(path)),
                    Assert.Throws<YamlFileException>(() => MappingFile.Load(path)),
                ]
        )
        {
            Assert.Equal(
                $"{path}: a character is cut or in another encoding; fetch the file anew, or save it as UTF-8",
                e.Message
            );
        }
    }

    [Fact]
    public void An_unclosed_quote_is_reported_with_the_line_where_it_opens()
    {
        string text = "id,x\n1,\"two\nlines\"\n2,b\n3,\"open\n4,c\n5,d\n";
        InputException e = Assert.Throws<InputException>(() => Mapped.Run(Mapped.With(""), text));
        Assert.Equal("line 5: a quote is opened and never closed", e.Message);
    }

    [Fact]
    public void Lines_are_counted_through_quoted_line_ends_and_blank_lines()
    {
        string text = "id,x\n1,\"two\nlines\"\n\n2,b\n,c\n3\n";
        (string[]? events, string[]? refused) = Mapped.Run(Mapped.With(""), text);
        Assert.Equal(2, events.Length);
        Assert.Equal(["6 id: is empty", "7 : 1 fields where there are 2 columns"], refused);
    }

    [Fact]
    public void A_row_with_a_nul_byte_is_refused_and_the_others_are_not()
    {
        (string[]? events, string[]? refused) = Mapped.Run(Mapped.With(""), "id,x\n1,a\0b\n2,c\n");
        Assert.Single(events);
        Assert.Equal(["2 : a NUL byte, which no text has"], refused);
    }

    [Fact]
    public void A_gzip_that_was_cut_is_told_with_the_line()
    {
        byte[] file = Gzip(Encoding.UTF8.GetBytes("id,x\n" + string.Concat(Enumerable.Repeat("1,x\n", 100_000))));
        InputException e = Assert.Throws<InputException>(() =>
            Mapped.Run(Mapped.Parse(Mapped.With("")), file[..(file.Length / 2)])
        );
        Assert.Matches("^after line [0-9]+: the file is gzip that is cut or damaged; fetch it anew$", e.Message);
    }

    /// <summary>As <c>cat a.gz b.gz</c> makes it.</summary>
    [Fact]
    public void A_gzip_of_several_members_is_read_whole_or_not_at_all()
    {
        byte[] next = Gzip("2,b\n"u8.ToArray());
        byte[] first = Gzip("id,x\n1,a\n"u8.ToArray());
        (string[] events, _) = Mapped.Run(Mapped.Parse(Mapped.With("")), [.. first, .. next]);
        Assert.Equal(2, events.Length);
        next[0] ^= 1;
        InputException e = Assert.Throws<InputException>(() =>
            Mapped.Run(Mapped.Parse(Mapped.With("")), [.. first, .. next])
        );
        Assert.Contains("gzip that is cut or damaged", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_any_length_come_through_whole()
    {
        string[] lines = new[] { "", "a", new string('b', 200_000), "c\r", "d" };
        var reader = new LineReader(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
        foreach ((string? line, int number) in lines.Select((line, i) => (line.TrimEnd('\r'), i + 1)))
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
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
