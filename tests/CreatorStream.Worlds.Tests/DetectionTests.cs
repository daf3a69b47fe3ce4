using System.Buffers;
using System.Globalization;
using System.Text;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Analytics.Authenticity.Clicks;
using CreatorStream.Events;
using CreatorStream.Pipeline;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Authenticity;
using CreatorStream.Pipeline.Visitors.ClosingClicks;
using CreatorStream.Pipeline.Workspaces.Authenticity;
using CreatorStream.Worlds.Attacks;
using Xunit.Abstractions;

namespace CreatorStream.Worlds.Tests;

/// <summary>Simulated worlds through a visitor task: who shows which signs, against the truth.</summary>
public sealed class DetectionTests(ITestOutputHelper output) : IDisposable
{
    private const int Events = 300_000;
    private const Signs Named = Signs.KnownBot | Signs.InhumanRate;

    private static readonly DateTimeOffset Start = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    /// <summary>At 25 events a second they are of 3 hours, at 1 of 4 days, in which the same people come again and again.</summary>
    [Theory]
    [InlineData(1, 25)]
    [InlineData(2, 25)]
    [InlineData(3, 25)]
    [InlineData(4, 25)]
    [InlineData(5, 25)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    public void No_honest_actor_shows_a_sign(ulong seed, double rate)
    {
        (IReadOnlyList<EvidenceRow> shown, InjectedClicks clicks) = Run(seed, rate, [], out _);
        Describe(shown, []);
        Describe(clicks, []);
        Assert.DoesNotContain(clicks.Suspicious, of => LikelihoodOf(clicks, of) > 0);
        Assert.DoesNotContain(shown, of => (of.Signs & ~Named) != 0);
    }

    [Theory]
    [InlineData("click-farm", 1, 25, Signs.ClickFlood)]
    [InlineData("click-farm", 2, 25, Signs.ClickFlood)]
    [InlineData("click-farm", 1, 1, Signs.ClickFlood)]
    [InlineData("bots", 1, 25, Signs.InhumanRate)]
    public void Attackers_of_medium_strength_show_theirs_and_nobody_else(
        string attack,
        ulong seed,
        double rate,
        Signs sign
    )
    {
        (IReadOnlyList<EvidenceRow> shown, _) = Run(
            seed,
            rate,
            [(attack, AttackStrength.Medium)],
            out HashSet<string> truth
        );
        Describe(shown, truth);
        string[] found =
        [
            .. shown.Where(of => (of.Signs & sign) != 0 && truth.Contains(of.Actor)).Select(of => of.Actor),
        ];
        Assert.InRange(found.Length, truth.Count * 9 / 10, truth.Count);
        Assert.DoesNotContain(shown, of => (of.Signs & ~Named) != 0 && !truth.Contains(of.Actor));
    }

    /// <summary>Clicks for the posts of one creator, each of which some are for.</summary>
    [Theory]
    [InlineData(1, "Medium")]
    [InlineData(1, "Strong")]
    [InlineData(2, "Strong")]
    public void Content_for_which_clicks_are_injected_stands_out_and_no_other(ulong seed, string strength)
    {
        (_, InjectedClicks clicks) = Run(
            seed,
            25,
            [("injected-clicks", Enum.Parse<AttackStrength>(strength))],
            out HashSet<string> truth
        );
        Describe(clicks, truth);
        string[] found = [.. clicks.Suspicious.Where(of => LikelihoodOf(clicks, of) >= .5)];
        Assert.NotEmpty(found);
        Assert.All(found, of => Assert.Contains(of, truth));
    }

    private static double LikelihoodOf(InjectedClicks clicks, string content)
    {
        InjectedContent of = clicks.Find(content)!.Value;
        return ClickInjection.Likelihood(of.Clicks, of.Orders, clicks.Clicks - of.Clicks, clicks.Orders - of.Orders);
    }

    private void Describe(InjectedClicks clicks, HashSet<string> truth)
    {
        foreach (string content in clicks.Suspicious)
        {
            InjectedContent of = clicks.Find(content)!.Value;
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{of.Content}{(truth.Contains(of.Content) ? ", attacked" : "")}: {of.Clicks} of {of.Orders} orders, likelihood {LikelihoodOf(clicks, content):0.000}"
                )
            );
        }
    }

    private void Describe(IReadOnlyList<EvidenceRow> shown, HashSet<string> truth)
    {
        foreach (IGrouping<Signs, EvidenceRow> of in shown.GroupBy(of => of.Signs).OrderBy(of => of.Key))
        {
            double score = Score.Of(new ActorEvidence(of.Key, RepeatsText: false));
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{of.Key}: {of.Count()} actors, {of.Count(one => truth.Contains(one.Actor))} of {truth.Count} attackers, score {score:0.00}"
                )
            );
        }
    }

    private (IReadOnlyList<EvidenceRow> Shown, InjectedClicks Clicks) Run(
        ulong seed,
        double rate,
        IReadOnlyList<(string, AttackStrength)> attacks,
        out HashSet<string> truth
    )
    {
        var advertiser = new Advertiser(
            seed,
            Start,
            new AdvertiserOptions { Rate = rate, Attacks = new AttackPlan(attacks) }
        );
        var traffic = new Traffic(advertiser);
        StateScope scope = memory.Open();
        var state = new VisitorState(scope, retention: null);
        var flow = new VisitorFlow(state, Families.Composed);
        var batch = new FactBatch(secret: 1);
        var parser = new EventParser();
        var rejections = new List<Rejection>();
        long now = (Start + TimeSpan.FromDays(30)).ToUnixTimeMilliseconds() * 1000;
        for (int left = Events; left > 0; )
        {
            var lines = new ArrayBufferWriter<byte>();
            left -= traffic.Live(DateTimeOffset.MaxValue, lines, Math.Min(2_000, left));
            batch.Events.Clear();
            foreach (
                string line in Encoding
                    .UTF8.GetString(lines.WrittenSpan)
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            )
            {
                parser.ParseLine(Encoding.UTF8.GetBytes(line), 0, now, batch.Events.Append, rejections);
            }
            batch.AppendedToFill().Fill(now);
            flow.Next(batch);
        }
        Assert.Empty(rejections);
        flow.TakeOutAllBursts();
        PartialRows rows = flow.Tick(0, new TaskProgress(0, 0, 0, default));
        using var labels = new StringWriter();
        advertiser.Labels.Write(labels, traffic.NewestMs);
        truth =
        [
            .. labels
                .ToString()
                .Split('\n')
                .Select(of => of.Split(','))
                .Where(of => of.Length > 2 && of[1] is "actor" or "content")
                .Select(of => of[2]),
        ];
        var clicks = new InjectedClicks(_ => null, scope);
        foreach (ClosingClickRow row in rows.Of(ClosingClickSection.Rows))
        {
            clicks.Put(state.Subjects.Subjects[row.Subject].Content, 0, row);
        }
        return ([.. rows.Of(EvidenceSection.Rows)], clicks);
    }
}
