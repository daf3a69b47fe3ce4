using System.Net;
using System.Security.Cryptography;
using System.Text;
using CreatorStream.Events;

namespace CreatorStream.Connectors.Tests.Webhooks;

/// <summary>Calls of other programs, over a real web server and log.</summary>
public sealed class WebhookTests
{
    private const string Form = "application/x-www-form-urlencoded";

    private const string Order = """
        {
          "id": 1001, "created_at": "2026-03-01T13:00:00+01:00", "total": "49.90",
          "customer": { "id": "c-7" }, "codes": [{ "code": "ANA15" }]
        }
        """;

    [Fact]
    public async Task A_signed_call_makes_events_of_a_proven_sender_in_its_workspace()
    {
        await using Hooks hooks = await Hooks.Start();
        (await hooks.Send("shop", Order, Hooks.Signed(Order))).Is(HttpStatusCode.OK, 1);

        EventBatch events = hooks.Collector.Events();
        Assert.Equal(1, events.Count);
        Assert.Equal(EventType.Purchase, events.Types[0]);
        Assert.Equal(FixedTime.Now.ToUnixTimeMilliseconds() * 1000, events.TimesMicros[0]);
        Assert.Equal(49_900_000, events.ValuesMicros[0]);
        Assert.Equal(
            ("order-1001", "acme", "c-7|1001", "1001", "ANA15", "hook:shop"),
            (
                Of(EventField.Id),
                Of(EventField.Workspace),
                Of(EventField.Visitor),
                Of(EventField.Order),
                Of(EventField.Code),
                Of(EventField.Via)
            )
        );
        Assert.False(Ways.IsAnonymous(events.Bytes(EventField.Via, 0)));

        string Of(EventField field) => Encoding.UTF8.GetString(events.Bytes(field, 0));
    }

    [Fact]
    public async Task A_place_is_given_back_however_a_call_ends()
    {
        await using Hooks hooks = await Hooks.Start();
        // Larger than what has many places; of these there are 16.
        string order = Order + new string(' ', 70_000);
        for (int call = 0; call < 17; call++)
        {
            Answer refused = await hooks.Send("shop", order, Hooks.Signed("another"));
            Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        }
        for (int call = 0; call < 17; call++)
        {
            Assert.Equal(HttpStatusCode.OK, (await hooks.Send("shop", order, Hooks.Signed(order))).Status);
        }
    }

    [Fact]
    public async Task An_array_makes_the_events_of_its_items_and_says_which_it_cant_use()
    {
        await using Hooks hooks = await Hooks.Start();
        const string Body = """
            [{"id":1,"created_at":"2026-03-01T12:00:00Z","total":"10.00","refunded":"4.00","customer":{"id":"c"}},
             {"id":2,"created_at":"at noon","total":"10.00","customer":{"id":"c"}},
             7,
             {"id":4,"created_at":"2026-03-01T12:00:00Z","total":"-1","customer":{"id":"c"}},
             {"id":5,"created_at":"2026-03-01T12:00:00Z","total":"1.00","customer":{"id":"c"}}]
            """;
        (await hooks.Send("shop", Body, Hooks.Signed(Body))).Is(
            HttpStatusCode.MultiStatus,
            3,
            (1, "time"),
            (2, ""),
            (3, "value")
        );
        Assert.Equal(3, hooks.Collector.EventCount());
        Assert.Equal(
            [KeyValuePair.Create("body", 1L), KeyValuePair.Create("time", 1L), KeyValuePair.Create("value", 1L)],
            hooks.Collector.Metrics.Rejected.OrderBy(of => of.Key)
        );
    }

    [Fact]
    public async Task What_the_configuration_gives_no_right_to_is_refused()
    {
        await using Hooks hooks = await Hooks.Start();
        const string Body = """{"at":"2026-03-01T12:00:00Z"}""";
        (await hooks.Send("clicks", Body, Hooks.Signed(Body))).Is(HttpStatusCode.BadRequest, 0, (0, "type"));
        Assert.Equal(0, hooks.Collector.EventCount());
    }

    /// <summary>A shop throws the answer away: the operator must hear of it, and of nobody's data.</summary>
    [Fact]
    public async Task What_is_not_taken_of_a_proven_call_is_in_the_log()
    {
        await using Hooks hooks = await Hooks.Start();
        const string Body = """
            [{"id":1,"created_at":"2026-03-01T12:00:00Z","total":"10.00","customer":{"id":"c"}},
             {"id":2,"created_at":"at noon","total":"10.00","customer":{"id":"c"}}]
            """;
        (await hooks.Send("shop", Body, Hooks.Signed(Body))).Is(HttpStatusCode.MultiStatus, 1, (1, "time"));
        string said = Assert.Single(hooks.Collector.Errors.Lines);
        Assert.Contains("the hook shop had rows that were not taken", said, StringComparison.Ordinal);
        Assert.Contains("row 1, field 'time': is no time of the format rfc3339", said, StringComparison.Ordinal);
        Assert.DoesNotContain("noon", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"id\":noon}", Collector.Json, "the body is no JSON")]
    [InlineData("{}", Collector.Lines, "The content type of a hook must be application/json.")]
    [InlineData("a=b", Form, "The content type must be application/json")]
    public async Task A_call_that_is_refused_for_its_body_is_in_the_log(string body, string type, string fault)
    {
        await using Hooks hooks = await Hooks.Start();
        Assert.Equal(0, (await hooks.Send("shop", body, Hooks.Signed(body), type)).Accepted);
        string said = Assert.Single(hooks.Collector.Errors.Lines);
        Assert.Contains($": {fault}", said, StringComparison.Ordinal);
        Assert.DoesNotContain("noon", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Form)]
    [InlineData("Application/X-WWW-Form-Urlencoded; charset=UTF-8")]
    public async Task The_ping_of_WooCommerce_is_answered_and_nothing_is_taken(string type)
    {
        await using Hooks hooks = await Hooks.Start();
        (await hooks.Send("base64", "webhook_id=17", [], type)).Is(HttpStatusCode.OK, 0);
        (await hooks.Send("none", "webhook_id=17", [], type)).Is(HttpStatusCode.Unauthorized, 0, (0, ""));
        Assert.Equal(0, hooks.Collector.EventCount());
        Assert.Empty(hooks.Collector.Errors.Lines);
    }

    [Theory]
    [InlineData("webhook_id=")]
    [InlineData("webhook_id=1x")]
    [InlineData("webhook_id=1&a=b")]
    [InlineData("id=1")]
    [InlineData("webhook_id=100000000000000000000000000000000000000000000000000000")]
    public async Task Another_form_than_a_ping_is_refused(string body)
    {
        await using Hooks hooks = await Hooks.Start();
        (await hooks.Send("base64", body, [], Form)).Is(HttpStatusCode.UnsupportedMediaType, 0, (0, ""));
    }

    [Fact]
    public async Task A_ping_is_an_unsigned_form()
    {
        await using Hooks hooks = await Hooks.Start();
        const string Ping = "webhook_id=17";
        (await hooks.Send("base64", Ping, [])).Is(HttpStatusCode.Unauthorized, 0, (0, ""));
        (string, string)[] signed = [("X-Shop-Hmac", "bm8=")];
        (await hooks.Send("base64", Ping, signed, Form)).Is(HttpStatusCode.UnsupportedMediaType, 0, (0, ""));
    }

    /// <summary>Whatever is wrong, the caller is told the same, it is counted, and nothing is taken.</summary>
    [Theory]
    [InlineData("unsigned")]
    [InlineData("another body")]
    [InlineData("another id")]
    [InlineData("another time")]
    [InlineData("another secret")]
    [InlineData("no version")]
    [InlineData("half a signature")]
    [InlineData("two ids")]
    [InlineData("too old")]
    [InlineData("too new")]
    [InlineData("no number")]
    [InlineData("another hook")]
    [InlineData("no hook")]
    public async Task A_call_that_is_not_proven_is_refused_without_saying_why(string what)
    {
        await using Hooks hooks = await Hooks.Start();
        (string Name, string Value)[] good = Hooks.Signed(Order);
        (string, string)[] headers = what switch
        {
            "unsigned" => [],
            "another id" => [("webhook-id", "msg_2"), good[1], good[2]],
            "another time" => [good[0], ("webhook-timestamp", Hooks.Signed(Order, 1)[1].Item2), good[2]],
            "another secret" => Hooks.Signed(Order, secret: Hooks.Next),
            "no version" => [good[0], good[1], (good[2].Name, good[2].Value["v1,".Length..])],
            "half a signature" => [good[0], good[1], (good[2].Name, good[2].Value[..24])],
            "two ids" => [.. good, good[0]],
            "too old" => Hooks.Signed(Order, 301),
            "too new" => Hooks.Signed(Order, -301),
            "no number" => [good[0], ("webhook-timestamp", "today"), good[2]],
            _ => good,
        };
        string hook = what switch
        {
            "another hook" => "hex",
            "no hook" => "none",
            _ => "shop",
        };
        Answer answer = await hooks.Send(hook, what == "another body" ? Order + " " : Order, headers);
        answer.Is(HttpStatusCode.Unauthorized, 0, (0, ""));
        Assert.Equal("The call is not signed as this hook wants it.", answer.Rejected[0].Reason);
        Assert.Equal([KeyValuePair.Create("signature", 1L)], hooks.Collector.Metrics.Rejected);
        Assert.Equal(0, hooks.Collector.EventCount());
    }

    [Theory]
    [InlineData(300)]
    [InlineData(-300)]
    public async Task Five_minutes_are_within_the_bound(int secondsAgo)
    {
        await using Hooks hooks = await Hooks.Start();
        (await hooks.Send("shop", Order, Hooks.Signed(Order, secondsAgo))).Is(HttpStatusCode.OK, 1);
    }

    [Fact]
    public async Task While_a_secret_is_replaced_both_are_good_on_either_side()
    {
        await using Hooks hooks = await Hooks.Start();
        (string Name, string Value)[] old = Hooks.Signed(Order);
        (string Name, string Value)[] next = Hooks.Signed(Order, secret: Hooks.Next);
        (await hooks.Send("rotated", Order, old)).Is(HttpStatusCode.OK, 1);
        (await hooks.Send("rotated", Order, next)).Is(HttpStatusCode.OK, 1);
        (string, string)[] both = [old[0], old[1], (old[2].Name, $"v1a,x {next[2].Value} {old[2].Value}")];
        (await hooks.Send("shop", Order, both)).Is(HttpStatusCode.OK, 1);
    }

    [Theory]
    [InlineData("hex", "X-Hub-Signature-256", "sha256=")]
    [InlineData("base64", "x-shop-hmac", "")]
    public async Task A_signature_of_the_body_alone_is_in_a_header_of_the_senders(
        string hook,
        string header,
        string prefix
    )
    {
        await using Hooks hooks = await Hooks.Start();
        // With the mark by which some programs begin a text: it is signed too.
        const string Body = "\uFEFF{\"at\":\"2026-03-01T12:00:00Z\"}";
        byte[] made = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Hooks.Plain), Encoding.UTF8.GetBytes(Body));
        string text = hook == "hex" ? Convert.ToHexStringLower(made) : Convert.ToBase64String(made);
        (await hooks.Send(hook, Body, [(header, prefix + text)])).Is(HttpStatusCode.OK, 1);
        foreach (
            string wrong in (string[])[text, prefix + text[..^2], prefix + text + text, prefix + "?" + text[1..], ""]
        )
        {
            if (wrong != prefix + text)
            {
                Assert.Equal(HttpStatusCode.Unauthorized, (await hooks.Send(hook, Body, [(header, wrong)])).Status);
            }
        }
        Assert.Equal(1, hooks.Collector.EventCount());
    }

    /// <summary>A sender that doesn't hear of the answer sends again: the figures count an id once.</summary>
    [Fact]
    public async Task A_call_that_comes_again_makes_the_same_events()
    {
        await using Hooks hooks = await Hooks.Start();
        const string Body = """[{"at":"2026-03-01T12:00:00Z"},{"at":"2026-03-01T12:00:00Z"}]""";
        string made = Convert.ToBase64String(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(Hooks.Plain), Encoding.UTF8.GetBytes(Body))
        );
        for (int times = 0; times < 2; times++)
        {
            (await hooks.Send("base64", Body, [("X-Shop-Hmac", made)])).Is(HttpStatusCode.OK, 2);
        }
        EventBatch events = hooks.Collector.Events();
        Assert.Equal(4, events.Count);
        string[] ids =
        [
            .. Enumerable.Range(0, 4).Select(row => Encoding.UTF8.GetString(events.Bytes(EventField.Id, row))),
        ];
        Assert.Equal(2, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("", HttpStatusCode.BadRequest)]
    [InlineData("7", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.OK)]
    [InlineData("{\"id\":\"\\ud800\",\"created_at\":\"2026-03-01T12:00:00Z\"}", HttpStatusCode.BadRequest)]
    public async Task A_proven_body_that_is_no_use_is_answered_in_the_collectors_form(
        string body,
        HttpStatusCode status
    )
    {
        await using Hooks hooks = await Hooks.Start();
        Answer answer = await hooks.Send("shop", body, Hooks.Signed(body));
        Assert.Equal((status, 0), (answer.Status, answer.Accepted));
        Assert.Equal(status != HttpStatusCode.OK, answer.Rejected.Count > 0);
    }

    [Fact]
    public async Task Bodies_have_limits()
    {
        await using Hooks hooks = await Hooks.Start();
        string many = $"[{string.Join(',', Enumerable.Repeat("{}", 10_001))}]";
        (await hooks.Send("shop", many, Hooks.Signed(many))).Is(HttpStatusCode.RequestEntityTooLarge, 0, (0, ""));
        string large = new(' ', 5_000_001);
        (await hooks.Send("shop", large, Hooks.Signed(large))).Is(HttpStatusCode.RequestEntityTooLarge, 0, (0, ""));
        (string, string)[] encoded = [.. Hooks.Signed(Order), ("content-encoding", "gzip")];
        (await hooks.Send("shop", Order, encoded)).Is(HttpStatusCode.UnsupportedMediaType, 0, (0, ""));
        (await hooks.Send("shop", Order, Hooks.Signed(Order), Collector.Lines)).Is(
            HttpStatusCode.UnsupportedMediaType,
            0,
            (0, "")
        );
        Assert.Equal(0, hooks.Collector.EventCount());
    }
}
