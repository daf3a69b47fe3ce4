using System.Net;
using System.Net.Http.Json;
using CreatorStream.Pipeline.Callers;
using CreatorStream.Redis.Tests;
using CreatorStream.Serve.Callers;

namespace CreatorStream.Serve.Tests;

/// <summary>Signing in and out, and what ends then.</summary>
public class SessionTests
{
    [Fact]
    public async Task Signing_out_and_revoking_end_sessions_and_open_connections()
    {
        string key = "";
        await using Site site = await Site.Start(path: path => key = TestKeys.Add(path, "reader", Rights.Read));
        string first = await TestKeys.SignIn(site, key);
        string second = await TestKeys.SignIn(site, key);
        Assert.NotEqual(first, second);
        using HubClient ofFirst = await site.Connect(("Cookie", first));
        using HubClient ofSecond = await site.Connect(("Cookie", second));
        using HubClient ofKey = await site.Connect(("Authorization", $"Bearer {key}"));
        using (HttpResponseMessage out1 = await site.Send(HttpMethod.Delete, "/api/session", ("Cookie", first)))
        {
            Assert.Equal(HttpStatusCode.NoContent, out1.StatusCode);
        }
        Assert.Equal(HttpStatusCode.Unauthorized, await TestKeys.WithCookie(site, first));
        Assert.Null(await ofFirst.Next());
        Assert.Equal(HttpStatusCode.OK, await TestKeys.WithCookie(site, second));
        Assert.Null(await ofSecond.Invoke("Subscribe", "workspace", "", "campaigns"));

        KeyFile.Change(site.KeysFile, _ => []);
        site.LookAtKeys();
        Assert.Equal(HttpStatusCode.Unauthorized, await TestKeys.WithCookie(site, second));
        await TestKeys.Ends(ofSecond);
        await TestKeys.Ends(ofKey);
    }

    [Fact]
    public void A_session_ends_after_its_lifetime()
    {
        var time = new ManualTime();
        var sessions = new Sessions(time);
        var key = new Credential(Principal.Local, isMade: true);
        string token = sessions.Begin(key);
        Credential session = sessions.Find(token)!;
        time.Advance(Sessions.Lifetime - TimeSpan.FromSeconds(1));
        Assert.NotNull(sessions.Find(token));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(sessions.Find(token));
        Assert.True(session.Ended.IsCancellationRequested);
    }

    [Fact]
    public void One_key_has_so_many_sessions_and_no_more()
    {
        var sessions = new Sessions(new ManualTime());
        var key = new Credential(Principal.Local, isMade: true);
        string kept = sessions.Begin(key);
        for (int i = 0; i < 1000; i++)
        {
            sessions.Find(sessions.Begin(key))!.End();
        }
        Assert.NotNull(sessions.Find(kept));
        for (int i = 0; i < 100; i++)
        {
            sessions.Begin(key);
        }
        Assert.Null(sessions.Find(kept));
    }

    [Fact]
    public async Task Signing_in_needs_the_right_to_read()
    {
        Dictionary<Rights, string> keys = [];
        await using Site site = await Site.Start(path: path => keys = TestKeys.AddEach(path));
        using HttpResponseMessage answer = await site.Client.PostAsJsonAsync(
            "/api/session",
            new { key = keys[Rights.Sell] }
        );
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task One_is_told_who_one_is()
    {
        string key = "";
        await using Site site = await Site.Start(path: path =>
            key = TestKeys.Add(path, "reader", Rights.Read, "acme", "beta")
        );
        string cookie = await TestKeys.SignIn(site, key);
        using HttpResponseMessage answer = await site.Send(HttpMethod.Get, "/api/session", ("Cookie", cookie));
        Assert.Equal(
            "{\"name\":\"reader\",\"rights\":[\"read\"],\"workspaces\":[\"acme\",\"beta\"]}",
            await answer.Content.ReadAsStringAsync()
        );
        Assert.Equal(HttpStatusCode.Unauthorized, await TestKeys.Status(site, "GET", "/api/session", null));
    }

    [Fact]
    public async Task Guessing_is_slowed_and_stops_nobody_with_a_made_key()
    {
        const string First = "the key of the settings";
        string made = "";
        await using Site site = await Site.Start(First, path => made = TestKeys.Add(path, "reader", Rights.Read));
        var answers = new List<HttpStatusCode>();
        for (int i = 0; i < 3 * GuessLimit.PerAddress; i++)
        {
            using HttpResponseMessage answer = await site.Client.PostAsJsonAsync(
                "/api/session",
                new { key = $"guess {i}" }
            );
            answers.Add(answer.StatusCode);
        }
        Assert.Equal(GuessLimit.PerAddress, answers.Count(status => status == HttpStatusCode.Unauthorized));
        Assert.Equal(2 * GuessLimit.PerAddress, answers.Count(status => status == HttpStatusCode.TooManyRequests));
        using HttpResponseMessage right = await site.Client.PostAsJsonAsync("/api/session", new { key = First });
        Assert.Equal(HttpStatusCode.TooManyRequests, right.StatusCode);
        Assert.InRange(right.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        await TestKeys.SignIn(site, made);
    }

    [Fact]
    public void Guesses_are_slowed_by_address_and_in_all_for_a_minute()
    {
        var time = new ManualTime();
        var limit = new GuessLimit(time);
        var one = IPAddress.Parse("192.0.2.1");
        for (int i = 0; i < GuessLimit.PerAddress; i++)
        {
            Assert.Equal(0, limit.SecondsToWait(one));
            limit.NoteFailure(one);
        }
        Assert.InRange(limit.SecondsToWait(one), 1, 60);
        Assert.InRange(limit.SecondsToWait(one.MapToIPv6()), 1, 60);
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(0, limit.SecondsToWait(one));
        for (int i = 0; i < GuessLimit.InAll; i++)
        {
            limit.NoteFailure(IPAddress.Parse($"2001:db8:{i:x}::1"));
        }
        Assert.InRange(limit.SecondsToWait(null), 1, 60);
        time.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(0, limit.SecondsToWait(null));
    }

    [Fact]
    public void All_addresses_of_an_IPv6_network_guess_as_one()
    {
        var limit = new GuessLimit(new ManualTime());
        for (int i = 0; i < GuessLimit.PerAddress; i++)
        {
            limit.NoteFailure(IPAddress.Parse($"2001:db8:0:1::{i:x}"));
        }
        Assert.InRange(limit.SecondsToWait(IPAddress.Parse("2001:db8:0:1:ffff::")), 1, 60);
        // One or two of the others may share its place.
        int free = Enumerable
            .Range(2, 100)
            .Count(n => limit.SecondsToWait(IPAddress.Parse($"2001:db8:0:{n:x}::1")) == 0);
        Assert.InRange(free, 90, 100);
    }

    /// <summary>Browsers send it to neighbouring names too.</summary>
    [Fact]
    public async Task A_cookie_counts_for_nothing_on_a_page_of_another_origin()
    {
        string key = "";
        await using Site site = await Site.Start(path: path => key = TestKeys.Add(path, "all", Rights.All));
        string cookie = await TestKeys.SignIn(site, key);
        using HttpResponseMessage own = await site.Send(HttpMethod.Post, "/v1/events", ("Cookie", cookie));
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        using HttpResponseMessage foreign = await site.Send(
            HttpMethod.Post,
            "/v1/events",
            ("Cookie", cookie),
            ("Origin", "https://shop.example")
        );
        Assert.Equal(HttpStatusCode.Unauthorized, foreign.StatusCode);
    }
}
