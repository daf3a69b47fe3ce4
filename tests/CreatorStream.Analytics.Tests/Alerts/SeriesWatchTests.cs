using CreatorStream.Analytics.Alerts;
using CreatorStream.Analytics.Alerts.Learned;
using CreatorStream.Analytics.Lift;
using CreatorStream.Analytics.Panes;
using CreatorStream.Events;
using Xunit.Abstractions;

namespace CreatorStream.Analytics.Tests.Alerts;

/// <summary>What detectors find in figures as they come, and that it follows from these alone.</summary>
public sealed class SeriesWatchTests(ITestOutputHelper output)
{
    private const int Start = MadeFigures.Week;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Findings_are_the_same_however_the_figures_came(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        int offset = random.Next(Step.PerWeek);
        List<(EventType Kind, int Pane, int Count, bool IsSuspect)> all = Facts(random, 17 * Step.PerDay);
        var whole = new MadeFigures(offset);
        foreach ((EventType kind, int pane, int count, bool isSuspect) in all)
        {
            whole.Add(kind, pane, count, isSuspect);
        }
        SpikeHit[] expected = whole.Judge();
        output.WriteLine(
            $"{expected.Length} findings, {string.Join(' ', expected.Select(hit => hit.Metric).Distinct())}"
        );
        Assert.NotEmpty(expected);

        // About in their order, some late by minutes, hours or days; judged ever again in between.
        int[] delays = [0, 0, 0, 0, Pane.PerMinute, Pane.PerHour, Pane.PerDay, 5 * Pane.PerDay];
        var pieces = new MadeFigures(offset);
        int next = 0;
        foreach (
            (EventType kind, int pane, int count, bool isSuspect) in all.OrderBy(of =>
                of.Pane + random.Next(delays[random.Next(delays.Length)] + 1)
            )
        )
        {
            pieces.Add(kind, pane, count, isSuspect);
            if (next-- == 0)
            {
                pieces.Judge();
                next = random.Next(random.Next(20) == 0 ? 10_000 : 400);
            }
        }
        Assert.Equal(expected, pieces.Judge());
    }

    [Fact]
    public void What_was_found_stays_as_time_goes_on()
    {
        var random = new LiftRandom(5);
        var figures = new MadeFigures(100);
        var found = new Dictionary<int, SpikeHit>();
        int last = Start + (22 * Step.PerDay);
        for (int step = Start; step < last; step++)
        {
            int count = MadeFigures.Poisson(random, 60) * (step % 700 is 0 or 1 ? 5 : 1);
            figures.Add(EventType.Like, step * Step.Panes, count);
            foreach (SpikeHit hit in figures.Judge().Where(hit => hit.Step < step))
            {
                Assert.Equal(hit, found.GetValueOrDefault(hit.Step, hit));
                found[hit.Step] = hit;
            }
        }
        output.WriteLine($"{found.Count} findings");
        Assert.InRange(found.Count, 6, 70);
    }

    [Theory]
    [InlineData(5.0, 60, 28)]
    [InlineData(3.0, 60, 20)]
    [InlineData(2.0, 60, 10)]
    [InlineData(0.3, 60, 12)]
    [InlineData(0.0, 60, 20)]
    [InlineData(0.0, 200, 28)]
    [InlineData(6.0, 10, 25)]
    [InlineData(20.0, 2, 20)]
    public void What_is_put_into_a_day_is_found_soon(double factor, double mean, int least)
    {
        const int Seeds = 30;
        int found = 0;
        var minutes = new List<int>();
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            var random = new LiftRandom(seed);
            var figures = new MadeFigures((int)seed * 60);
            int at = Start + (9 * Step.PerDay) + ((int)seed * 37 % Step.PerDay);
            for (int step = Start; step < at; step++)
            {
                Fill(figures, random, step, mean * MadeFigures.Wave(step), Step.Panes);
            }
            // Pane by pane, as it is live; the last pane of the running step ends it.
            int? after = null;
            for (int pane = 0; pane < 12 * Step.Panes && after == null; pane++)
            {
                int of = (at * Step.Panes) + pane;
                double per = mean * MadeFigures.Wave(Step.Of(of)) * factor / Step.Panes;
                figures.Add(EventType.Impression, of, 1);
                figures.Add(EventType.Like, of, MadeFigures.Poisson(random, per));
                List<AlertSpan> spans = LearnedSpans.Of(figures.Judge(), (_, _) => false, Step.Of(of));
                after = spans.Any(span => span.Opened >= at * Step.Minutes) ? pane : null;
            }
            if (after is { } panes)
            {
                found++;
                minutes.Add((panes / Pane.PerMinute) + 1);
            }
        }
        minutes.Sort();
        string within =
            minutes.Count == 0
                ? ""
                : $", half of them within {minutes[minutes.Count / 2]} min, all within {minutes[^1]}";
        output.WriteLine($"× {factor} of {mean} in 5 min, seeds 1 to {Seeds}: {found} found{within}");
        Assert.InRange(found, least, Seeds);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(400)]
    public void Honest_weeks_hardly_alarm(double mean)
    {
        const int Weeks = 20;
        int alerts = 0;
        for (ulong seed = 1; seed <= Weeks; seed++)
        {
            var random = new LiftRandom(seed);
            var figures = new MadeFigures(0);
            int end = Start + (2 * Step.PerWeek) - 1;
            for (int step = Start; step <= end; step++)
            {
                Fill(figures, random, step, mean * MadeFigures.Wave(step), Step.Panes);
            }
            alerts += LearnedSpans.Of(figures.Judge(), (_, _) => false, end).Count;
        }
        output.WriteLine($"mean {mean} in 5 min, {Weeks} weeks: {alerts} alerts of 6 metrics");
        Assert.InRange(alerts, 0, Weeks / 10);
    }

    /// <summary>A step of likes with this mean, and as many of the rest as is usual beside them.</summary>
    private static void Fill(MadeFigures figures, LiftRandom random, int step, double mean, int panes)
    {
        int pane = (step * Step.Panes) + panes - 1;
        int impressions = MadeFigures.Poisson(random, 10 * mean);
        figures.Add(EventType.Impression, pane, impressions);
        figures.Add(EventType.Click, pane, MadeFigures.Poisson(random, 0.03 * impressions));
        figures.Add(EventType.Like, pane, MadeFigures.Poisson(random, mean));
        figures.Add(EventType.Mention, pane, MadeFigures.Poisson(random, mean / 50));
        figures.Add(EventType.Impression, pane, MadeFigures.Poisson(random, 0.02 * impressions), isSuspect: true);
        figures.AddConversions(pane, MadeFigures.Poisson(random, mean / 30));
    }

    /// <summary>Some weeks with spikes, falls and rises of all metrics, and a pause.</summary>
    private static List<(EventType Kind, int Pane, int Count, bool IsSuspect)> Facts(Random random, int steps)
    {
        var facts = new List<(EventType, int, int, bool)>();
        int pause = random.Next(steps / 2);
        for (int step = Start; step < Start + steps; step++)
        {
            int since = step - Start - pause;
            if (since is >= 0 and < 300)
            {
                continue;
            }
            double wave = MadeFigures.Wave(step) * (random.Next(500) == 0 ? 8 : 1);
            bool isBad = random.Next(800) == 0;
            Put(EventType.Like, 40 * wave);
            Put(EventType.Impression, 300 * wave);
            Put(EventType.Click, isBad ? 100 : 9 * wave);
            Put(EventType.Mention, random.Next(900) == 0 ? 15 : 0.3);
            if (isBad)
            {
                facts.Add((EventType.Click, Pane(), 120, true));
            }

            void Put(EventType kind, double mean)
            {
                int count = (int)(mean * (0.8 + (0.4 * random.NextDouble())));
                facts.Add((kind, Pane(), count / 2, false));
                facts.Add((kind, Pane(), count - (count / 2), false));
            }

            int Pane() => (step * Step.Panes) + random.Next(Step.Panes);
        }
        return facts;
    }
}
