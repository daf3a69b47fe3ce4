using System.Net;
using System.Text;
using System.Text.Json;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Ports;
using static CreatorStream.Collect.Tests.Collector;

namespace CreatorStream.Collect.Tests;

/// <summary>What people decide about alerts, over HTTP.</summary>
public class AlertDecisionTests
{
    private const string Of = "\"campaign\":\"spring/1\",\"alert\":\"2025-03-01T12:00:00Z/ctr-drop/ann/b\"";

    [Fact]
    public async Task Each_decision_is_stored_with_who_decided_and_read_as_it_was_meant()
    {
        await using Collector collector = await Start();
        (
            await collector.Post(
                "/api/alerts",
                $$"""
                {{{Of}},"decision":"acknowledge"}
                {{{Of}},"decision":"unacknowledge"}
                {{{Of}},"decision":"mute","until":"2025-03-02T12:00:00Z","workspace":"acme"}
                {{{Of}},"decision":"unmute"}
                {{{Of}},"decision":"comment","text":" Called Ann.\nShe knows. "}
                """,
                Lines
            )
        ).Is(HttpStatusCode.OK, 5);
        List<AlertDecision> read = Stored(collector);
        Assert.All(read, decision => Assert.Equal("local", decision.By));
        Assert.All(
            read,
            decision =>
                Assert.Equal(new AlertName("spring/1", "ctr-drop", "ann/b", read[0].Alert.OpenedMicros), decision.Alert)
        );
        Assert.Equal([true, false], read.Take(2).Select(of => Assert.IsType<Acknowledgement>(of).IsAcknowledged));
        Assert.Equal(read[0].Key, read[1].Key);
        Assert.Equal(read[0].Alert.OpenedMicros + (86_400 * 1_000_000L), Assert.IsType<Mute>(read[2]).UntilMicros);
        Assert.Equal(["default", "default", "acme", "default", "default"], read.Select(of => of.Workspace));
        Assert.Null(Assert.IsType<Mute>(read[3]).UntilMicros);
        AlertComment comment = Assert.IsType<AlertComment>(read[4]);
        Assert.Equal("Called Ann.\nShe knows.", comment.Words);

        (await collector.Post("/api/alerts", $$"""{{{Of}},"decision":"withdraw","comment":"{{comment.Id}}"}""")).Is(
            HttpStatusCode.OK,
            1
        );
        AlertDecision withdrawn = Stored(collector)[^1];
        Assert.Equal((comment.Key, true), (withdrawn.Key, withdrawn.IsTakenBack));
    }

    [Fact]
    public async Task The_same_comment_sent_twice_is_one()
    {
        await using Collector collector = await Start();
        string body = $$"""{{{Of}},"decision":"comment","text":"Seen"}""";
        (await collector.Post("/api/alerts", $"[{body},{body}]")).Is(HttpStatusCode.OK, 2);
        List<AlertDecision> read = Stored(collector);
        Assert.Equal(read[0].Id, read[1].Id);
    }

    /// <summary>As words come from a sheet, and of content whose id is as long as it may be.</summary>
    [Fact]
    public async Task Tabs_are_blanks_and_alerts_of_any_content_are_meant()
    {
        await using Collector collector = await Start();
        string content = new('c', 200);
        string of = $"\"campaign\":\"spring\",\"alert\":\"2025-03-01T12:00:00Z/click-drop//{content}\"";
        (await collector.Post("/api/alerts", $$"""{{{of}},"decision":"comment","text":"a\tb\r\nc"}""")).Is(
            HttpStatusCode.OK,
            1
        );
        AlertComment comment = Assert.IsType<AlertComment>(Assert.Single(Stored(collector)));
        Assert.Equal(("a b\nc", $"/{content}"), (comment.Words, comment.Alert.Creator));
    }

    [Theory]
    [InlineData("[5]", "")]
    [InlineData("{}", "alert")]
    [InlineData("""{"campaign":"","alert":"2025-03-01T12:00:00Z/ctr-drop/","decision":"acknowledge"}""", "alert")]
    [InlineData("""{"campaign":"c","alert":"2025-03-01T12:00:00Z/ctr-drop","decision":"acknowledge"}""", "alert")]
    [InlineData("""{"campaign":"c","alert":"2025-03-01T12:00:00Z/CTR/","decision":"acknowledge"}""", "alert")]
    [InlineData("""{"campaign":"c","alert":"yesterday/ctr-drop/","decision":"acknowledge"}""", "alert")]
    [InlineData("""{"campaign":"c","alert":"2025-03-01T12:00:00Z/ctr-dorp/","decision":"acknowledge"}""", "alert")]
    [InlineData("""{"campaign":"c","alert":"2999-03-01T12:00:00Z/ctr-drop/","decision":"acknowledge"}""", "alert")]
    [InlineData(
        """{"campaign":"c\u0000","alert":"2025-03-01T12:00:00Z/ctr-drop/","decision":"acknowledge"}""",
        "alert"
    )]
    [InlineData("""{"campaign":"c","alert":"2025-03-01T12:00:00Z/ctr-drop/"}""", "decision")]
    [InlineData("""{"campaign":"c","alert":"2025-03-01T12:00:00Z/ctr-drop/","decision":"forget"}""", "decision")]
    [InlineData("""{"campaign":"c","alert":"2025-03-01T12:00:00Z/ctr-drop/","decision":"mute"}""", "until")]
    [InlineData(
        """{"campaign":"c","alert":"2025-03-01T12:00:00Z/ctr-drop/","decision":"mute","until":"2025-03-01T12:00:00Z"}""",
        "until"
    )]
    [InlineData(
        """{"campaign":"c","alert":"2025-03-01T12:00:00Z/ctr-drop/","decision":"mute","until":"2999-01-01T00:00:00Z"}""",
        "until"
    )]
    [InlineData(
        """{"campaign":"c","alert":"2025-03-01T12:00:00Z/ctr-drop/","decision":"comment","text":" "}""",
        "text"
    )]
    [InlineData(
        """{"campaign":"c","alert":"2025-03-01T12:00:00Z/ctr-drop/","decision":"comment","text":"\u001b[2J"}""",
        "text"
    )]
    [InlineData(
        """{"campaign":"c","alert":"2025-03-01T12:00:00Z/ctr-drop/","decision":"withdraw","comment":"x"}""",
        "comment"
    )]
    public async Task What_is_no_decision_is_refused_for_its_field(string body, string field)
    {
        await using Collector collector = await Start();
        (await collector.Post("/api/alerts", body)).Is(HttpStatusCode.BadRequest, 0, (0, field));
        Assert.Equal(0, collector.Log.EndOffset(LogStream.Decisions, 0));
    }

    [Fact]
    public async Task A_comment_has_five_hundred_characters_at_most()
    {
        await using Collector collector = await Start();
        string Body(int letters) => $$"""{{{Of}},"decision":"comment","text":"{{new string('ä', letters)}}"}""";
        (await collector.Post("/api/alerts", $"[{Body(500)},{Body(501)}]")).Is(
            HttpStatusCode.MultiStatus,
            1,
            (1, "text")
        );
    }

    [Theory]
    [InlineData(
        """{"kind":"mute","campaign":"c","alert":"2025-03-01T12:00:00Z/ctr-drop/","value":"soon","at":"2025-03-01T12:00:00Z"}"""
    )]
    [InlineData("""{"kind":"mute","campaign":"c","alert":"2025-03-01T12:00:00Z/ctr-drop/","value":""}""")]
    [InlineData(
        """{"kind":"comment","campaign":"c","alert":"2025-03-01T12:00:00Z/ctr-drop/","value":"x","at":"2025-03-01T12:00:00Z"}"""
    )]
    [InlineData("""{"kind":"acknowledgement","campaign":7,"alert":[],"value":"yes","at":"2025-03-01T12:00:00Z"}""")]
    public void A_line_that_somebody_else_wrote_is_none(string line)
    {
        using var json = JsonDocument.Parse(line);
        Assert.Null(Decision.TryParse(json.RootElement, out _, out _));
    }

    /// <summary>Logs are read by all later releases, and by earlier ones that pass them over.</summary>
    [Fact]
    public void Lines_are_stored_as_the_first_release_that_had_them_stored_them()
    {
        var alert = new AlertName("spring/1", "ctr-drop", "ann/b", 1_740_830_400_000_000);
        string id = new string('a', AlertComment.IdLetters);
        Dictionary<AlertDecision, string> lines = new()
        {
            [new Acknowledgement("acme", alert, true, "key:office", 1_740_830_460_000_000)] =
                """{"kind":"acknowledgement","workspace":"acme","id":"2025-03-01T12:00:00Z/ctr-drop/8/spring/1/ann/b","campaign":"spring/1","alert":"2025-03-01T12:00:00Z/ctr-drop/ann/b","value":"yes","by":"key:office","at":"2025-03-01T12:01:00Z"}""",
            [new Mute("acme", alert, null, "local", 1_740_830_460_000_000)] =
                """{"kind":"mute","workspace":"acme","id":"ctr-drop/8/spring/1/ann/b","campaign":"spring/1","alert":"2025-03-01T12:00:00Z/ctr-drop/ann/b","value":"","by":"local","at":"2025-03-01T12:01:00Z"}""",
            [new AlertComment("acme", alert, id, "Seen", "local", 1_740_830_460_000_000)] =
                $$"""{"kind":"comment","workspace":"acme","id":"{{id}}","campaign":"spring/1","alert":"2025-03-01T12:00:00Z/ctr-drop/ann/b","value":"Seen","by":"local","at":"2025-03-01T12:01:00Z"}""",
        };
        foreach ((AlertDecision decision, string line) in lines)
        {
            Assert.Equal(line, Encoding.UTF8.GetString(decision.ToJson()));
            using var json = JsonDocument.Parse(line);
            Assert.Equal(decision, Decision.TryParse(json.RootElement, out _, out _));
        }
    }

    private static List<AlertDecision> Stored(Collector collector)
    {
        var decisions = new List<AlertDecision>();
        using ILogReader reader = collector.Log.Read(LogStream.Decisions, 0, 0);
        while (reader.TryRead(out LogRecord record))
        {
            foreach (
                string line in Encoding
                    .UTF8.GetString(record.Payload)
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            )
            {
                using var json = JsonDocument.Parse(line);
                var decision = Decision.TryParse(json.RootElement, out _, out _);
                decisions.Add(Assert.IsAssignableFrom<AlertDecision>(decision));
            }
        }
        return decisions;
    }
}
