using CreatorStream.Analytics.Panes;
using CreatorStream.Analytics.Sessions;
using CreatorStream.Events;

namespace CreatorStream.Analytics.Tests;

/// <summary>Steps against sessions found by going through the visits in order of time.</summary>
public sealed class VisitSessionsTests
{
    private const long Start = Rfc3339.EarliestMicros + (26L * 365 * 86_400_000_000);

    // In microseconds: ties, just within a session, its end, just behind it.
    private static readonly long[] Gaps =
    [
        0,
        1,
        5_000_000,
        600_000_000,
        VisitSessions.GapMicros - 1,
        VisitSessions.GapMicros,
        VisitSessions.GapMicros + 1,
        7_200_000_000,
    ];

    private static readonly int[] Engaged = [0, 1, 9_999, 10_000, 10_001, 60_000, 86_400_000];

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(40)]
    public void Steps_add_up_to_the_sessions_of_the_set_in_whatever_order_visits_come(int visits)
    {
        for (int round = 0; round < 400; round++)
        {
            int seed = Random.Shared.Next();
            var random = new Random(seed);
            long time = Start + random.NextInt64(2 * Pane.Micros);
            Visit[] all =
            [
                .. Enumerable
                    .Range(0, visits)
                    .Select(_ => new Visit(
                        time += Gaps[random.Next(Gaps.Length)],
                        Engaged[random.Next(Engaged.Length)]
                    )),
            ];
            Visit[] shuffled = [.. all];
            random.Shuffle(shuffled);
            var steps = new Steps();
            var journey = new List<Visit>();
            for (int added = 0; added < shuffled.Length; added++)
            {
                Insert(journey, shuffled[added], ref steps);
                // After each visit: what comes on the way is published, too.
                Assert.True(
                    Naive(shuffled[..(added + 1)]).SequenceEqual(steps.Panes()),
                    $"seed {seed}, after {added + 1} of {visits}"
                );
            }
        }
    }

    [Theory]
    [InlineData(0, 9_999, 1, 1)]
    [InlineData(0, 10_000, 1, 0)]
    [InlineData(VisitSessions.GapMicros - 1, 0, 1, 0)]
    [InlineData(VisitSessions.GapMicros, 0, 2, 2)]
    public void Thirty_minutes_end_a_session_and_ten_seconds_save_it(
        long gapMicros,
        int engagedMillis,
        int sessions,
        int bounces
    )
    {
        var steps = new Steps();
        var journey = new List<Visit>();
        Insert(journey, new Visit(Start, engagedMillis), ref steps);
        if (gapMicros > 0)
        {
            Insert(journey, new Visit(Start + gapMicros, engagedMillis), ref steps);
        }
        Assert.Equal((sessions, bounces), (steps.Panes().Sum(of => of.Sessions), steps.Panes().Sum(of => of.Bounces)));
    }

    /// <summary>The example of docs/metrics.md: pages at 12:00, 12:29, 12:59 and 14:00.</summary>
    [Fact]
    public void The_example_of_the_definitions_holds()
    {
        var steps = new Steps();
        var journey = new List<Visit>();
        foreach ((int minute, int engagedMillis) in ((int, int)[])[(0, 4_000), (29, 8_000), (59, 9_900), (120, 10_000)])
        {
            Insert(journey, new Visit(Start + (minute * 60_000_000L), engagedMillis), ref steps);
        }
        (int sessions, int bounces) = (steps.Panes().Sum(of => of.Sessions), steps.Panes().Sum(of => of.Bounces));
        Assert.Equal((3, 1, 31_900), (sessions, bounces, steps.Panes().Sum(of => of.EngagedMillis)));
    }

    [Fact]
    public void A_visit_between_two_sessions_makes_them_one_that_begins_where_the_first_did()
    {
        long apart = VisitSessions.GapMicros * 3 / 2;
        var steps = new Steps();
        var journey = new List<Visit>();
        Insert(journey, new Visit(Start, 0), ref steps);
        Insert(journey, new Visit(Start + apart, 0), ref steps);
        Assert.Equal(2, steps.Panes().Sum(of => of.Bounces));
        Insert(journey, new Visit(Start + (apart / 2), 4_000), ref steps);
        Assert.Equal([(Pane.Of(Start), 1, 0, 0), (Pane.Of(Start + (apart / 2)), 0, 0, 4_000)], steps.Panes().ToArray());
    }

    /// <summary>As a journey does: behind all that are not later, with neighbours only as far as a session can reach.</summary>
    private static void Insert(List<Visit> journey, Visit visit, ref Steps steps)
    {
        int position = journey.Count(other => other.TimeMicros <= visit.TimeMicros);
        journey.Insert(position, visit);
        VisitSessions.Insert(
            Near(journey, position, -1),
            visit.TimeMicros,
            visit.EngagedMillis,
            Near(journey, position, 1),
            ref steps
        );
    }

    private static NearVisit Near(List<Visit> journey, int position, int step)
    {
        bool IsNear(int from, int to) =>
            to >= 0 && to < journey.Count && VisitSessions.AreOne(journey[from].TimeMicros, journey[to].TimeMicros);
        int near = position + step;
        return IsNear(position, near)
            ? new NearVisit(journey[near].TimeMicros, journey[near].EngagedMillis, IsNear(near, near + step))
            : default;
    }

    private static List<(int Pane, int Sessions, int Bounces, long EngagedMillis)> Naive(IEnumerable<Visit> visits)
    {
        var sessions = new List<List<Visit>>();
        foreach (Visit visit in visits.OrderBy(of => of.TimeMicros))
        {
            if (sessions.Count == 0 || visit.TimeMicros - sessions[^1][^1].TimeMicros >= 30 * 60 * 1_000_000L)
            {
                sessions.Add([]);
            }
            sessions[^1].Add(visit);
        }
        return
        [
            .. sessions
                .Select(of => (Pane.Of(of[0].TimeMicros), 1, of.Count == 1 && of[0].EngagedMillis < 10_000 ? 1 : 0, 0L))
                .Concat(
                    sessions.SelectMany(of => of).Select(of => (Pane.Of(of.TimeMicros), 0, 0, (long)of.EngagedMillis))
                )
                .GroupBy(step => step.Item1)
                .Select(pane =>
                    (pane.Key, pane.Sum(step => step.Item2), pane.Sum(step => step.Item3), pane.Sum(step => step.Item4))
                )
                .Where(pane => pane is not (_, 0, 0, 0))
                .Order(),
        ];
    }

    private readonly record struct Visit(long TimeMicros, int EngagedMillis);

    private sealed class Steps : ISessionSteps
    {
        private readonly SortedDictionary<int, (int Sessions, int Bounces, long EngagedMillis)> panes = [];

        public void Add(int pane, int sessions, int bounces, long engagedMillis)
        {
            (int s, int b, long e) = panes.GetValueOrDefault(pane);
            panes[pane] = (s + sessions, b + bounces, e + engagedMillis);
        }

        public IEnumerable<(int Pane, int Sessions, int Bounces, long EngagedMillis)> Panes() =>
            panes
                .Where(pane => pane.Value is not (0, 0, 0))
                .Select(pane => (pane.Key, pane.Value.Sessions, pane.Value.Bounces, pane.Value.EngagedMillis));
    }
}
