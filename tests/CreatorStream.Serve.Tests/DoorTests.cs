using System.Net;
using System.Reflection;
using System.Text.Json;
using CreatorStream.Pipeline.Callers;

namespace CreatorStream.Serve.Tests;

/// <summary>What is not declared is answered to nobody; pages of others, and what browsers are told.</summary>
public class DoorTests
{
    [Theory]
    [InlineData("GET", "/undeclared")]
    [InlineData("POST", "/api/campaigns")]
    [InlineData("GET", "/v1/events")]
    [InlineData("POST", "//v1/events")]
    [InlineData("GET", "//v1/events")]
    [InlineData("POST", "/v1/x")]
    [InlineData("GET", "/nowhere")]
    [InlineData("DELETE", "/")]
    public async Task What_is_not_declared_is_answered_to_nobody(string method, string path)
    {
        await using Site site = await Site.Start("the key of the settings");
        foreach (string? key in (string?[])[null, "the key of the settings"])
        {
            // As it is written: a client would take the first two slashes for a host.
            var address = new Uri(site.Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path);
            using var request = new HttpRequestMessage(new HttpMethod(method), address);
            request.Headers.TryAddWithoutValidation("Authorization", key == null ? null : $"Bearer {key}");
            using HttpResponseMessage answer = await site.Client.SendAsync(request);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.True(
                JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.TryGetProperty("error", out _)
            );
        }
    }

    [Fact]
    public async Task Every_method_of_the_hub_names_its_right()
    {
        string[] methods =
        [
            .. typeof(DashboardHub)
                .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Where(method => method.GetBaseDefinition() == method && !method.IsSpecialName)
                .Select(method => method.Name),
        ];
        Assert.NotEmpty(methods);
        Assert.All(
            methods,
            method =>
                Assert.Equal(
                    Rights.Read,
                    Assert
                        .Single(
                            typeof(DashboardHub)
                                .GetMethod(method)!
                                .GetCustomAttributes(typeof(RequiresAttribute), false)
                                .Cast<RequiresAttribute>()
                        )
                        .Right
                )
        );
        Dictionary<Rights, string> keys = [];
        await using Site site = await Site.Start(path: path => keys = TestKeys.AddEach(path));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            await TestKeys.Status(site, "POST", "/hub/negotiate", keys[Rights.Manage])
        );
    }

    [Fact]
    public async Task Without_a_key_foreign_pages_are_refused_at_all_ways_in()
    {
        await using Site open = await Site.Start();
        await using Site keyed = await Site.Start("the key of the settings");
        foreach (
            (string method, string path) in ((string, string)[])
                [
                    ("POST", "/v1/events"),
                    ("POST", "/v1/counters"),
                    ("GET", "/v1/p.gif"),
                    ("GET", "/l/x"),
                    ("OPTIONS", "/v1/events"),
                ]
        )
        {
            foreach (
                (string, string) from in ((string, string)[])
                    [
                        ("Origin", "https://evil.example"),
                        ("Origin", "null"),
                        ("Sec-Fetch-Site", "cross-site"),
                        ("Sec-Fetch-Site", "same-site"),
                    ]
            )
            {
                using HttpResponseMessage answer = await open.Send(new HttpMethod(method), path, from);
                Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
                Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
            }
        }
        using HttpResponseMessage pixel = await keyed.Send(
            HttpMethod.Get,
            "/v1/p.gif",
            ("Origin", "https://shop.example")
        );
        Assert.Equal(HttpStatusCode.OK, pixel.StatusCode);
    }

    [Fact]
    public async Task Answers_tell_browsers_what_not_to_do()
    {
        await using Site site = await Site.Start();
        using HttpResponseMessage api = await site.Send(HttpMethod.Get, "/api/campaigns");
        Assert.Equal("no-store", api.Headers.GetValues("Cache-Control").Single());
        Assert.Equal("nosniff", api.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", api.Headers.GetValues("Referrer-Policy").Single());
        string policy = api.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }
}
