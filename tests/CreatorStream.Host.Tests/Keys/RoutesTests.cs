using System.Net;
using System.Security.Cryptography;
using System.Text;
using CreatorStream.Host.Configuration;
using CreatorStream.Host.Running;
using CreatorStream.Kafka;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Serve.Callers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CreatorStream.Host.Tests.Keys;

/// <summary>
/// Every route of every process names its right, and is answered to nobody without it: tried one by one with no key, with
/// keys of all other rights, and with a key of another workspace.
/// </summary>
public sealed class RoutesTests : IDisposable
{
    private const string Mine = "acme";
    private const string Foreign = "other";

    /// <summary>What is sent, where the body names the workspace.</summary>
    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["/v1/events"] = """
            {"id":"e","type":"visit","time":"2026-01-01T00:00:00Z","visitor":"v","workspace":"other"}
            """,
        ["/v1/counters"] = """
            {"content":"c","platform":"x","time":"2026-01-01T00:00:00Z","views":1,"workspace":"other"}
            """,
        ["/api/catalog"] = """{"kind":"workspace","id":"other"}""",
        ["/api/separations"] = """{"visitor":"v","apart":true,"workspace":"other"}""",
        ["/api/overrides"] = """{"visitor":"v","verdict":"authentic","workspace":"other"}""",
        ["/api/alerts"] = """
            {"campaign":"c","alert":"2026-01-01T00:00:00Z/ctr-drop/","decision":"acknowledge","workspace":"other"}
            """,
        ["/api/cases"] = """{"case":"pod/0","decision":"confirmed","workspace":"other"}""",
        ["/api/erasures"] = """{"visitor":"v","workspace":"other"}""",
    };

    private readonly Scratch scratch = new();
    private readonly HttpClient client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    private string KeysFile => scratch.Path("keys.json");

    [Fact]
    public async Task Of_the_service_in_one_process()
    {
        Dictionary<Rights, string> keys = MakeKeys();
        await using Service service = await Service.StartAsync(
            new ServiceOptions
            {
                Data = scratch.Path("data"),
                Port = 0,
                Keys = KeysFile,
            },
            TimeProvider.System,
            CancellationToken.None
        );
        await TryAllAsync(service.Routes, service.Address, keys, waitsForKafka: false);
    }

    [Fact]
    public async Task A_hook_of_the_settings_takes_a_signed_call()
    {
        const string Secret = "0123456789abcdef";
        const string Body = """{"at":"2026-01-01T00:00:00Z"}""";
        scratch.Write("secret", Secret);
        scratch.Write(
            "map.yaml",
            "events: [{ id: { row: hash }, type: click, time: { column: at }, visitor: v, campaign: c }]"
        );
        string file = scratch.Write(
            "hooks.yaml",
            "hooks: [{ name: x, rights: [collect], secret: { file: secret }, signature: { header: X-Sign, form: hex }, map: map.yaml }]"
        );
        await using Service service = await Service.StartAsync(
            new ServiceOptions
            {
                Data = scratch.Path("data"),
                Port = 0,
                Webhooks = file,
            },
            TimeProvider.System,
            CancellationToken.None
        );
        using var call = new HttpRequestMessage(HttpMethod.Post, new Uri(service.Address, "/v1/hooks/x"))
        {
            Content = new StringContent(Body, Encoding.UTF8, "application/json"),
        };
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(Body));
        call.Headers.Add("X-Sign", Convert.ToHexStringLower(signature));
        using HttpResponseMessage answer = await client.SendAsync(call);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>The dashboard makes its pages itself, and says of an address that it is none; all else is not found.</summary>
    [Theory]
    [InlineData("GET", "/", 200, "text/html")]
    [InlineData("GET", "/operations", 200, "text/html")]
    [InlineData("GET", "/campaigns/a/overview", 200, "text/html")]
    [InlineData("GET", "/nowhere", 200, "text/html")]
    [InlineData("GET", "/mark.svg", 200, "image/svg+xml")]
    [InlineData("GET", "/none.svg", 404, "application/json")]
    [InlineData("POST", "/", 404, "application/json")]
    [InlineData("POST", "/nowhere", 404, "application/json")]
    [InlineData("POST", "//v1/events", 404, "application/json")]
    [InlineData("GET", "//v1/events", 404, "application/json")]
    [InlineData("GET", "/v1/x", 404, "application/json")]
    [InlineData("POST", "/v1/x", 404, "application/json")]
    [InlineData("GET", "/api/x", 404, "application/json")]
    public async Task Pages_are_answered_to_GET_alone(string method, string path, int status, string type)
    {
        scratch.Write("index.html", "<!doctype html>");
        scratch.Write("mark.svg", "<svg/>");
        await using Service service = await Service.StartAsync(
            new ServiceOptions
            {
                Data = scratch.Path("data"),
                Port = 0,
                Dashboard = scratch.Path("."),
            },
            TimeProvider.System,
            CancellationToken.None
        );
        // As it is written: joined with the address, two slashes would begin the name of a host.
        using var request = new HttpRequestMessage(
            new HttpMethod(method),
            new Uri(service.Address.GetLeftPart(UriPartial.Authority) + path)
        );
        using HttpResponseMessage answer = await client.SendAsync(request);
        Assert.Equal((status, type), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [SkippableTheory]
    [InlineData(nameof(Role.Collect))]
    [InlineData(nameof(Role.Process))]
    [InlineData(nameof(Role.Serve))]
    public async Task Of_the_roles_at_scale(string role)
    {
        try
        {
            KafkaLibrary.Require();
        }
        catch (KafkaUnavailableException missing)
        {
            Skip.If(true, missing.Message);
        }
        Dictionary<Rights, string> keys = MakeKeys();
        await using ScaledService service = await ScaledService.StartAsync(
            Enum.Parse<Role>(role),
            // Nobody is there: the door comes first.
            new ServiceOptions
            {
                Data = scratch.Path(role),
                Port = 0,
                Key = "of processes among one another",
                Keys = KeysFile,
            }.WithKafka(kafka => kafka with { Servers = "127.0.0.1:9" }),
            TimeProvider.System,
            CancellationToken.None
        );
        await TryAllAsync(service.Routes, service.Address, keys, waitsForKafka: true);
    }

    public void Dispose()
    {
        client.Dispose();
        scratch.Dispose();
    }

    /// <param name="waitsForKafka">It says so to who may call, before it reads what was sent.</param>
    private async Task TryAllAsync(
        IReadOnlyList<Endpoint> routes,
        Uri address,
        Dictionary<Rights, string> keys,
        bool waitsForKafka
    )
    {
        Assert.NotEmpty(routes);
        foreach (RouteEndpoint route in routes.Cast<RouteEndpoint>())
        {
            RequiresAttribute? requires = route.Metadata.GetMetadata<RequiresAttribute>();
            Assert.True(requires != null, $"{route.DisplayName} does not say what it requires");
            string path = PathOf(route);
            foreach (string method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                string what = $"{method} {path}";
                HttpStatusCode stranger = await SendAsync(address, method, path, null);
                if (requires.IsOpen)
                {
                    Assert.True(stranger != HttpStatusCode.Forbidden, what);
                    // Open, but for a door of its own: the signature.
                    Assert.True(waitsForKafka || !IsSigned(path) || stranger == HttpStatusCode.Unauthorized, what);
                    continue;
                }
                Assert.True(stranger == HttpStatusCode.Unauthorized, what);
                Assert.True(await SendAsync(address, method, path, "wrong") == HttpStatusCode.Unauthorized, what);
                foreach ((Rights right, string key) in keys.Where(of => of.Key != Rights.All))
                {
                    bool isHeld = (right & requires.Right) != 0;
                    HttpStatusCode status = await SendAsync(address, method, path, key);
                    Assert.True(
                        isHeld == (status is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)),
                        what
                    );
                }
                HttpStatusCode ofBody = waitsForKafka ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.Forbidden;
                await TryForeignAsync(address, method, path, requires.Scope, keys[Rights.All], what, ofBody);
            }
        }
    }

    private async Task TryForeignAsync(
        Uri address,
        string method,
        string path,
        Scope scope,
        string key,
        string what,
        HttpStatusCode ofBody
    )
    {
        switch (scope)
        {
            case Scope.Workspace:
                foreach (
                    string query in (string[])
                        ["", $"?workspace={Foreign}", $"?WorkSpace={Foreign}", $"?workspace={Mine}&workspace={Foreign}"]
                )
                {
                    Assert.True(
                        await SendAsync(address, method, path + query, key) == HttpStatusCode.Forbidden,
                        what + query
                    );
                }
                HttpStatusCode own = await SendAsync(address, method, $"{path}?workspace={Mine}", key);
                Assert.True(own is not (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized), what);
                break;
            case Scope.Service:
                Assert.True(
                    await SendAsync(address, method, $"{path}?workspace={Mine}", key) == HttpStatusCode.Forbidden,
                    what
                );
                break;
            case Scope.Body:
                Assert.True(Bodies.ContainsKey(path), $"{what} has no body here that names another workspace");
                HttpStatusCode status = await SendAsync(address, method, path, key, Bodies[path]);
                Assert.True(status == ofBody, $"{what} {status}");
                break;
        }
    }

    private async Task<HttpStatusCode> SendAsync(
        Uri address,
        string method,
        string path,
        string? key,
        string? body = null
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(address, path));
        if (key != null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }
        if (body != null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }
        using HttpResponseMessage answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return answer.StatusCode;
    }

    private static bool IsSigned(string path) => path.StartsWith("/v1/hooks/", StringComparison.Ordinal);

    private static string PathOf(RouteEndpoint route) =>
        "/"
        + string.Join(
            '/',
            route.RoutePattern.PathSegments.Select(segment =>
                string.Concat(
                    segment.Parts.Select(part =>
                        part switch
                        {
                            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
                            Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator =>
                                separator.Content,
                            _ => "x",
                        }
                    )
                )
            )
        );

    /// <summary>One of all workspaces for each right, and one with all rights of a single workspace.</summary>
    private Dictionary<Rights, string> MakeKeys()
    {
        var keys = new Dictionary<Rights, string>();
        foreach (Rights one in Enum.GetValues<Rights>().Where(one => one != Rights.None))
        {
            (string key, StoredKey stored) = StoredKey.Make(
                one.ToString(),
                one,
                one == Rights.All ? [Mine] : null,
                DateTimeOffset.UnixEpoch
            );
            KeyFile.Change(KeysFile, all => [.. all, stored]);
            keys[one] = key;
        }
        return keys;
    }
}
