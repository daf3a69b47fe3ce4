using System.Text.RegularExpressions;
using CreatorStream.Connectors.Webhooks;
using CreatorStream.Import;

namespace CreatorStream.Connectors.Tests.Webhooks;

public sealed partial class WebhooksFileTests : IDisposable
{
    private const string Good = """
        hooks:
          - name: shop
            rights: [sell]
            secret: { file: secret }
            map: map.yaml
        """;

    private const string Map = "events: [{ id: { column: id }, type: click, time: { column: t }, visitor: v }]";

    private readonly Scratch scratch = new();

    public WebhooksFileTests()
    {
        scratch.Write("secret", "whsec_bm8tb25lLWtub3dzLXRoaXMtc2VjcmV0LWJ1dC11cw==");
        scratch.Write("short", "whsec_c2hvcnQ=");
        scratch.Write("plain", "topsecret-topsecret");
        scratch.Write("map.yaml", Map);
        scratch.Write("counters.yaml", "kind: counters\ncounters: [{ content: c, platform: p, time: { column: t } }]");
        scratch.Write(
            "workspace.yaml",
            Map.Replace("visitor: v", "visitor: v, workspace: other", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_hook_is_read() => Assert.Equal("shop", Assert.Single(WebhooksFile.Read(Write(Good))).Name);

    [Theory]
    [InlineData("name: shop", "name: a/b", "line 2: hooks[0].name: letters, digits")]
    [InlineData("name: shop", "nome: shop", "'name' is missing")]
    [InlineData("name: shop", "name: shop\n    color: red", "color: unknown key")]
    [InlineData("rights: [sell]", "rights: [manage]", "'manage' is neither collect nor sell")]
    [InlineData("rights: [sell]", "rights: []", "collect, sell or both are wanted here")]
    [InlineData("rights: [sell]", "workspace: acme", "'rights' is missing")]
    [InlineData("rights: [sell]", "rights: sell\n    workspace: ''", "1 to 200 bytes are a workspace")]
    [InlineData("map: map.yaml", "map: nowhere.yaml", "no mapping file 'nowhere.yaml'")]
    [InlineData("map: map.yaml", "map: counters.yaml", "a mapping of JSON into events is wanted here")]
    [InlineData("map: map.yaml", "map: workspace.yaml", "'workspace' is not the mapping's to say here")]
    [InlineData("{ file: secret }", "{ file: nowhere }", "line 4: hooks[0].secret: ")]
    [InlineData("{ file: secret }", "{{ SECRET }}", "line 4: hooks[0].secret: a key that is no text; is it a template")]
    [InlineData("{ file: secret }", "{ file: short }", "a secret of less than 16 bytes can be guessed")]
    [InlineData("{ file: secret }", "{ file: plain }", "a secret of this signature is whsec_ and base64")]
    [InlineData("{ file: secret }", "topsecret-topsecret", "{ env: NAME } or { file: PATH } is wanted here")]
    [InlineData("{ file: secret }", "{ env: CREATORSTREAM_NO_SUCH_SECRET }", "CREATORSTREAM_NO_SUCH_SECRET is not set")]
    [InlineData("{ file: secret }", "{ env: A, file: secret }", "one of 'env' and 'file' is wanted here")]
    [InlineData("{ file: secret }", "{ file: secret }\n    signature: md5", "standard, or { header: NAME")]
    [InlineData(
        "{ file: secret }",
        "{ file: plain }\n    signature: { header: X, form: utf8 }",
        "'form' is hex or base64"
    )]
    [InlineData("{ file: secret }", "{ file: plain }\n    signature: { form: hex }", "'header' is missing")]
    public void What_cant_be_used_is_named_and_no_secret_is_told(string good, string bad, string says)
    {
        string file = Write(Good.Replace(good, bad, StringComparison.Ordinal));
        string message = Assert.Throws<YamlFileException>(() => WebhooksFile.Read(file)).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_hooks_have_two_names()
    {
        string file = Write(Good + Good["hooks:".Length..]);
        Assert.Contains("two hooks", Assert.Throws<YamlFileException>(() => WebhooksFile.Read(file)).Message, default);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains(
            "nowhere.yaml can't be read",
            Assert.Throws<YamlFileException>(() => WebhooksFile.Read(scratch.Path("nowhere.yaml"))).Message,
            StringComparison.Ordinal
        );

    /// <summary>What the page tells readers to paste is a file of hooks and the mappings that it names.</summary>
    [Fact]
    public void The_example_of_the_docs_is_read()
    {
        string page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "webhooks.md"));
        IReadOnlyList<Match> files = Pasted().Matches(page);
        Assert.Equal(["shop-orders.yaml", "webhooks.yaml"], files.Select(of => of.Groups["name"].Value).Order());
        foreach (Match file in files)
        {
            scratch.Write(file.Groups["name"].Value, file.Groups["text"].Value);
        }
        scratch.Write("shop.secret", File.ReadAllText(scratch.Path("secret")));
        Assert.Equal("shop", Assert.Single(WebhooksFile.Read(scratch.Path("webhooks.yaml"))).Name);
    }

    public void Dispose() => scratch.Dispose();

    private string Write(string text) => scratch.Write("hooks.yaml", text);

    [GeneratedRegex(
        @"^cat > (?<name>\S+) <<'END'\n(?<text>.*?)^END$",
        RegexOptions.Singleline | RegexOptions.Multiline
    )]
    private static partial Regex Pasted();
}
