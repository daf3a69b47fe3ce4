using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CreatorStream.Connectors.Notifications;
using CreatorStream.Connectors.Webhooks;
using CreatorStream.Pipeline.Ports;

namespace CreatorStream.Connectors.Tests.Notifications;

/// <summary>How what waits is sent, to a real web server.</summary>
public class ChannelDeliveryTests
{
    [Fact]
    public async Task A_webhook_is_signed_so_that_standard_libraries_take_it()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using World world = Webhook(receiver);
        world.Show(world.Alert(5, isOpen: true));
        await SendAsync(world);
        Receiver.Call call = Assert.Single(receiver.Calls);
        var signature = new StandardSignature([Encoding.UTF8.GetBytes("no-one-knows-this-secret-but-us")]);
        Assert.Null(signature.Fault(call.Headers, call.Body, world.Time.GetUtcNow()));
        Assert.StartsWith("msg_", call.Headers["webhook-id"].ToString(), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(call.Body);
        Assert.Equal("alert.opened", json.RootElement.GetProperty("type").GetString());
        JsonElement data = json.RootElement.GetProperty("data");
        Assert.Equal("Spring <1>", data.GetProperty("campaignName").GetString());
        Assert.Equal("2026-03-01T11:55:00Z", data.GetProperty("opened").GetString());
        Assert.Equal(
            "https://dash.example/campaigns/spring/alerts?workspace=default#2026-03-01T11%3A55%3A00Z%2Fctr-drop%2F",
            data.GetProperty("link").GetString()
        );
        Assert.Equal((1, 0), (world.Channels[0].Delivered, world.Channels[0].Waiting));
    }

    /// <summary>Such as what a socket throws that was reset between two steps of a library. It must not end the channel.</summary>
    [Fact]
    public async Task What_nobody_expects_a_channel_to_throw_is_a_failed_attempt()
    {
        Connectors.Notifications.Answer answer = await ChannelDelivery.TryAsync(
            new Broken(),
            "msg_1",
            Notification.Sample(TimeProvider.System.GetUtcNow()),
            tries: 0,
            TimeProvider.System,
            CancellationToken.None
        );
        Assert.Equal((Outcome.Again, "SocketException"), (answer.Outcome, answer.Said));
    }

    private sealed class Broken() : Channel("broken")
    {
        public override Task<Connectors.Notifications.Answer> SendAsync(
            string id,
            Notification notification,
            int tries,
            CancellationToken cancel
        ) => throw new SocketException((int)SocketError.NotConnected);
    }

    [Fact]
    public async Task The_signature_is_that_of_the_specification()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        var time = new HandClock();
        time.Advance(DateTimeOffset.FromUnixTimeSeconds(1_614_265_330) - time.GetUtcNow());
        using var sender = new HttpSender(time);
        byte[] key = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        var channel = new WebhookChannel("x", new Uri(receiver.Url), [key, new byte[24]], sender, time);
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            channel.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "{\"test\": 2432232314}"u8.ToArray()).First()
        );
        await channel.SendAsync("msg_1", Notification.Sample(time.GetUtcNow()), tries: 0, CancellationToken.None);
        // While a secret is replaced, either is good.
        Assert.Equal(2, Assert.Single(receiver.Calls).Headers["webhook-signature"].ToString().Split(' ').Length);
    }

    [Fact]
    public async Task What_fails_is_sent_again_under_the_same_id_ever_more_seldom_also_after_a_restart()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using World world = Webhook(receiver);
        foreach (int status in (int[])[500, 408, 302, 429, 503, 307])
        {
            receiver.Answers.Enqueue((status, null));
        }
        world.Show(world.Alert(5, isOpen: true));
        world.Watch.Look();
        var rests = new List<TimeSpan>();
        while (await world.Channels[0].SendDueAsync(CancellationToken.None) is { } rest)
        {
            rests.Add(rest);
            // Not before it is due.
            int calls = receiver.Calls.Count;
            world.Time.Advance(rest - TimeSpan.FromMilliseconds(1));
            world.Restart();
            await world.Channels[0].SendDueAsync(CancellationToken.None);
            Assert.Equal(calls, receiver.Calls.Count);
            world.Time.Advance(TimeSpan.FromMilliseconds(1));
        }
        Assert.Equal(7, receiver.Calls.Count);
        Assert.Single(receiver.Calls.Select(call => call.Headers["webhook-id"].ToString()).Distinct());
        for (int n = 0; n < rests.Count; n++)
        {
            Assert.InRange(rests[n].TotalSeconds, 2.5 * Math.Pow(2, n), 5 * Math.Pow(2, n));
        }
        Assert.Null(world.Channels[0].Fault);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(301)]
    [InlineData(308)]
    public async Task What_the_other_side_refuses_is_given_up_and_no_redirect_is_followed(int status)
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using World world = Webhook(receiver);
        receiver.Answers.Enqueue((status, response => response.Headers.Location = receiver.Url + "/elsewhere"));
        world.Show(world.Alert(5, isOpen: true));
        Assert.Null(await SendAsync(world));
        Assert.Single(receiver.Calls);
        Assert.Equal((1, 0), (world.Channels[0].GivenUp, world.Channels[0].Waiting));
        Assert.Equal($"HTTP {status}", world.Channels[0].Fault!.Said);
        Assert.True(world.Log.Has($"HTTP {status}"));
        Assert.False(world.Log.Has("T0P-secret"));
    }

    [Fact]
    public async Task What_the_other_side_asks_to_wait_is_waited_for_but_an_hour_at_most()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using World world = Webhook(receiver);
        receiver.Answers.Enqueue((429, response => response.Headers.RetryAfter = "120"));
        receiver.Answers.Enqueue((503, response => response.Headers.RetryAfter = "99999"));
        world.Show(world.Alert(5, isOpen: true));
        Assert.Equal(TimeSpan.FromSeconds(120), await SendAsync(world));
        world.Time.Advance(TimeSpan.FromSeconds(120));
        Assert.Equal(TimeSpan.FromHours(1), await SendAsync(world));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Who_asks_to_wait_gets_no_other_message_meanwhile(int status)
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using World world = Webhook(receiver);
        receiver.Answers.Enqueue((status, response => response.Headers.RetryAfter = "120"));
        ShowMany(world, 0, 3);
        Assert.Equal(TimeSpan.FromSeconds(120), await SendAsync(world));
        Assert.Single(receiver.Calls);
        world.Time.Advance(TimeSpan.FromSeconds(119));
        ShowMany(world, 3, 1);
        Assert.Equal(TimeSpan.FromSeconds(1), await SendAsync(world));
        Assert.Single(receiver.Calls);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await SendAsync(world));
        Assert.Equal((5, 0), (receiver.Calls.Count, world.Channels[0].Waiting));
    }

    /// <summary>What was sent could not be taken out, and would be sent again and again.</summary>
    [Fact]
    public async Task Nothing_is_sent_while_the_store_can_not_be_written()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using World world = Webhook(receiver);
        world.Show(world.Alert(5, isOpen: true));
        world.Watch.Look();
        var store = new FaultyStore(world.Store)
        {
            Before = _ => throw new LogUnavailableException("the disk is full"),
        };
        var channel = new ChannelDelivery(world.Settings.Channels[0], null, store, world.Time, world.Log);
        await Assert.ThrowsAsync<LogUnavailableException>(() => channel.SendDueAsync(CancellationToken.None));
        Assert.Empty(receiver.Calls);
        store.Before = _ => { };
        Assert.Null(await channel.SendDueAsync(CancellationToken.None));
        Assert.Single(receiver.Calls);
    }

    [Fact]
    public async Task What_was_held_back_and_refused_makes_nothing_else_be_held_back()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using World world = Slack(receiver);
        ShowMany(world, 0, 30);
        Assert.NotNull(await SendAsync(world));
        receiver.Answers.Enqueue((404, null));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await SendAsync(world));
        Assert.Equal((10, 21), (world.Channels[0].GivenUp, receiver.Calls.Count));
        world.Time.Advance(TimeSpan.FromMinutes(2));
        ShowMany(world, 30, 3);
        Assert.Null(await SendAsync(world));
        Assert.Equal(24, receiver.Calls.Count);
    }

    /// <summary>Not twice as many around the moment at which one minute ends and the next begins.</summary>
    [Fact]
    public async Task People_get_no_more_than_twenty_in_any_minute()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using World world = Slack(receiver);
        ShowMany(world, 0, 1);
        Assert.Null(await SendAsync(world));
        world.Time.Advance(TimeSpan.FromSeconds(59));
        ShowMany(world, 1, 19);
        Assert.Null(await SendAsync(world));
        world.Time.Advance(TimeSpan.FromSeconds(2));
        ShowMany(world, 20, 19);
        Assert.Equal(TimeSpan.FromSeconds(58), await SendAsync(world));
        Assert.Equal(21, receiver.Calls.Count);
    }

    [Fact]
    public async Task A_clock_that_was_ahead_for_a_while_delays_no_message_and_ends_none()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using World world = Webhook(receiver);
        receiver.Answers.Enqueue((500, null));
        world.Show(world.Alert(5, isOpen: true));
        world.Watch.Look();
        world.Time.Set(TimeSpan.FromDays(2));
        Assert.NotNull(await SendAsync(world));
        Assert.Equal((0, 1), (world.Channels[0].GivenUp, world.Channels[0].Waiting));
        world.Time.Set(TimeSpan.FromDays(-2));
        Assert.Null(await SendAsync(world));
        Assert.Equal(1, world.Channels[0].Delivered);
    }

    [Fact]
    public async Task After_a_day_a_message_is_given_up()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using World world = Webhook(receiver);
        // Nobody listens there any more.
        await receiver.DisposeAsync();
        world.Show(world.Alert(5, isOpen: true));
        DateTimeOffset began = world.Time.GetUtcNow();
        int attempts = 1;
        while (await SendAsync(world) is { } rest)
        {
            attempts++;
            world.Time.Advance(rest);
        }
        Assert.InRange(world.Time.GetUtcNow() - began, TimeSpan.FromHours(22), TimeSpan.FromHours(24));
        Assert.InRange(attempts, 30, 70);
        Assert.Equal((1, 0), (world.Channels[0].GivenUp, world.Channels[0].Waiting));
        Assert.DoesNotContain(world.Log.Lines, line => line.Contains("T0P-secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_channel_that_is_down_holds_up_no_other()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using var world = new World(
            $$"""
            channels:
              - { name: down, kind: webhook, url: "http://127.0.0.1:1/x", secret: { file: secret } }
              - { name: up, kind: webhook, url: "{{receiver.Url}}", secret: { file: secret } }
            rules: [{ channels: [down, up] }]
            """
        );
        world.Show(world.Alert(5, isOpen: true));
        Assert.NotNull(await SendAsync(world));
        Assert.Null(await world.Channels[1].SendDueAsync(CancellationToken.None));
        Assert.Equal((1, 0), (world.Channels[0].Waiting, world.Channels[1].Waiting));
        Assert.Single(receiver.Calls);
    }

    [Fact]
    public async Task Slack_is_told_in_its_form_and_names_call_nobody()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using var world = new World(
            """
            channels: [{ name: team, kind: slack, url: { file: url } }]
            rules: [{ channels: [team], events: [opened, closed] }]
            """,
            receiver.Url
        );
        world.Show(world.Alert(5, isOpen: true, creator: "<!channel> @all *x*\n> fake"));
        await SendAsync(world);
        using var json = JsonDocument.Parse(Assert.Single(receiver.Calls).Body);
        Assert.Equal(
            ":warning: *CTR fell – Spring &lt;1&gt;*\n1 %, less than half.\nCampaign: Spring &lt;1&gt; (workspace default)\n"
                + "Creator: &lt;!channel&gt; \uff20all ∗x∗ &gt; fake\nRule: ctr-drop, warning\nOpened: 2026-03-01T11:55:00Z",
            json.RootElement.GetProperty("text").GetString()
        );
    }

    [Theory]
    [InlineData("https://evil.example/login", "https: //evil .example/login")]
    [InlineData("www.evil.example", "www .evil .example")]
    [InlineData("ann@evil\u3002example", "ann\uff20evil \u3002example")]
    [InlineData("_i_ `c` ~s~ *b*", "\uff3fi\uff3f \u2019c\u2019 \u223cs\u223c \u2217b\u2217")]
    [InlineData(":rotating_light: :+1: 1:2", "\u2236rotating\uff3flight: \u2236+1: 1:2")]
    [InlineData("[x](/login)", "[x] (/login)")]
    [InlineData("a\u202eb\u2028c", "a?b?c")]
    [InlineData("Spring 2.5 – 10.5 %", "Spring 2.5 – 10.5 %")]
    public void Names_make_no_links_and_no_marks(string name, string shown) =>
        Assert.Equal(shown, PlainWords.OfSlack(name));

    [Fact]
    public async Task Of_many_alerts_people_are_told_of_twenty_a_minute_and_of_the_rest_in_one()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using World world = Slack(receiver);
        ShowMany(world, 0, 62);
        Assert.Equal(TimeSpan.FromMinutes(1), await SendAsync(world));
        Assert.Equal((20, 42), (receiver.Calls.Count, world.Channels[0].Waiting));
        world.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(TimeSpan.FromSeconds(1), await SendAsync(world));
        Assert.Equal(20, receiver.Calls.Count);

        // What fails is tried again, whole.
        world.Time.Advance(TimeSpan.FromSeconds(1));
        receiver.Answers.Enqueue((503, null));
        TimeSpan? rest = await SendAsync(world);
        world.Time.Advance(rest!.Value);
        Assert.Null(await SendAsync(world));
        Assert.Equal((22, 0), (receiver.Calls.Count, world.Channels[0].Waiting));
        Assert.Equal(62, world.Channels[0].Delivered);
        using var json = JsonDocument.Parse(receiver.Calls.Last().Body);
        Assert.Matches(
            "^:warning: \\*42 more alerts opened\\*\nThey came faster than 20 a minute, and are not told one by one.\n"
                + "Campaigns: (c[0-9]+, ){4}c[0-9]+ and 37 more\nLook at them on the dashboard: https://dash.example.org/$",
            json.RootElement.GetProperty("text").GetString()
        );

        // A minute later each is told by itself again.
        world.Time.Advance(TimeSpan.FromMinutes(1));
        ShowMany(world, 62, 5);
        Assert.Null(await SendAsync(world));
        Assert.Equal(27, receiver.Calls.Count);
    }

    /// <summary>What was held back is due later then, by the clock.</summary>
    [Fact]
    public async Task A_clock_that_is_set_back_keeps_nothing_from_people()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using World world = Slack(receiver);
        ShowMany(world, 0, 62);
        Assert.Equal(TimeSpan.FromMinutes(1), await SendAsync(world));
        world.Time.Set(TimeSpan.FromHours(-2));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await SendAsync(world));
        Assert.Equal((21, 62), (receiver.Calls.Count, world.Channels[0].Delivered));
    }

    [Fact]
    public async Task A_program_is_told_of_each()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using World world = Webhook(receiver);
        ShowMany(world, 0, 62);
        Assert.Null(await SendAsync(world));
        Assert.Equal(62, receiver.Calls.Count);
    }

    [Fact]
    public async Task A_link_to_the_dashboard_stays_one()
    {
        await using Receiver receiver = await Receiver.StartAsync();
        using World world = Slack(receiver);
        world.ShowOf("default", "sp_ring~", world.Alert(5, isOpen: true));
        await SendAsync(world);
        using var json = JsonDocument.Parse(Assert.Single(receiver.Calls).Body);
        Assert.EndsWith(
            "\nhttps://dash.example.org/campaigns/sp_ring~/alerts?workspace=default#2026-03-01T11%3A55%3A00Z%2Fctr-drop%2F",
            json.RootElement.GetProperty("text").GetString(),
            StringComparison.Ordinal
        );
    }

    private static World Slack(Receiver receiver) =>
        new(
            """
            address: https://dash.example.org
            channels: [{ name: team, kind: slack, url: { file: url } }]
            rules: [{ channels: [team] }]
            """,
            receiver.Url
        );

    private static World Webhook(Receiver receiver) =>
        new(
            $$"""
            address: https://dash.example
            channels: [{ name: ops, kind: webhook, url: "{{receiver.Url}}", secret: { file: secret } }]
            rules: [{ channels: [ops] }]
            """
        );

    private static void ShowMany(World world, int from, int count)
    {
        foreach (int n in Enumerable.Range(from, count))
        {
            world.CampaignName = $"c{n}";
            world.ShowOf("default", $"c{n}", world.Alert(5, isOpen: true));
        }
    }

    private static async Task<TimeSpan?> SendAsync(World world)
    {
        world.Watch.Look();
        return await world.Channels[0].SendDueAsync(CancellationToken.None);
    }
}
