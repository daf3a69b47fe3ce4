using System.Net;
using System.Text;
using CreatorStream.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using static CreatorStream.Collect.Tests.Collector;

namespace CreatorStream.Collect.Tests;

/// <summary>Strangers are only who the service says they are.</summary>
public class VisitorIdTests
{
    private const string Link = """{"kind":"link","id":"l1","content":"post-1","url":"https://shop.example/"}""";

    // Of the form, with a tag that somebody guessed.
    private const string MadeUp = "0123456789abcdef0123456789abcdef0123";

    private static readonly byte[] Browser = "192.0.2.0 Mozilla"u8.ToArray();

    [Fact]
    public async Task An_id_that_differs_in_anything_is_not_ours()
    {
        await using Collector collector = await Start();
        await using Collector other = await Start();
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int i = 0; i < 500; i++)
        {
            string id = collector.Ids.New();
            Assert.Matches("^[0-9a-f]{36}$", id);
            Assert.True(collector.Ids.IsOurs(id), $"seed {seed}");
            char[] changed = id.ToCharArray();
            changed[random.Next(id.Length)] = (char)random.Next(33, 400);
            string forged = new(changed);
            Assert.True(forged == id || !collector.Ids.IsOurs(forged), $"seed {seed}: {id} {forged}");
            Assert.False(collector.Ids.IsOurs(id.AsSpan(1)) || collector.Ids.IsOurs(id + "0"));
            Assert.False(other.Ids.IsOurs(id));
        }
        Assert.False(collector.Ids.IsOurs(MadeUp) || collector.Ids.IsOurs(""));
    }

    [Fact]
    public async Task Ids_that_many_threads_ask_for_at_once_are_distinct_and_ours()
    {
        await using Collector collector = await Start();
        string[] made = new string[400_000];
        Parallel.For(0, made.Length, i => made[i] = collector.Ids.New());
        Assert.Equal(made.Length, made.Distinct().Count());
        Assert.All(made, id => Assert.True(collector.Ids.IsOurs(id)));
    }

    [Fact]
    public async Task The_clicks_of_one_visitor_make_no_two_guests_that_visitor()
    {
        await using Collector collector = await Start();
        string visitor = collector.Ids.New();
        string[] clicks = [collector.Ids.NewClick(visitor, Browser), collector.Ids.NewClick(visitor, Browser)];
        Assert.True(collector.Ids.TryTake(clicks[0], visitor, Browser));
        Assert.False(collector.Ids.TryTake(clicks[1], visitor, Browser));
        string another = collector.Ids.New();
        Assert.True(collector.Ids.TryTake(collector.Ids.NewClick(another, Browser), another, Browser));
    }

    [Theory]
    [InlineData("/v1/p.gif?visitor=v-1", "")]
    [InlineData("/v1/p.gif?visitor=" + MadeUp, "")]
    [InlineData("/v1/p.gif", "cs_vid=" + MadeUp)]
    [InlineData("/v1/p.gif", "cs_vid=0123456789abcdef01234567")]
    [InlineData("/l/l1", "cs_vid=victim")]
    public async Task A_made_up_id_counts_as_none(string path, string cookie)
    {
        await using Collector collector = await Start();
        await collector.SetUp(Link, "default", "l1");
        for (int i = 0; i < 2; i++)
        {
            using HttpResponseMessage answer = await collector.Get(path, ("Cookie", cookie));
            // Also instead of one of an earlier kind.
            Assert.StartsWith(
                "cs_vid=",
                Assert.Single(answer.Headers.GetValues("Set-Cookie")),
                StringComparison.Ordinal
            );
        }
        string[] visitors = Visitors(collector);
        Assert.All(visitors, visitor => Assert.True(collector.Ids.IsOurs(visitor)));
        Assert.Equal(2, visitors.Distinct().Count());
        Assert.Contains(KeyValuePair.Create("visitor", 2L), collector.Metrics.Mended);
    }

    [Fact]
    public async Task An_id_of_ours_is_taken_from_parameter_and_cookie_also_beside_others()
    {
        await using Collector collector = await Start();
        string id = collector.Ids.New();
        await collector.Get($"/v1/p.gif?visitor={id}");
        await collector.Get("/v1/p.gif", ("Cookie", $"a=b; cs_vid=foreign; cs_vid={id}"));
        await collector.Client.PostAsync($"/v1/script?visitor={id}", null);
        Assert.Equal([id, id, id], Visitors(collector));
        Assert.Empty(collector.Metrics.Mended);
    }

    [Fact]
    public async Task Whoever_shows_a_key_has_ids_of_its_own_and_may_name_ours()
    {
        await using Collector collector = await Start();
        string ours = collector.Ids.New();
        await collector.PostEvents(Event(("visitor", "\"v-1\"")));
        await collector.PostEvents(Event(("visitor", $"\"{ours}\"")));
        await collector.Get("/v1/p.gif?visitor=v-1");
        string[] visitors = Visitors(collector);
        Assert.Single(visitors, "v-1");
        Assert.Single(visitors, ours);
    }

    [Theory]
    [InlineData("/l/l1?cs_vid={0}")]
    [InlineData("/l/l1?visitor={0}&cs_click=1")]
    public async Task A_link_that_names_a_victim_is_opened_by_somebody_else(string path)
    {
        await using Collector collector = await Start();
        await collector.SetUp(Link, "default", "l1");
        string victim = collector.Ids.New();
        using HttpResponseMessage answer = await collector.Get(string.Format(null, path, victim));
        Assert.DoesNotContain(victim, answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.DoesNotContain(victim, Visitors(collector));
    }

    [Fact]
    public async Task A_click_gives_its_visitor_to_one_browser_once()
    {
        await using Collector collector = await Start();
        await collector.SetUp(Link, "default", "l1");
        using HttpResponseMessage answer = await collector.Get("/l/l1");
        Dictionary<string, StringValues> query = QueryHelpers.ParseQuery(answer.Headers.Location!.Query);
        (string click, string visitor) = (query["cs_click"]!, query["cs_vid"]!);
        string victim = collector.Ids.New();
        // A click says who clicked, and nobody else.
        Assert.NotEqual(victim, await Ask($"?click={click}&visitor={victim}"));
        Assert.Equal(visitor, await Ask($"?click={click}&visitor={visitor}"));
        // The address was passed on.
        string second = await Ask($"?click={click}&visitor={visitor}");
        string third = await Ask($"?click={click}&visitor={visitor}");
        Assert.Equal(3, new[] { visitor, second, third }.Distinct().Count());
        Assert.True(collector.Ids.IsOurs(second));

        async Task<string> Ask(string of)
        {
            using HttpResponseMessage id = await collector.Get("/v1/id" + of, ("Origin", "https://shop.example"));
            Assert.True(id.Headers.CacheControl?.NoStore);
            Assert.Equal(["*"], id.Headers.GetValues("Access-Control-Allow-Origin"));
            Assert.False(id.Headers.Contains("Set-Cookie"));
            return await id.Content.ReadAsStringAsync();
        }
    }

    /// <summary>Who clicks first and then gives somebody the address knows the id: it must not become that person's.</summary>
    [Fact]
    public async Task A_click_gives_its_visitor_to_no_other_browser()
    {
        await using Collector collector = await Start();
        await collector.SetUp(Link, "default", "l1");
        using HttpResponseMessage answer = await collector.Get("/l/l1", ("User-Agent", "attacker"));
        Dictionary<string, StringValues> query = QueryHelpers.ParseQuery(answer.Headers.Location!.Query);
        (string click, string visitor) = (query["cs_click"]!, query["cs_vid"]!);
        using HttpResponseMessage id = await collector.Get(
            $"/v1/id?click={click}&visitor={visitor}",
            ("User-Agent", "victim")
        );
        Assert.NotEqual(visitor, await id.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.9", true)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.3.7", false)]
    [InlineData("2001:db8:1::7", "2001:db8:1:2::9", true)]
    [InlineData("2001:db8:1::7", "2001:db8:2::7", false)]
    public void A_browser_is_known_by_its_network(string one, string other, bool isSame)
    {
        Assert.Equal(isSame, Mark(one).AsSpan().SequenceEqual(Mark(other)));

        static byte[] Mark(string address) =>
            BrowserMark.Of(new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse(address) } });
    }

    [Theory]
    [InlineData("127.0.0.1", "192.0.2.7", true)]
    [InlineData("127.0.0.1", "198.51.100.1, 192.0.2.7", true)]
    [InlineData("127.0.0.1", "192.0.2.7, 198.51.100.1", false)]
    [InlineData("127.0.0.1", "192.0.2.7:51234", true)]
    [InlineData("127.0.0.1", "unknown", false)]
    // Of whoever is no proxy on this machine it is a word like any other.
    [InlineData("203.0.113.1", "192.0.2.7", false)]
    public void Behind_a_proxy_it_is_known_by_whom_that_names(string caller, string forwarded, bool isSame)
    {
        Assert.Equal(isSame, Mark(caller, forwarded).AsSpan().SequenceEqual(Mark("192.0.2.7", "")));

        static byte[] Mark(string caller, string forwarded) =>
            BrowserMark.Of(
                new DefaultHttpContext
                {
                    Connection = { RemoteIpAddress = IPAddress.Parse(caller) },
                    Request = { Headers = { ["X-Forwarded-For"] = forwarded } },
                }
            );
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(10, true)]
    [InlineData(10.1, false)]
    [InlineData(-10.1, false)]
    [InlineData(60 * 24 * 365, false)]
    public async Task A_click_is_believed_for_ten_minutes(double minutesAgo, bool isBelieved)
    {
        await using Collector collector = await Start();
        var then = new VisitorIds(collector.Log, new At(FixedTime.Now.AddMinutes(-minutesAgo)));
        string visitor = then.New();
        string click = then.NewClick(visitor, Browser);
        Assert.Equal(isBelieved, collector.Ids.TryTake(click, visitor, Browser));
    }

    [Fact]
    public async Task A_click_that_was_changed_is_not_believed()
    {
        await using Collector collector = await Start();
        string visitor = collector.Ids.New();
        string click = collector.Ids.NewClick(visitor, Browser);
        for (int i = 0; i < click.Length; i++)
        {
            string forged = click[..i] + (click[i] == '0' ? '1' : '0') + click[(i + 1)..];
            Assert.False(collector.Ids.TryTake(forged, visitor, Browser), forged);
        }
        Assert.False(collector.Ids.TryTake("", visitor, Browser) || collector.Ids.TryTake(click, "v-1", Browser));
        Assert.True(collector.Ids.TryTake(click, visitor, Browser));
    }

    [Fact]
    public async Task A_page_is_told_whether_its_id_is_still_good()
    {
        await using Collector collector = await Start();
        string good = collector.Ids.New();
        Assert.Equal(good, await Text($"/v1/id?visitor={good}"));
        foreach (string path in (string[])["/v1/id", $"/v1/id?visitor={MadeUp}", $"/v1/id?visitor={good}&click=1"])
        {
            string made = await Text(path);
            Assert.True(made != good && collector.Ids.IsOurs(made), path);
        }

        async Task<string> Text(string path)
        {
            using HttpResponseMessage answer = await collector.Get(path);
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task What_the_script_sends_is_stamped_so_and_needs_no_cookie()
    {
        await using Collector collector = await Start();
        using HttpResponseMessage answer = await collector.Client.PostAsync("/v1/script?type=visit&action=cart", null);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        EventBatch events = collector.Events();
        Assert.Equal(Ways.Script, Encoding.UTF8.GetString(events.Bytes(EventField.Via, 0)));
        Assert.True(collector.Ids.IsOurs(Assert.Single(Visitors(collector))));
    }

    private static string[] Visitors(Collector collector)
    {
        EventBatch events = collector.Events();
        return
        [
            .. Enumerable
                .Range(0, events.Count)
                .Select(row => Encoding.UTF8.GetString(events.Bytes(EventField.Visitor, row))),
        ];
    }

    private sealed class At(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
