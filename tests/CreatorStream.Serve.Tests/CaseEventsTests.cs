using System.Text;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Workspaces.Cases;
using CreatorStream.Pipeline.Workspaces.Counters;

namespace CreatorStream.Serve.Tests;

/// <summary>Which events of a log a case rests on.</summary>
public sealed class CaseEventsTests
{
    private const ulong Secret = 42;
    private const long NowMicros = 1_790_000_000_000_000;

    /// <summary>A partition has the events of all workspaces, and codes have the same names everywhere.</summary>
    [Theory]
    [InlineData("acme", "mine")]
    [InlineData("default", "\uff1dplain")]
    [InlineData("nobody", null)]
    public void Of_a_code_only_the_orders_of_the_workspace_are_listed(string workspace, string? expected)
    {
        var batch = new FactBatch(Secret);
        var parser = new EventParser();
        var rejections = new List<Rejection>();
        foreach (
            (string id, string of) in (ReadOnlySpan<(string, string)>)
                [("mine", "acme"), ("other", "rival"), ("\uff1dplain", "")]
        )
        {
            string line =
                $$"""{"id":"{{id}}","type":"purchase","time":"{{Rfc3339.Format(NowMicros)}}","visitor":"v","workspace":"{{of}}","code":"SPRING","order":"o","source":"shop"}""";
            parser.ParseLine(Encoding.UTF8.GetBytes(line), 0, NowMicros, batch.Events.Append, rejections);
        }
        Assert.Empty(rejections);
        List<(long, string Line)> found = [];
        CaseEventsEndpoint.Find(
            batch,
            new CaseEvidence(
                workspace,
                "spring",
                0,
                long.MaxValue,
                null,
                null,
                new Dictionary<string, string>(),
                Code: "spring"
            ),
            [],
            found
        );
        // What a spreadsheet would run as a formula is not one any more.
        Assert.Equal(
            expected == null ? [] : [expected.StartsWith('\uff1d') ? "'" + expected : expected],
            found.Select(of => of.Line.Split(',')[0])
        );
    }

    /// <summary>What strangers did in a visitor's name faster than people do is of an actor beside it, as is what crawlers do.</summary>
    [Theory]
    [InlineData("own", new[] { "own", "again", "again", "called" })]
    [InlineData("burst", new[] { "called" })]
    [InlineData("crawler", new[] { "crawled" })]
    [InlineData("acts", new[] { "own", "again", "again" })]
    public void Of_an_actor_the_events_are_listed_that_are_its_own(string of, string[] expected)
    {
        var batch = new FactBatch(Secret);
        var parser = new EventParser();
        var rejections = new List<Rejection>();
        foreach (
            string more in (ReadOnlySpan<string>)
                [
                    """ "id":"own" """,
                    // Another event, though its id is the same; and one that comes again.
                    """ "id":"again" """,
                    """ "id":"again","platform":"youtube" """,
                    """ "id":"again","platform":"youtube" """,
                    """ "id":"called","via":"pixel" """,
                    """ "id":"crawled","via":"pixel","agent":"Googlebot/2.1 (+http://www.google.com/bot.html)" """,
                ]
        )
        {
            string line =
                $$"""{"type":"like","time":"{{Rfc3339.Format(NowMicros)}}","visitor":"v","campaign":"spring","content":"post",{{more}}}""";
            parser.ParseLine(Encoding.UTF8.GetBytes(line), 0, NowMicros, batch.Events.Append, rejections);
        }
        Assert.Empty(rejections);
        batch.Identity.ComputeVisitors(batch.Events);
        ulong visitor = batch.Identity.Visitors[0];
        ulong actor = of switch
        {
            "burst" => Shadow.Burst.Of(visitor),
            "crawler" => Shadow.Crawler.Of(visitor),
            _ => visitor,
        };
        List<(long, string Line)> found = [];
        int hour = (int)((NowMicros - Rfc3339.EarliestMicros) / 3_600_000_000);
        CaseEventsEndpoint.Find(
            batch,
            new CaseEvidence(
                "default",
                "spring",
                0,
                long.MaxValue,
                new Dictionary<ulong, int> { [actor] = 0 },
                of == "acts" ? new HashSet<(ulong, string, int)> { (visitor, "post", hour) } : null,
                new Dictionary<string, string>()
            ),
            [],
            found
        );
        Assert.Equal(expected, found.Select(of => of.Line.Split(',')[0]));
    }

    [Fact]
    public void Of_a_counter_the_readings_are_listed()
    {
        var account = new CounterSubject("default", "", "=SUM(A1)", "instagram", "spring", "ann");
        Assert.Equal(
            "time,platform,account,content,counter,value\n2026-09-21T14:13:20Z,instagram,'=SUM(A1),,followers,41000\n",
            CaseEventsEndpoint
                .Write([new CounterEvidence(account, "followers", new CounterPoint(NowMicros, 41_000))])
                .ToString()
        );
    }
}
