using System.Net;
using System.Text.Json;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Ports;
using static CreatorStream.Collect.Tests.Collector;

namespace CreatorStream.Collect.Tests;

/// <summary>What people decide about actors, over HTTP.</summary>
public class OverrideTests
{
    [Fact]
    public async Task A_decision_is_stored_with_who_decided_and_without_the_name()
    {
        await using Collector collector = await Start();
        (
            await collector.Post(
                "/api/overrides",
                """
                {"visitor":"ann@example","workspace":"acme","verdict":"authentic"}
                {"visitor":"v1","verdict":"inauthentic"}
                {"visitor":"v1","verdict":"none"}
                """,
                Lines
            )
        ).Is(HttpStatusCode.OK, 3);
        using ILogReader reader = collector.Log.Read(LogStream.Decisions, 0, 0);
        Assert.True(reader.TryRead(out LogRecord record));
        string stored = System.Text.Encoding.UTF8.GetString(record.Payload);
        Assert.DoesNotContain("ann", stored, StringComparison.Ordinal);
        Assert.Equal(3, stored.Split("\"by\":\"local\"").Length - 1);
        using var entries = new EntryReader<Override>(collector.Log.Read(LogStream.Decisions, 0, 0), Override.TryParse);
        var ann = ErasedPerson.Of("ann@example"u8, collector.Log.Secret);
        var v1 = ErasedPerson.Of("v1"u8, collector.Log.Secret);
        foreach (
            Override expected in (Override[])
                [
                    new("acme", ann, VerdictLevel.Clear),
                    new("default", v1, VerdictLevel.Inauthentic),
                    new("default", v1, null),
                ]
        )
        {
            Assert.True(entries.TryRead(out Override? read));
            Assert.Equal(expected, read);
        }
        Assert.False(entries.TryRead(out _));
    }

    [Fact]
    public async Task Who_is_taken_apart_from_a_person_is_stored_without_the_name()
    {
        await using Collector collector = await Start();
        const string Body = """[{"visitor":"ann@example","apart":true},{"visitor":"v1","apart":false}]""";
        (await collector.Post("/api/separations", Body)).Is(HttpStatusCode.OK, 2);
        using var entries = new EntryReader<Decision>(collector.Log.Read(LogStream.Decisions, 0, 0), Decision.TryParse);
        Assert.True(entries.TryRead(out Decision? ann));
        Assert.Equal(new Separation("default", ErasedPerson.Of("ann@example"u8, collector.Log.Secret), true), ann);
        Assert.True(entries.TryRead(out Decision? other));
        Assert.False(Assert.IsType<Separation>(other).IsApart);
        foreach (string wrong in (string[])["{\"visitor\":\"v\"}", "{\"visitor\":\"v\",\"apart\":\"yes\"}"])
        {
            (await collector.Post("/api/separations", wrong)).Is(HttpStatusCode.BadRequest, 0, (0, "apart"));
        }
    }

    [Theory]
    [InlineData("{\"verdict\":\"authentic\"}", "visitor")]
    [InlineData("{\"visitor\":\"v\"}", "verdict")]
    [InlineData("{\"visitor\":\"v\",\"verdict\":\"bot\"}", "verdict")]
    [InlineData("{\"visitor\":\"v\",\"verdict\":1}", "verdict")]
    [InlineData("{\"visitor\":\"v\",\"verdict\":\"none\",\"workspace\":[]}", "workspace")]
    [InlineData("{\"visitor\":\"v\\u0000x\",\"verdict\":\"none\"}", "visitor")]
    [InlineData("{\"visitor\":\"v\",\"verdict\":\"none\",\"workspace\":\"ev\\nil\"}", "workspace")]
    [InlineData("[5]", "")]
    public async Task What_is_no_decision_is_refused_for_its_field(string body, string field)
    {
        await using Collector collector = await Start();
        (await collector.Post("/api/overrides", body)).Is(HttpStatusCode.BadRequest, 0, (0, field));
        Assert.Equal(0, collector.Log.EndOffset(LogStream.Decisions, 0));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("{}")]
    [InlineData("{\"kind\":\"erasure\",\"id\":\"0123456789abcdef01234567\",\"verdict\":\"none\"}")]
    [InlineData("{\"kind\":\"override\",\"id\":\"0123456789abcdef01234567\",\"verdict\":\"bot\"}")]
    [InlineData("{\"kind\":\"override\",\"id\":\"0123\",\"verdict\":\"none\"}")]
    [InlineData("{\"kind\":\"override\",\"id\":\"0123456789abcdef01234567\",\"verdict\":7}")]
    public void Other_decisions_are_none(string line)
    {
        using var json = JsonDocument.Parse(line);
        Assert.Null(Override.TryParse(json.RootElement, out _, out string reason));
        Assert.NotEmpty(reason);
    }
}
