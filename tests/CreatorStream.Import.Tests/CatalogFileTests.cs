using System.Text;

namespace CreatorStream.Import.Tests;

public sealed class CatalogFileTests
{
    [Fact]
    public void Lists_sections_and_ndjson_say_the_same()
    {
        const string List = """
            - { kind: campaign, id: spring, name: "2026", start: 2026-10-01, end: 2026-12-31 }
            - { kind: cost, id: fee, campaign: spring, cost: flat, amount: 204.00 }
            """;
        const string Sections = """
            # the same
            campaigns:
              - kind: campaign
                id: spring
                name: "2026"
                start: 2026-10-01
                end: 2026-12-31
            costs:
              - { kind: cost, id: fee, campaign: spring, cost: flat, amount: 204.00 }
            """;
        const string Ndjson = """
            {"kind":"campaign","id":"spring","name":"2026","start":"2026-10-01","end":"2026-12-31"}

            {"kind":"cost","id":"fee","campaign":"spring","cost":"flat","amount":"204.00"}
            """;
        IReadOnlyList<CatalogFileEntry> expected = CatalogFile.Parse("c", Ndjson);
        Assert.Equal([1, 3], expected.Select(e => e.Line));
        Assert.Equal(expected.Select(e => e.Json), CatalogFile.Parse("c", List).Select(e => e.Json));
        Assert.Equal(expected.Select(e => e.Json), CatalogFile.Parse("c", Sections).Select(e => e.Json));
        Assert.Equal([3, 9], CatalogFile.Parse("c", Sections).Select(e => e.Line));
    }

    [Theory]
    [InlineData("campaigns:\n  - { id: a }\n  - { id: a }\n", "line 3: id: a campaign 'a' is in line 2 already")]
    [InlineData(
        "campaigns:\n  - { id: a, start: 2026-02-02, end: 2026-02-01 }\n",
        "line 2: end: 2026-02-01 is before start, 2026-02-02"
    )]
    [InlineData(
        "costs:\n  - { id: a, from: 2026-02-02, to: 2026-02-01 }\n",
        "line 2: to: 2026-02-01 is before from, 2026-02-02"
    )]
    [InlineData("campaigns:\n  - { id: a, start: tomorrow }\n", "line 2: start: 'tomorrow' is no date")]
    [InlineData("campaigns:\n  - { name: a }\n", "line 2: id: is missing")]
    [InlineData("campains:\n  - { id: a }\n", "line 1: 'campains' is none of")]
    [InlineData("- { kind: thing, id: a }\n", "line 1: kind: 'thing' is unknown")]
    [InlineData("campaigns:\n  - id: \"a\n", "no YAML")]
    [InlineData("{\"kind\":\"campaign\",\"id\":\"a\"}\n{\"kind\":\"campaign\",\"id\":\"a\n", "line 2: no JSON")]
    [InlineData(
        "{\"kind\":\"campaign\",\"id\":\"a\"}\n{\"kind\":\"campaign\",\"id\":\"a\"}\n",
        "line 2: id: a campaign 'a' is in line 1 already"
    )]
    [InlineData(
        "creators:\n  - { id: a, name: \"x\\u202Egnp\" }\n",
        "line 2: name: holds characters that change the direction of text"
    )]
    public void Mistakes_are_named_with_their_line(string text, string expected)
    {
        CatalogFileException e = Assert.Throws<CatalogFileException>(() => CatalogFile.Parse("c", text));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_id_may_be_of_two_kinds()
    {
        Assert.Equal(2, CatalogFile.Parse("c", "campaigns: [{ id: a }]\ncreators: [{ id: a }]\n").Count);
    }

    [Fact]
    public void Utf16_is_read_with_a_mark_and_refused_without()
    {
        using var scratch = new Scratch();
        const string Text = "campaigns:\n  - { id: a }\n";
        string marked = scratch.Write("marked.yaml", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Text)]);
        Assert.Single(CatalogFile.Read(marked));
        string unmarked = scratch.Write("unmarked.yaml", Encoding.Unicode.GetBytes(Text));
        CatalogFileException e = Assert.Throws<CatalogFileException>(() => CatalogFile.Read(unmarked));
        Assert.Contains("UTF-16 without a byte order mark", e.Message, StringComparison.Ordinal);
    }
}
