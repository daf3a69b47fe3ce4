using CreatorStream.Analytics.Authenticity.Groups;

namespace CreatorStream.Analytics.Tests.Authenticity;

/// <summary>
/// Two hours in which a pod meets six times, each time at other content with which many engage; some of it come to two or three
/// meetings.
/// </summary>
public sealed class PodJoinerTests
{
    private const int Start = 14_000_000 / 60 * 60;
    private const int Core = 6;
    private const int Fans = 60;
    private const int EventsOfHour = 200;
    private const int Meetings = 6;
    private const int Seeds = 20;

    /// <summary>To which meetings they come, by number, which is that of the content; content 0 and 3 are of one creator.</summary>
    private static readonly int[][] Rare =
    [
        [0, 1, 2],
        [1, 3],
        [2, 3, 4],
        [3, 5],
    ];

    [Fact]
    public void Who_comes_to_few_of_the_meetings_is_found_and_hardly_anybody_else()
    {
        int others = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            GroupFinding found = Assert.Single(GroupAnalysis.Find(Hours(seed, [0, 100, 200, 300, 400, 500])));
            HashSet<int> actors = [.. found.Actors.Select(of => of.Actor)];
            Assert.True(actors.IsSupersetOf(Enumerable.Range(0, Core + Rare.Length)), $"seed {seed}");
            Assert.True(found.Actors.All(of => of.HasJoined == (of.Actor >= Core)), $"seed {seed}");
            others += actors.Count - Core - Rare.Length;
        }
        Assert.InRange(others, 0, Seeds * Rare.Length / 20);
    }

    /// <summary>Who comes as long after each publication is led by a habit, for all that is known: by a notification.</summary>
    [Fact]
    public void Meetings_as_long_after_publication_count_once()
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            GroupFinding found = Assert.Single(GroupAnalysis.Find(Hours(seed, [0, 100, 200, 100, 400, 500])));
            HashSet<int> actors = [.. found.Actors.Select(of => of.Actor)];
            Assert.False(actors.Contains(Core + 1), $"seed {seed}");
            Assert.True(actors.Contains(Core + 3), $"seed {seed}");
        }
    }

    /// <summary>
    /// Whoever makes up accounts may make up any number of pods that meet at content with which many engage: to look at all of that for
    /// each of them would never end.
    /// </summary>
    [Fact]
    public void However_many_pods_there_are_a_million_acts_are_looked_at()
    {
        EngagementSample sample = Hours(seed: 0, [0, 100, 200, 300, 400, 500]);
        int ofThisPod = sample.Acts.Count + sample.Hours.Count;
        Assert.NotEmpty(Joining(sample, pods: PodJoiners.MostLookedAt / ofThisPod));
        Assert.Empty(Joining(sample, pods: (PodJoiners.MostLookedAt / ofThisPod) + 1));
    }

    /// <summary>A member by pairs of one pod joins no other: two pods with the same member may be taken for one.</summary>
    [Fact]
    public void Nobody_joins_a_pod_who_is_of_another()
    {
        EngagementSample sample = Hours(seed: 0, [0, 100, 200, 300, 400, 500]);
        Assert.Contains(Core, Joining(sample, pods: 2));
        Assert.DoesNotContain(Core, Joining(sample, pods: 2, ofAnother: Core));
    }

    /// <summary>Who joins the pod of the first actors, where there are others.</summary>
    private static int[] Joining(EngagementSample sample, int pods, params int[] ofAnother)
    {
        int[] acts = [.. Enumerable.Range(0, sample.Acts.Count)];
        int[] pod = [.. Enumerable.Range(0, Core)];
        var joiners = new PodJoiners(
            sample,
            acts,
            sample.Hours.ToLookup(of => of.Content),
            new Publications(sample, acts),
            [pod, ofAnother, .. Enumerable.Repeat<int[]>([], pods - 2)]
        );
        return
        [
            .. joiners.Of(
                pod,
                [
                    .. acts.Where(at => sample.Acts[at].Actor < Core)
                        .OrderBy(at => sample.Acts[at].Minute)
                        .GroupBy(at => sample.Acts[at].Content)
                        .Select(of => of.ToArray()),
                ]
            ),
        ];
    }

    /// <param name="ages">How old content is when the pod meets there, in minutes above a day.</param>
    private static EngagementSample Hours(int seed, int[] ages)
    {
        var random = new Random(seed);
        List<Act> acts = [];
        for (int member = 0; member < Core + Rare.Length; member++)
        {
            foreach (int meeting in member < Core ? Enumerable.Range(0, Meetings) : Rare[member - Core])
            {
                Add(member, meeting, MinuteOf(meeting) + (member < Core ? (member + meeting) % 4 : random.Next(4)));
            }
        }
        for (int fan = Core + Rare.Length; fan < Core + Rare.Length + Fans; fan++)
        {
            for (int content = 0; content < Meetings; content++)
            {
                Add(fan, content, random.Next(120));
            }
        }
        return new EngagementSample(
            Core + Rare.Length + Fans,
            [.. acts],
            [
                .. Enumerable
                    .Range(0, Meetings)
                    .Select(of => new ContentPlace(of % 3, 0, Start + MinuteOf(of) - 1_440 - ages[of])),
            ],
            [
                .. Enumerable
                    .Range(0, 2 * Meetings)
                    .Select(of => new ContentHour(of / 2, (Start / 60) + (of % 2), EventsOfHour)),
            ]
        );

        void Add(int actor, int content, int minute) =>
            acts.Add(new Act(actor, content, Start + minute, 1, IsUnseen: false, IsForeign: false));
    }

    private static int MinuteOf(int meeting) => 4 + (20 * meeting);
}
