using CreatorStream.Analytics.Authenticity.Groups;

namespace CreatorStream.Analytics.Tests.Authenticity;

/// <summary>Groups of actors in made-up engagement: what is found, and that honest people are none.</summary>
public sealed class GroupAnalysisTests
{
    private const int Hour = 60;
    private const int Start = 14_000_000 / (24 * Hour) * (24 * Hour);

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void Honest_people_are_in_no_group_however_much_is_told_of_displays(double untold)
    {
        for (int seed = 0; seed < 25; seed++)
        {
            EngagementSample sample = new Made(seed).Honest(days: 2, untold).Sample();
            foreach (GroupFinding found in GroupAnalysis.Find(sample))
            {
                Assert.Fail($"seed {seed}: {found.Kind} with {found.Actors.Count}");
            }
        }
    }

    [Theory]
    [InlineData(true, 0.9, 1)]
    [InlineData(false, 0.5, 0.9)]
    public void A_bought_burst_is_found_and_is_sure_where_the_accounts_are_from_far_away(
        bool isForeign,
        double least,
        double most
    )
    {
        Made made = new Made(1).Honest(days: 1);
        int first = made.Actors;
        made.Burst(content: 3, hour: 9, count: 150, isForeign);
        GroupFinding found = Assert.Single(GroupAnalysis.Find(made.Sample()));
        Assert.Equal((GroupKind.BoughtBurst, 3), (found.Kind, found.Content));
        Assert.Superset(Enumerable.Range(first, 150).ToHashSet(), found.Actors.Select(of => of.Actor).ToHashSet());
        Assert.All(found.Actors.Where(of => of.Actor >= first), of => Assert.InRange(of.Likelihood, least, most));
    }

    /// <summary>By itself it says nothing sure: displays of one creator may be told worse than those of others.</summary>
    [Fact]
    public void Of_a_creator_whose_displays_are_told_badly_nobody_is_left_out()
    {
        Made made = new Made(2).Honest(days: 1, untoldOf: 4);
        Assert.All(
            GroupAnalysis.Find(made.Sample()).SelectMany(of => of.Actors),
            of => Assert.InRange(of.Likelihood, 0, .8)
        );
    }

    [Fact]
    public void A_slow_drip_is_found_hour_after_hour()
    {
        Made made = new Made(3).Honest(days: 2);
        int first = made.Actors;
        made.Drip(creator: 2, perHour: 10, days: 2);
        IReadOnlyList<GroupFinding> found = GroupAnalysis.Find(made.Sample());
        Assert.Equal([(GroupKind.SlowDrip, 2), (GroupKind.SlowDrip, 2)], found.Select(of => (of.Kind, of.Creator)));
        Assert.Equal(
            made.Actors - first,
            found.SelectMany(of => of.Actors).Where(of => of.Likelihood >= .9).Distinct().Count()
        );
    }

    [Fact]
    public void A_pod_is_found_also_where_its_members_were_shown_the_content()
    {
        Made made = new Made(4).Honest(days: 1);
        int first = made.Actors;
        made.Pod(members: 12, creators: 3, callouts: 12, loyalty: .8);
        GroupFinding found = Assert.Single(GroupAnalysis.Find(made.Sample(isPublicationKnown: true)));
        Assert.Equal(GroupKind.Pod, found.Kind);
        Assert.Equal(
            Enumerable.Range(first, 12).Select(of => (of, Pods.Likelihood)),
            found.Actors.Select(of => (of.Actor, of.Likelihood))
        );
    }

    /// <summary>Accounts of somebody who wants a loyal buyer out come minutes after each of the buyer's comments.</summary>
    [Theory]
    [InlineData(2, false)]
    // Some come within the same minute, or one of them is there first for once.
    [InlineData(0, false)]
    [InlineData(2, true)]
    public void Who_is_followed_by_others_is_not_sure_to_be_of_them(int from, bool isOneEarly)
    {
        for (int seed = 0; seed < 4; seed++)
        {
            Made made = new Made(seed).Honest(days: 14);
            int victim = made.Actors;
            made.Followed(by: 4, comments: 12, from, isOneEarly);
            GroupFinding found = Assert.Single(GroupAnalysis.Find(made.Sample(isPublicationKnown: true)));
            Assert.Equal([victim], found.Actors.Where(of => of.IsFollowed).Select(of => of.Actor));
            Assert.All(
                found.Actors,
                of => Assert.Equal(of.Actor == victim ? Pods.LikelihoodOfCrowd : Pods.Likelihood, of.Likelihood)
            );
        }
    }

    /// <summary>Nobody of a pod is spared where all come in one minute, as programs do.</summary>
    [Fact]
    public void A_pod_that_acts_in_one_minute_is_sure()
    {
        Made made = new Made(4).Honest(days: 1);
        int first = made.Actors;
        made.Pod(members: 6, creators: 2, callouts: 12, loyalty: 1, minutes: 1);
        GroupFinding found = Assert.Single(GroupAnalysis.Find(made.Sample(isPublicationKnown: true)));
        Assert.Equal(Enumerable.Range(first, 6).Select(of => new FoundActor(of, Pods.Likelihood)), found.Actors);
    }

    /// <summary>One of the pod is a fan, too, and there when the others are.</summary>
    [Fact]
    public void Fans_of_one_creator_are_no_part_of_a_pod_that_one_of_them_is_in()
    {
        Made made = new Made(5).Honest(days: 1);
        int pod = made.Actors;
        made.Pod(members: 6, creators: 2, callouts: 12, loyalty: .9);
        int fans = made.Actors;
        made.Pod(members: 12, creators: 1, callouts: 10, loyalty: .8, firstCreator: 2, with: pod);
        GroupFinding found = Assert.Single(GroupAnalysis.Find(made.Sample()));
        Assert.Equal(Enumerable.Range(pod, 6), found.Actors.Select(of => of.Actor));
        Assert.Equal(pod + 6, fans);
    }

    [Fact]
    public void Fans_who_all_come_when_their_creator_publishes_are_no_pod()
    {
        Made made = new Made(5).Honest(days: 1);
        made.Pod(members: 12, creators: 1, callouts: 10, loyalty: .7);
        Assert.Empty(GroupAnalysis.Find(made.Sample()));
    }

    /// <summary>"Comment now to win": all who watch do, at a moment that nobody agreed on before.</summary>
    [Theory]
    [InlineData(0)]
    // A premiere, which has its page, and a waiting room, since the day before.
    [InlineData(24)]
    public void Nobody_is_left_out_who_watches_the_same_broadcasts(int hoursBefore)
    {
        for (int seed = 0; seed < 4; seed++)
        {
            Made made = new Made(seed).Honest(days: 14).Viewers(25, broadcasts: 10, hoursBefore);
            Assert.All(
                GroupAnalysis.Find(made.Sample(isPublicationKnown: true)).SelectMany(of => of.Actors),
                of => Assert.InRange(of.Likelihood, 0, Pods.LikelihoodOfCrowd)
            );
        }
    }

    /// <summary>"Comment on all three posts to win": strangers who take part at one time meet at each of them, which is once.</summary>
    [Theory]
    [InlineData(300)]
    [InlineData(1_000)]
    public void Who_takes_part_in_a_giveaway_of_several_creators_is_in_no_pod(int people)
    {
        for (int seed = 0; seed < 3; seed++)
        {
            Made made = new Made(seed).Honest(days: 1).Giveaway(people, posts: 3);
            Assert.DoesNotContain(
                GroupAnalysis.Find(made.Sample(isPublicationKnown: true)),
                of => of.Kind == GroupKind.Pod
            );
        }
    }

    [Fact]
    public void A_pod_that_meets_around_the_full_hour_is_found()
    {
        Made made = new Made(6).Honest(days: 1);
        int first = made.Actors;
        made.AroundTheHour(members: 6, callouts: 8);
        GroupFinding found = Assert.Single(GroupAnalysis.Find(made.Sample(isPublicationKnown: true)));
        Assert.Equal(Enumerable.Range(first, 6), found.Actors.Select(of => of.Actor));
    }

    /// <summary>As where engagement was brought in from before displays were told of.</summary>
    [Fact]
    public void A_day_on_which_no_displays_are_told_of_anybody_is_no_ones_burst()
    {
        Made made = new Made(7).Honest(days: 2, untoldHours: 24);
        Assert.Empty(GroupAnalysis.Find(made.Sample(isPublicationKnown: true)));
    }

    /// <summary>Each pair takes memory, and there may be a million acts.</summary>
    [Fact]
    public void However_many_acts_there_are_at_most_eight_million_pairs_are_looked_at()
    {
        Assert.Equal(64, Pods.AheadOf(125_000));
        Assert.All(
            [0, 1, 125_001, 500_000, 1 << 20],
            acts => Assert.InRange((long)acts * Pods.AheadOf(acts), 0, 8_000_000)
        );
    }

    [Fact]
    public void What_is_found_follows_from_what_was_done_and_not_from_its_order()
    {
        Made made = new Made(6).Honest(days: 1);
        made.Burst(content: 3, hour: 9, count: 60, isForeign: true);
        made.Pod(members: 8, creators: 3, callouts: 12, loyalty: .8);
        EngagementSample sample = made.Sample();
        string expected = Text(GroupAnalysis.Find(sample), sample);
        Assert.NotEmpty(expected);
        var random = new Random(7);
        Act[] acts = [.. sample.Acts];
        ContentHour[] hours = [.. sample.Hours];
        random.Shuffle(acts);
        random.Shuffle(hours);
        EngagementSample shuffled = sample with { Acts = acts, Hours = hours };
        Assert.Equal(expected, Text(GroupAnalysis.Find(shuffled), shuffled));
    }

    private static string Text(IEnumerable<GroupFinding> found, EngagementSample sample) =>
        string.Join(
            '\n',
            found
                .Select(of =>
                    $"{of.Kind} {of.Content} {of.Creator} {of.FirstMinute} {of.LastMinute} {of.Expected:0.000000} "
                    + $"{string.Join(' ', of.Actors)} {string.Join(' ', of.Acts.Select(at => $"{sample.Acts[at]}").Order(StringComparer.Ordinal))}"
                )
                .Order(StringComparer.Ordinal)
        );

    /// <summary>Six creators with four posts each on one platform, and people who engage with them.</summary>
    /// <summary>Whoever is called by a notification comes in the first minutes, and meets the others again and again.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(60, true)]
    [InlineData(60, true, true)]
    [InlineData(1_440, true)]
    [InlineData(1_440, true, false, 345)]
    public void Fans_who_are_told_of_each_publication_are_no_pod(
        int roundedTo,
        bool isPublicationKnown,
        bool atAnyMinute = false,
        int offsetMinutes = 0
    )
    {
        for (int seed = 0; seed < 4; seed++)
        {
            Made made = new Made(seed).Honest(days: 14).Fans(50, days: 14, medianMinutes: 3, atAnyMinute);
            foreach (
                GroupFinding found in GroupAnalysis.Find(made.Sample(roundedTo, isPublicationKnown, offsetMinutes))
            )
            {
                Assert.Fail($"seed {seed}: {found.Kind} with {found.Actors.Count}");
            }
        }
    }

    /// <summary>Times that are rounded lie on many quarters of an hour, and not most of them on one.</summary>
    [Fact]
    public void A_pod_is_found_that_meets_at_a_quarter_of_an_hour()
    {
        for (int seed = 0; seed < 5; seed++)
        {
            Made made = new Made(seed).Honest(days: 14).AtTheQuarter(members: 25, posts: 12);
            GroupFinding found = Assert.Single(GroupAnalysis.Find(made.Sample(isPublicationKnown: true)));
            Assert.Equal((GroupKind.Pod, 25), (found.Kind, found.Actors.Count));
        }
    }

    /// <summary>Neighbours on a train who look at their feeds from eight to five past, whatever was published since.</summary>
    [Fact]
    public void People_with_one_time_of_the_day_are_no_pod()
    {
        for (int seed = 0; seed < 4; seed++)
        {
            Made made = new Made(seed).Honest(days: 14).Commuters(10, days: 14);
            Assert.Empty(GroupAnalysis.Find(made.Sample()));
        }
    }

    private sealed class Made(int seed)
    {
        private const int Creators = 6;
        private const int PostsEach = 4;

        private readonly Random random = new(seed);
        private readonly List<(int Actor, int Content, int Minute, bool IsUnseen, bool IsForeign)> acts = [];

        private readonly List<int> creators =
        [
            .. Enumerable.Range(0, Creators * PostsEach).Select(of => of / PostsEach),
        ];

        /// <summary>Of what is there from the beginning, some days before it.</summary>
        private readonly List<int> published =
        [
            .. Enumerable
                .Range(0, Creators * PostsEach)
                .Select(of => Start - (int)((of + 1) * 7_919L * (seed + 1) % (5 * 24 * Hour))),
        ];

        public int Actors { get; private set; }

        /// <param name="untold">The share of engagement before which no display is told.</param>
        /// <param name="untoldOf">A creator of whose displays half are not told.</param>
        /// <param name="untoldHours">At first no displays are told at all.</param>
        public Made Honest(int days, double untold = 0, int untoldOf = -1, int untoldHours = 0)
        {
            for (int hour = 0; hour < days * 24; hour++)
            {
                for (int content = 0; content < Creators * PostsEach; content++)
                {
                    int count = random.Next(2 + (hour % 24 / 2), 12 + (hour % 24));
                    for (int n = 0; n < count; n++)
                    {
                        double share =
                            hour < untoldHours ? 1
                            : content / PostsEach == untoldOf ? .5
                            : untold;
                        // Some come back.
                        int actor = Actors > 0 && random.Next(4) == 0 ? random.Next(Actors) : Actors++;
                        Act(actor, content, hour, random.NextDouble() < share, isForeign: false);
                    }
                }
            }
            return this;
        }

        public void Burst(int content, int hour, int count, bool isForeign)
        {
            for (int n = 0; n < count; n++)
            {
                Act(Actors++, content, hour, isUnseen: true, isForeign);
            }
        }

        public void Drip(int creator, int perHour, int days)
        {
            for (int hour = 0; hour < days * 24; hour++)
            {
                for (int n = 0; n < perHour; n++)
                {
                    Act(
                        Actors++,
                        (creator * PostsEach) + random.Next(PostsEach),
                        hour,
                        isUnseen: true,
                        isForeign: true
                    );
                }
            }
        }

        /// <param name="with">Somebody else who comes along; −1: nobody.</param>
        public void Pod(
            int members,
            int creators,
            int callouts,
            double loyalty,
            int firstCreator = 0,
            int with = -1,
            int minutes = 4
        )
        {
            int first = Actors;
            Actors += members;
            for (int callout = 0; callout < callouts; callout++)
            {
                int content = ((firstCreator + (callout % creators)) * PostsEach) + random.Next(PostsEach);
                int minute = Start + (callout * Hour) + random.Next(50);
                if (with >= 0)
                {
                    acts.Add((with, content, minute + random.Next(minutes), false, false));
                }
                for (int member = 0; member < members; member++)
                {
                    if (random.NextDouble() < loyalty)
                    {
                        acts.Add((first + member, content, minute + random.Next(minutes), false, false));
                    }
                }
            }
        }

        /// <summary>Each comments on one post of each creator within minutes, sometime in the day after they came.</summary>
        public Made Giveaway(int people, int posts)
        {
            int[] contents = [.. Enumerable.Range(0, posts).Select(of => Publish(of, Start + ((10 + of) * Hour)))];
            for (int person = 0; person < people; person++)
            {
                int minute = Start + (13 * Hour) + random.Next(24 * Hour);
                foreach (int content in contents)
                {
                    acts.Add((Actors, content, minute++, false, false));
                }
                Actors++;
            }
            return this;
        }

        /// <summary>A pod that meets at a quarter past, at posts at which little else happens.</summary>
        public Made AtTheQuarter(int members, int posts)
        {
            int first = Actors;
            Actors += members;
            for (int post = 0; post < posts; post++)
            {
                int begin = Start + (post * 24 * Hour) + (9 * Hour);
                int content = Publish(post % 3, begin);
                for (int other = 0; other < 20; other++)
                {
                    acts.Add((Actors++, content, begin + 1 + random.Next(20 * Hour), false, false));
                }
                for (int member = 0; member < members; member++)
                {
                    acts.Add((first + member, content, begin + (8 * Hour) + 15 + (60 * (post % 5)), false, false));
                }
            }
            return this;
        }

        public void AroundTheHour(int members, int callouts)
        {
            int first = Actors;
            Actors += members;
            for (int callout = 0; callout < callouts; callout++)
            {
                int content = (callout % 2 * PostsEach) + random.Next(PostsEach);
                int hour = Start + ((callout + 2) * 2 * Hour);
                for (int member = 0; member < members; member++)
                {
                    acts.Add((first + member, content, hour + (member % 2 == 0 ? -2 : 1), false, false));
                }
            }
        }

        /// <summary>Somebody comments at posts of two creators, long after they came; others do minutes later.</summary>
        /// <param name="from">So many minutes after it at least.</param>
        /// <param name="isOneEarly">Of the first comment, one is there before.</param>
        public void Followed(int by, int comments, int from, bool isOneEarly)
        {
            int victim = Actors;
            Actors += 1 + by;
            for (int comment = 0; comment < comments; comment++)
            {
                int published = Start + ((2 * comment) + 1) * 24 * Hour;
                int content = Publish(comment % 2, published);
                int minute = published + (6 * Hour) + random.Next(12 * Hour / Hour) * Hour + random.Next(50);
                for (int other = 0; other < 5; other++)
                {
                    acts.Add((Actors++, content, published + random.Next(Hour), false, false));
                }
                acts.Add((victim, content, minute, false, false));
                for (int other = 1; other <= by; other++)
                {
                    int after = isOneEarly && comment == 0 && other == 1 ? -1 : random.Next(from, 5);
                    acts.Add((victim + other, content, minute + after, false, false));
                }
            }
        }

        /// <summary>They like what three creators publish, each once a day, most of it minutes after it came.</summary>
        public Made Fans(int count, int days, double medianMinutes, bool atAnyMinute)
        {
            int first = Actors;
            Actors += count;
            for (int day = 0; day < days; day++)
            {
                for (int creator = 0; creator < 3; creator++)
                {
                    int content = Publish(
                        creator,
                        Start
                            + (day * 24 * Hour)
                            + (atAnyMinute ? random.Next(8 * Hour, 22 * Hour) : (16 + creator) * Hour)
                    );
                    for (int fan = 0; fan < count; fan++)
                    {
                        if (random.NextDouble() < .7)
                        {
                            double minutes = medianMinutes * Math.Exp(.9 * Normal());
                            acts.Add((first + fan, content, published[content] + (int)minutes, false, false));
                        }
                    }
                }
            }
            return this;
        }

        /// <summary>They watch what two creators broadcast, and comment when they are called to, an hour or so after it began.</summary>
        public Made Viewers(int count, int broadcasts, int hoursBefore)
        {
            int first = Actors;
            Actors += count;
            for (int broadcast = 0; broadcast < broadcasts; broadcast++)
            {
                int begin = Start + (broadcast * 24 * Hour) + (random.Next(17, 21) * Hour);
                int content = Publish(broadcast % 2, begin - (hoursBefore * Hour));
                acts.Add((first, content, published[content] + 1, false, false));
                int moment = begin + random.Next(8, 85);
                for (int viewer = 0; viewer < count; viewer++)
                {
                    if (random.NextDouble() < .8)
                    {
                        acts.Add((first + viewer, content, moment + random.Next(2), false, false));
                    }
                }
            }
            return this;
        }

        public Made Commuters(int count, int days)
        {
            int first = Actors;
            Actors += count;
            for (int day = 1; day < days; day++)
            {
                int eight = Start + (day * 24 * Hour) + (8 * Hour);
                for (int creator = 0; creator < 3; creator++)
                {
                    int content = Publish(creator, eight - random.Next(20 * Hour));
                    for (int member = 0; member < count; member++)
                    {
                        if (random.NextDouble() < .7)
                        {
                            acts.Add((first + member, content, eight + random.Next(5), false, false));
                        }
                    }
                }
            }
            return this;
        }

        /// <returns>The content's number.</returns>
        private int Publish(int creator, int minute)
        {
            creators.Add(creator);
            published.Add(minute);
            return creators.Count - 1;
        }

        private double Normal() =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

        public EngagementSample Sample(int roundedTo = 1, bool isPublicationKnown = false, int offsetMinutes = 0)
        {
            List<Act> merged =
            [
                .. acts.Select(of => of with { Minute = (of.Minute / roundedTo * roundedTo) + offsetMinutes })
                    .GroupBy(of => (of.Actor, of.Content, of.Minute / Hour))
                    .Select(of => new Act(
                        of.Key.Actor,
                        of.Key.Content,
                        of.Min(act => act.Minute),
                        of.Count(),
                        of.All(act => act.IsUnseen),
                        of.Any(act => act.IsForeign)
                    )),
            ];
            HashSet<int> often =
            [
                .. merged.GroupBy(of => of.Actor).Where(of => of.Count() >= Pods.LeastActs).Select(of => of.Key),
            ];
            return new EngagementSample(
                Actors,
                [.. merged.Where(of => of.IsUnseen || often.Contains(of.Actor)).OrderBy(of => of.Actor)],
                [
                    .. creators.Zip(
                        published,
                        (creator, minute) => new ContentPlace(creator, 0, isPublicationKnown ? minute : null)
                    ),
                ],
                [
                    .. merged
                        .GroupBy(of => (of.Content, Hour: of.Minute / Hour))
                        .Select(of => new ContentHour(of.Key.Content, of.Key.Hour, of.Sum(act => act.Events))),
                ]
            );
        }

        private void Act(int actor, int content, int hour, bool isUnseen, bool isForeign) =>
            acts.Add((actor, content, Start + (hour * Hour) + random.Next(Hour), isUnseen, isForeign));
    }
}
