using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace CreatorStream.Events.Tests;

public class EventIdentityTests(ITestOutputHelper output)
{
    private const ulong Key = 0x1234_5678_9abc_def0;

    private const string Purchase = """
        {"id":"e1","type":"purchase","time":"2026-03-01T11:00:00Z","visitor":"v1","content":"post-1","workspace":"acme",
        "campaign":"spring","creator":"ann","platform":"instagram","source":"shop","channel":"email","url":"https://a.example",
        "agent":"Mozilla","country":"DE","text":"good","code":"SAVE","order":"o1","value":5,"currency":"EUR"}
        """;

    [Fact]
    public void It_does_not_depend_on_the_batch_that_an_event_is_in()
    {
        Random random = Seed.Next(output);
        var make = new RandomEvents(random);
        string[] events = [.. Enumerable.Range(0, 300).Select(_ => make.Next())];
        ulong[] alone = [.. events.Select(Fingerprint)];
        for (int round = 0; round < 20; round++)
        {
            int[] order = [.. Enumerable.Range(0, events.Length)];
            random.Shuffle(order);
            int size = random.Next(1, events.Length);
            var identity = new EventIdentity(Key);
            foreach (int[] part in order.Chunk(size))
            {
                EventBatch batch = Read.Good(part.Select(i => events[i]));
                identity.Compute(batch);
                for (int row = 0; row < part.Length; row++)
                {
                    Assert.Equal(alone[part[row]], identity.Fingerprints[row]);
                }
            }
        }
        Assert.Equal(events.Length, alone.Distinct().Count());
    }

    [Fact]
    public void What_a_stranger_says_is_no_repeat_of_what_a_proven_source_says()
    {
        ulong proven = Fingerprint(Purchase);
        ulong Told(string via) =>
            Fingerprint(Purchase.Replace("\"id\"", $"\"via\":\"{via}\",\"id\"", StringComparison.Ordinal));
        Assert.Equal(proven, Told(Ways.Local));
        Assert.Equal(proven, Told(Ways.KeyPrefix + "shop"));
        Assert.NotEqual(proven, Told(Ways.Pixel));
        Assert.Equal(Told(Ways.Pixel), Told(Ways.Link));
    }

    [Fact]
    public void It_does_not_depend_on_what_keys_the_batch_nor_on_columns_that_it_does_not_rest_on()
    {
        Random random = Seed.Next(output);
        var make = new RandomEvents(random);
        var whole = new EventBatch();
        var wanted = new EventBatch(Key);
        var parser = new EventParser();
        var sparing = new EventParser(
            EventColumns.All.Without(EventField.Url, EventField.Referrer, EventField.Text).WithUnshared(EventField.Id)
        );
        var identity = new EventIdentity(Key);
        var other = new EventIdentity(Key);
        for (int round = 0; round < 20; round++)
        {
            whole.Clear();
            wanted.Clear();
            for (int i = 0; i < 300; i++)
            {
                byte[] json = System.Text.Encoding.UTF8.GetBytes(make.Next());
                Assert.Equal(
                    parser.TryParse(json, Read.Now, whole, out _),
                    sparing.TryParse(json, Read.Now, wanted, out _)
                );
            }
            identity.Compute(whole);
            other.Compute(wanted);
            Assert.False(wanted.Has(EventField.Url));
            Assert.Equal(identity.Fingerprints[..whole.Count], other.Fingerprints[..whole.Count]);
            Assert.Equal(identity.Names[..whole.Count], other.Names[..whole.Count]);
            Assert.Equal(identity.Visitors[..whole.Count], other.Visitors[..whole.Count]);
            Assert.Equal(identity.Subjects[..whole.Count], other.Subjects[..whole.Count]);
            other.ComputeFingerprints(whole);
            Assert.Equal(identity.Fingerprints[..whole.Count], other.Fingerprints[..whole.Count]);
        }
    }

    [Theory]
    [InlineData("id", "\"e2\"")]
    [InlineData("type", "\"signup\"")]
    [InlineData("time", "\"2026-03-01T11:00:00.000001Z\"")]
    [InlineData("visitor", "\"v2\"")]
    [InlineData("content", "\"post-2\"")]
    [InlineData("content", null)]
    [InlineData("workspace", "\"other\"")]
    [InlineData("workspace", null)]
    [InlineData("campaign", "\"autumn\"")]
    [InlineData("creator", "\"bob\"")]
    [InlineData("creator", null)]
    [InlineData("platform", "\"tiktok\"")]
    [InlineData("source", "\"pixel\"")]
    [InlineData("channel", "\"search\"")]
    [InlineData("agent", "\"Bot\"")]
    [InlineData("code", "\"SAVE2\"")]
    [InlineData("order", "\"o2\"")]
    [InlineData("order", null)]
    [InlineData("value", "5.000001")]
    [InlineData("value", "0")]
    [InlineData("value", null)]
    [InlineData("currency", "\"USD\"")]
    public void Another_value_of_a_field_that_figures_rest_on_is_another_event(string field, string? json) =>
        Assert.NotEqual(Fingerprint(Purchase), Fingerprint(With(Purchase, field, json)));

    [Theory]
    [InlineData("action", "\"cart\"")]
    [InlineData("seconds", "12.5")]
    [InlineData("country", "\"FR\"")]
    [InlineData("country", null)]
    public void So_it_is_for_visits(string field, string? json)
    {
        string visit = With(Purchase, "type", "\"visit\"");
        Assert.NotEqual(Fingerprint(visit), Fingerprint(With(visit, field, json)));
    }

    [Theory]
    [InlineData("completeness", "0.8")]
    [InlineData("completeness", "0")]
    [InlineData("address", "\"corporate\"")]
    public void So_it_is_for_leads(string field, string? json)
    {
        string lead = With(Purchase, "type", "\"lead\"");
        Assert.NotEqual(Fingerprint(lead), Fingerprint(With(lead, field, json)));
    }

    [Theory]
    [InlineData("completeness", "0.8")]
    [InlineData("address", "\"corporate\"")]
    public void What_a_lead_says_of_itself_says_nothing_of_another_conversion(string field, string? json) =>
        Assert.Equal(Fingerprint(Purchase), Fingerprint(With(Purchase, field, json)));

    [Theory]
    [InlineData("url", "\"https://b.example\"")]
    [InlineData("referrer", "\"https://b.example\"")]
    [InlineData("country", "\"FR\"")]
    [InlineData("text", null)]
    [InlineData("unknown", "1")]
    public void No_figure_rests_on_the_rest(string field, string? json) =>
        Assert.Equal(Fingerprint(Purchase), Fingerprint(With(Purchase, field, json)));

    [Theory]
    [InlineData("value", "5.0")]
    [InlineData("value", "\"5.0000000\"")]
    [InlineData("value", "50e-1")]
    [InlineData("time", "\"2026-03-01T12:00:00+01:00\"")]
    [InlineData("time", "\"2026-03-01T11:00:00.000000Z\"")]
    public void Another_spelling_of_a_value_is_the_same_event(string field, string json) =>
        Assert.Equal(Fingerprint(Purchase), Fingerprint(With(Purchase, field, json)));

    [Fact]
    public void Both_spellings_of_a_type_are_the_same_event()
    {
        foreach (string kind in (string[])["purchase", "signup", "lead", "download", "install", "form", "refund"])
        {
            Assert.Equal(
                Fingerprint(With(Purchase, "type", $"\"{kind}\"")),
                Fingerprint(With(With(Purchase, "type", "\"conversion\""), "action", $"\"{kind}\""))
            );
        }
        foreach (string kind in (string[])["like", "comment", "share", "save", "follow", "mention"])
        {
            Assert.Equal(
                Fingerprint(With(Purchase, "type", $"\"{kind}\"")),
                Fingerprint(With(With(Purchase, "type", "\"engagement\""), "action", $"\"{kind}\""))
            );
        }
    }

    [Fact]
    public void The_default_workspace_is_the_same_named_or_not() =>
        Assert.Equal(
            Fingerprint(With(Purchase, "workspace", null)),
            Fingerprint(With(Purchase, "workspace", "\"default\""))
        );

    [Fact]
    public void What_moves_from_one_field_to_the_next_is_another_event() =>
        Assert.NotEqual(Fingerprint(Read.Event(("campaign", "\"x\""))), Fingerprint(Read.Event(("creator", "\"x\""))));

    [Fact]
    public void Another_log_has_other_fingerprints()
    {
        var other = new EventIdentity(Key + 1);
        other.Compute(Read.Good(Purchase));
        Assert.NotEqual(Fingerprint(Purchase), other.Fingerprints[0]);
    }

    [Fact]
    public void A_batch_without_events_has_none() => new EventIdentity(Key).Compute(new EventBatch());

    private static ulong Fingerprint(string json)
    {
        var identity = new EventIdentity(Key);
        identity.Compute(Read.Good(json));
        return identity.Fingerprints[0];
    }

    private static string With(string json, string field, string? value)
    {
        JsonObject changed = JsonNode.Parse(json)!.AsObject();
        changed.Remove(field);
        if (value != null)
        {
            changed[field] = JsonNode.Parse(value);
        }
        return changed.ToJsonString();
    }
}
