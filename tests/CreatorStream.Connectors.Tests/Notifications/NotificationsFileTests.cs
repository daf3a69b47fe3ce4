using CreatorStream.Connectors.Notifications;
using CreatorStream.Import;

namespace CreatorStream.Connectors.Tests.Notifications;

public sealed class NotificationsFileTests : IDisposable
{
    private const string Good = """
        address: https://dash.example.org
        channels:
          - name: ops
            kind: webhook
            url: https://example.org/hook
            secret: { file: secret }
          - name: team
            kind: slack
            url: { file: slack }
          - name: mail
            kind: email
            host: smtp.example.org
            user: robot
            password: { file: plain }
            from: CreatorStream <robot@example.org>
            to: [ann@example.org, bea@example.org]
        rules:
          - channels: [ops, mail]
            workspace: acme
            campaigns: [spring]
            rules: [ctr-drop]
            severity: warning
            events: [opened, closed]
            minutes: 5
        """;

    private readonly Scratch scratch = new();

    public NotificationsFileTests()
    {
        scratch.Write("secret", World.Secret);
        scratch.Write("plain", "topsecret-topsecret");
        scratch.Write("slack", "https://hooks.example.org/topsecret");
        scratch.Write("http", "http://hooks.example.org/topsecret");
    }

    [Fact]
    public void Channels_and_rules_are_read() =>
        Assert.Equal(["mail", "ops", "team"], NotificationsFile.Read(Write(Good)).Names.Order());

    [Theory]
    [InlineData("name: ops", "name: a/b", "line 3: channels[0].name: letters, digits")]
    [InlineData("name: team", "name: ops", "line 7: channels[1]: there are two channels of the name 'ops'")]
    [InlineData("kind: webhook", "kind: pager", "line 4: channels[0].kind: 'kind' is webhook, slack or email")]
    [InlineData("secret: { file: secret }", "colour: red", "'secret' is missing")]
    [InlineData("secret: { file: secret }", "secret: topsecret-topsecret", "{ env: NAME } or { file: PATH } is wanted")]
    [InlineData("secret: { file: secret }", "secret: { file: plain }", "whsec_ and base64")]
    [InlineData("https://example.org/hook", "http://example.org/hook", "line 5: channels[0].url: https is wanted here")]
    [InlineData("https://example.org/hook", "https://u:topsecret@example.org", "without a user")]
    [InlineData("https://example.org/hook", "file:///etc/passwd", "an address such as")]
    [InlineData("{ file: slack }", "https://hooks.example.org/topsecret", "{ env: NAME } or { file: PATH } is wanted")]
    [InlineData("{ file: slack }", "{ file: http }", "https is wanted here")]
    [InlineData("host: smtp.example.org", "host: 'a b'", "a host's name is wanted here")]
    [InlineData("user: robot", "security: none", "without TLS everybody on the way reads along")]
    [InlineData("user: robot", "port: 0", "a number from 1 to 65535")]
    [InlineData("user: robot", "port: 25", "'user' and 'password' go together")]
    [InlineData("robot@example.org", "robot", "an address such as name@example.org")]
    [InlineData("[ann@example.org, bea@example.org]", "[]", "1 to 20 addresses")]
    [InlineData("[ops, mail]", "[ops, pager]", "line 18: rules[0].channels[1]: there is no channel 'pager'")]
    [InlineData("severity: warning", "severity: loud", "the least of good, warning, bad")]
    [InlineData("[opened, closed]", "[moved]", "there is no event 'moved'; there are: closed, opened")]
    [InlineData("[opened, closed]", "[]", "line 23: rules[0].events: one item or more")]
    [InlineData(
        "[ctr-drop]",
        "[ctr-drop, cpa-abov]",
        "line 21: rules[0].rules[1]: there is no rule 'cpa-abov'; there are: click-drop, "
    )]
    [InlineData("[ctr-drop]", "[]", "line 21: rules[0].rules: one item or more")]
    [InlineData("[spring]", "[]", "line 20: rules[0].campaigns: one item or more")]
    [InlineData("[ops, mail]", "[]", "line 18: rules[0].channels: one item or more")]
    [InlineData("minutes: 5", "minutes: 5\n---\nrules: []", "line 26: a second document")]
    [InlineData("minutes: 5", "minutes: 2000", "a number from 0 to 1440")]
    [InlineData("minutes: 5", "hours: 5", "hours: unknown key")]
    public void What_cant_be_used_is_named_and_no_secret_is_told(string good, string bad, string says)
    {
        string file = Write(Good.Replace(good, bad, StringComparison.Ordinal));
        string message = Assert.Throws<YamlFileException>(() => NotificationsFile.Read(file)).Message;
        Assert.Contains(says, message, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080/x", "")]
    [InlineData("http://localhost/x", "")]
    [InlineData("http://hooks.intern/x", "\n    insecure: true")]
    public void Plain_http_is_for_this_machine_or_where_the_operator_says_so(string url, string more) =>
        NotificationsFile.Read(Write(Good.Replace("https://example.org/hook", url + more, StringComparison.Ordinal)));

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains(
            "nowhere.yaml can't be read",
            Assert.Throws<YamlFileException>(() => NotificationsFile.Read(scratch.Path("nowhere.yaml"))).Message,
            StringComparison.Ordinal
        );

    public void Dispose() => scratch.Dispose();

    private string Write(string yaml) => scratch.Write("notifications.yaml", yaml);
}
