using System.Net;
using System.Net.Http.Json;

namespace CreatorStream.Serve.Tests;

public class AccessTests
{
    private const string Key = "a-key of some length";

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost.evil.example")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("null")]
    [InlineData("file://")]
    public async Task Pages_of_another_origin_may_not_call(string origin)
    {
        foreach (string? key in (string?[])[null, Key])
        {
            await using Site site = await Site.Start(key);
            foreach (string path in (string[])["/api/campaigns", "/API/campaigns", "/hub", "/Hub", "/api/session"])
            {
                Assert.Equal(
                    HttpStatusCode.Forbidden,
                    await Status(site, "GET", path, ("Origin", origin), ("Authorization", $"Bearer {Key}"))
                );
            }
            string own = site.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
            Assert.Equal(
                HttpStatusCode.OK,
                await Status(site, "GET", "/api/campaigns", ("Origin", own), ("Authorization", $"Bearer {Key}"))
            );
        }
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("192.0.2.1")]
    public async Task Without_a_key_only_names_of_the_loopback_are_answered(string host)
    {
        await using Site site = await Site.Start();
        foreach (string path in (string[])["/api/campaigns", "/hub", "/metrics", "/v1/p.gif"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, await Status(site, "GET", path, ("Host", host)));
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:5180")]
    [InlineData("127.0.0.1:80")]
    [InlineData("[::1]:5180")]
    public async Task Names_of_the_loopback_are_answered(string host)
    {
        await using Site site = await Site.Start();
        Assert.Equal(HttpStatusCode.OK, await Status(site, "GET", "/api/campaigns", ("Host", host)));
    }

    /// <summary>As routes are matched: whatever the case, with a slash at the end, escaped.</summary>
    [Theory]
    [InlineData("GET", "/api/campaigns")]
    [InlineData("GET", "/API/campaigns")]
    [InlineData("GET", "/Api/Campaigns/c/views/overview")]
    [InlineData("GET", "/%61pi/campaigns")]
    [InlineData("GET", "/api/session/../campaigns")]
    [InlineData("GET", "/api/campaigns/")]
    [InlineData("POST", "/hub/negotiate")]
    [InlineData("POST", "/HUB/negotiate")]
    [InlineData("POST", "/v1/events")]
    [InlineData("POST", "/v1/events/")]
    [InlineData("POST", "/V1/Events")]
    [InlineData("POST", "/v1/counters/")]
    [InlineData("GET", "/metrics")]
    [InlineData("GET", "/metrics/")]
    [InlineData("GET", "/Metrics")]
    public async Task With_a_key_nothing_behind_it_is_answered_without(string method, string path)
    {
        await using Site site = await Site.Start(Key);
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(site, method, path));
        foreach (string wrong in (string[])["Bearer", "Bearer ", "Bearer wrong", $"Bearer {Key}x", $"Basic {Key}", Key])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await Status(site, method, path, ("Authorization", wrong)));
        }
        HttpStatusCode status = await Status(site, method, path, ("Authorization", $"bearer {Key}"));
        Assert.NotEqual(HttpStatusCode.Unauthorized, status);
        Assert.NotEqual(HttpStatusCode.Forbidden, status);
    }

    [Fact]
    public async Task What_browsers_of_visitors_call_needs_no_key()
    {
        await using Site site = await Site.Start(Key);
        Assert.Equal(HttpStatusCode.OK, await Status(site, "GET", "/v1/p.gif", ("Host", "track.example")));
    }

    [Fact]
    public async Task Signing_in_gives_a_cookie_that_opens_and_no_other_does()
    {
        await using Site site = await Site.Start(Key);
        using HttpResponseMessage wrong = await site.Client.PostAsJsonAsync("/api/session", new { key = "wrong" });
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.False(wrong.Headers.Contains("Set-Cookie"));
        using HttpResponseMessage right = await site.Client.PostAsJsonAsync("/api/session", new { key = Key });
        Assert.Equal(HttpStatusCode.NoContent, right.StatusCode);
        string set = Assert.Single(right.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", set, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", set, StringComparison.OrdinalIgnoreCase);
        string cookie = set.Split(';')[0];
        Assert.DoesNotContain(Key, cookie, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await Status(site, "GET", "/api/campaigns", ("Cookie", cookie)));
        char last = cookie[^1] == '0' ? '1' : '0';
        foreach (
            string tampered in (string[])
                [cookie[..^1] + last, cookie[..^1], cookie + "0", "cs_session=", "cs_session=" + Key]
        )
        {
            Assert.Equal(
                HttpStatusCode.Unauthorized,
                await Status(site, "GET", "/api/campaigns", ("Cookie", tampered))
            );
        }
        // Of another process with the same key: a restart signs everybody out.
        await using Site other = await Site.Start(Key);
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(other, "GET", "/api/campaigns", ("Cookie", cookie)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"key\":null}")]
    [InlineData("{\"key\":1}")]
    public async Task A_sign_in_that_makes_no_sense_is_refused(string body)
    {
        await using Site site = await Site.Start(Key);
        using var content = new StringContent(body, null, "application/json");
        using HttpResponseMessage answer = await site.Client.PostAsync(
            new Uri("/api/session", UriKind.Relative),
            content
        );
        Assert.InRange((int)answer.StatusCode, 400, 401);
    }

    private static async Task<HttpStatusCode> Status(
        Site site,
        string method,
        string path,
        params (string Name, string Value)[] headers
    )
    {
        using HttpResponseMessage answer = await site.Send(new HttpMethod(method), path, headers);
        return answer.StatusCode;
    }
}
