using CreatorStream.Analytics.Authenticity.Vetting;

namespace CreatorStream.Analytics.Tests.Authenticity;

public sealed class ProspectVettingTests
{
    private const int Seeds = 60;
    private const int AttackSeeds = 20;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void An_honest_creator_of_any_size_gives_no_reason(int size)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            VettingReport report = ProspectVetting.Vet(new MadeUpProspect(seed, size).Prospect);
            string found = Told(report);
            Assert.True(found.Length == 0, $"seed {seed}: {found}");
            Assert.True(report.Conclusion == VettingConclusion.Clear, $"seed {seed}: {report.Conclusion}");
            Assert.InRange(report.Quality.Score, 60, 100);
        }
    }

    [Fact]
    public void Followers_that_come_at_once_and_go_again_are_found() =>
        Finds(
            "follower-jump",
            VettingState.Strong,
            made =>
            {
                int at = 20 + made.Random.Next(20);
                long bought = made.Followers / 2;
                for (int i = 0; i < made.Counters.Count; i++)
                {
                    if (made.Counters[i] is { Content: null } reading)
                    {
                        int day = (int)((reading.TimeSeconds - MadeUpProspect.Start) / MadeUpProspect.Day);
                        double left = day < at ? 0 : Math.Max(0.4, 1 - 0.05 * (day - at));
                        made.Counters[i] = reading with { Followers = reading.Followers + (long)(left * bought) };
                    }
                }
            },
            // Bought while content went round: that explains it.
            missed: 3
        );

    [Fact]
    public void More_likes_than_views_are_found() =>
        Finds(
            "ratio",
            VettingState.Strong,
            made =>
            {
                for (int i = 0; i < made.Counters.Count; i++)
                {
                    if (made.Counters[i] is { Content: not null } reading)
                    {
                        made.Counters[i] = reading with
                        {
                            Likes = reading.Views + 2_000,
                            Views = reading.Views + 1_000,
                        };
                    }
                }
            }
        );

    [Fact]
    public void A_drip_from_abroad_is_found() =>
        Finds(
            "slow-drip",
            VettingState.Strong,
            made =>
            {
                double time = MadeUpProspect.Start;
                for (int i = 0; time < MadeUpProspect.Start + (MadeUpProspect.Days - 1) * MadeUpProspect.Day; i++)
                {
                    made.Add($"drip {i}", (long)time, made.Posts[i % made.Posts.Count].Content, "VN");
                    time -= 2.5 * MadeUpProspect.Hour * Math.Log(1 - made.Random.NextDouble());
                }
            }
        );

    [Fact]
    public void A_burst_that_was_bought_abroad_is_found() =>
        Finds(
            "bought-burst",
            VettingState.Strong,
            made =>
            {
                Publication post = made.Posts[made.Posts.Count / 2];
                // Enough of its own that the burst has something around it.
                for (int i = 0; i < 30; i++)
                {
                    made.Add($"early {i}", post.TimeSeconds + made.Random.Next(MadeUpProspect.Day), post.Content);
                }
                for (int i = 0; i < 100; i++)
                {
                    long time = post.TimeSeconds + 2 * MadeUpProspect.Day + made.Random.Next(1_800);
                    made.Add($"bought {i}", time, post.Content, i % 2 == 0 ? "VN" : "BD");
                }
            }
        );

    [Fact]
    public void A_late_burst_from_home_is_noted() =>
        Finds(
            "bought-burst",
            VettingState.Notable,
            made =>
            {
                Publication post = made.Posts[0];
                made.Engagements.RemoveAll(one =>
                    one.Content == post.Content && one.TimeSeconds > post.TimeSeconds + 3 * MadeUpProspect.Day
                );
                for (int i = 0; i < 100; i++)
                {
                    long time = post.TimeSeconds + 6 * MadeUpProspect.Day + made.Random.Next(1_800);
                    made.Add($"bought {i}", time, post.Content);
                }
            }
        );

    [Fact]
    public void A_pod_is_found_and_eager_fans_are_not_in_it() =>
        Finds(
            "pod",
            VettingState.Notable,
            made =>
            {
                foreach (Publication post in made.Posts)
                {
                    // Somebody of the pod calls the others, now sooner and now later.
                    long called = post.TimeSeconds + made.Random.Next(20 * MadeUpProspect.Hour);
                    for (int i = 0; i < 8; i++)
                    {
                        if (made.Random.NextDouble() < 0.9)
                        {
                            made.Add($"pod {i}", called + made.Random.Next(240), post.Content, text: made.Sentence(3));
                        }
                    }
                }
            },
            answer => Assert.All(answer.Actors, actor => Assert.StartsWith("pod ", actor, StringComparison.Ordinal))
        );

    [Fact]
    public void Comments_that_were_dealt_out_are_found() =>
        Finds(
            "repeated-text",
            VettingState.Notable,
            made =>
            {
                string[] texts = [.. Enumerable.Range(0, 5).Select(_ => made.Sentence(5))];
                for (int i = 0; i < 100; i++)
                {
                    made.Add(
                        $"paid {i}",
                        Any(made),
                        made.Posts[i % made.Posts.Count].Content,
                        text: texts[i % 5].ToUpperInvariant()
                    );
                }
            }
        );

    [Fact]
    public void Spam_leads_to_a_closer_look_and_no_further() =>
        Finds(
            "spam-text",
            VettingState.Notable,
            made =>
            {
                for (int i = 0; i < made.Engagements.Count; i += 3)
                {
                    made.Add($"spam {i}", Any(made), null, text: $"check out my channel {made.Sentence(2)}");
                }
            },
            _ => { },
            VettingConclusion.LookCloser
        );

    [Fact]
    public void Doubtful_profiles_alone_lead_to_a_closer_look_and_no_further() =>
        Finds(
            "account-prior",
            VettingState.Notable,
            made =>
            {
                for (int i = 0; i < made.Engagements.Count; i++)
                {
                    made.Engagements[i] = made.Engagements[i] with
                    {
                        Profile = i % 2 == 0 ? made.Fake() : made.Person(),
                    };
                }
            },
            _ => { },
            VettingConclusion.LookCloser
        );

    [Theory]
    [InlineData("inhuman-rate")]
    [InlineData("inhuman-rhythm")]
    [InlineData("known-bot")]
    public void Programs_among_the_engagers_are_found(string code) =>
        Finds(
            code,
            VettingState.Notable,
            made =>
            {
                for (int i = 0; i < 500; i++)
                {
                    int every = code == "inhuman-rate" ? 1 : 1_800;
                    // Not at full minutes: they would look rounded.
                    long time = MadeUpProspect.Start + 7 + (long)i * every;
                    string? agent = code == "known-bot" ? "python-requests/2.31" : null;
                    made.Add("program", time, made.Posts[0].Content, agent: agent);
                }
            }
        );

    [Fact]
    public void A_program_among_many_says_nothing_of_the_creator()
    {
        var made = new MadeUpProspect(4, 2);
        for (int i = 0; i < 1_900; i++)
        {
            made.Add($"passer-by {i}", Any(made), null);
        }
        for (int i = 0; i < 100; i++)
        {
            made.Add("program", MadeUpProspect.Start + i * 1_800, null, agent: i == 0 ? "curl/8" : null);
        }
        Assert.Equal("", Told(ProspectVetting.Vet(made.Prospect)));
    }

    [Fact]
    public void The_order_and_doubles_change_nothing()
    {
        for (int seed = 0; seed < AttackSeeds; seed++)
        {
            Prospect made = new MadeUpProspect(seed, seed % 4).Prospect;
            var random = new Random(seed);
            var other = new Prospect(
                made.Creator,
                Mixed(made.Profiles),
                Mixed([.. made.Counters, .. made.Counters]),
                Mixed([.. made.Posts, .. made.Posts]),
                Mixed([.. made.Engagements, .. made.Engagements])
            );
            Assert.Equal(Everything(made), Everything(other));

            List<T> Mixed<T>(IReadOnlyList<T> of)
            {
                T[] mixed = [.. of];
                random.Shuffle(mixed);
                return [.. mixed];
            }
        }
    }

    [Fact]
    public void Of_nothing_nothing_is_said()
    {
        VettingReport report = ProspectVetting.Vet(new Prospect("nobody", [], [], [], []));
        Assert.Equal(VettingConclusion.TooFewToSay, report.Conclusion);
        Assert.All(report.Signals, one => Assert.Equal(VettingState.Unknown, one.Answer.State));
        Assert.True(double.IsNaN(report.Quality.Score));
        Assert.Equal((0, 100, 0), (report.Quality.Low, report.Quality.High, report.Quality.Certainty));
    }

    [Fact]
    public void Ten_likes_are_too_few_to_say()
    {
        var made = new MadeUpProspect(1, 1);
        VettingReport report = ProspectVetting.Vet(
            made.Prospect with
            {
                Counters = [],
                Engagements = [.. made.Engagements.Take(10)],
            }
        );
        Assert.Equal(VettingConclusion.TooFewToSay, report.Conclusion);
        Assert.All(
            report.Signals.Where(one => one.Signal.Code is not ("inhuman-rate" or "follower-jump" or "slow-drip")),
            one => Assert.Contains("too few to say", one.Answer.Why, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void What_is_unknown_widens_the_interval_and_leaves_the_score()
    {
        var made = new MadeUpProspect(2, 2);
        AudienceQuality whole = ProspectVetting.Vet(made.Prospect).Quality;
        AudienceQuality silent = ProspectVetting
            .Vet(made.Prospect with { Engagements = [.. made.Engagements.Select(one => one with { Text = null })] })
            .Quality;
        Assert.True(silent.Certainty < whole.Certainty);
        Assert.True(silent.High - silent.Low > whole.High - whole.Low);
        Assert.True(silent.Score >= whole.Score - 1);
    }

    /// <summary>Of UTC, of India and of Nepal.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(-19_800)]
    [InlineData(-20_700)]
    public void Times_of_whole_days_accuse_nobody(int offsetSeconds)
    {
        var made = new MadeUpProspect(3, 1);
        VettingReport report = ProspectVetting.Vet(
            made.Prospect with
            {
                Engagements =
                [
                    .. made.Engagements.Select(one =>
                        one with
                        {
                            TimeSeconds = (one.TimeSeconds / MadeUpProspect.Day * MadeUpProspect.Day) + offsetSeconds,
                        }
                    ),
                ],
            }
        );
        Assert.Equal("", Told(report));
        Assert.Equal(VettingState.Unknown, Answer(report, "pod").State);
        Assert.Equal(VettingState.Unknown, Answer(report, "bought-burst").State);
    }

    [Fact]
    public void Times_of_whole_minutes_make_nobody_a_program()
    {
        for (int seed = 0; seed < AttackSeeds; seed++)
        {
            var made = new MadeUpProspect(seed, seed % 4);
            int[] hours = [.. Enumerable.Range(0, 100).Select(_ => made.Random.Next(24))];
            // Who travels has no quiet hours, which is not enough. With all seconds 0 they would look like clockwork, too.
            foreach (long time in SimulatedActors.Person(seed))
            {
                long day = (time - MadeUpProspect.Start) / MadeUpProspect.Day;
                made.Add("traveller", time + hours[day % hours.Length] * MadeUpProspect.Hour, null);
            }
            VettingAnswer exact = Answer(ProspectVetting.Vet(made.Prospect), "inhuman-rhythm");
            Assert.True(exact.State == VettingState.NotFound, $"seed {seed}: {exact}");
            for (int i = 0; i < made.Engagements.Count; i++)
            {
                SampledEngagement one = made.Engagements[i];
                made.Engagements[i] = one with { TimeSeconds = one.TimeSeconds / 60 * 60 };
            }
            VettingAnswer rounded = Answer(ProspectVetting.Vet(made.Prospect), "inhuman-rhythm");
            Assert.True(rounded.State == VettingState.Unknown, $"seed {seed}: {rounded}");
        }
    }

    [Fact]
    public void A_jump_that_nothing_could_explain_is_unknown()
    {
        CounterReading[] readings =
        [
            .. Enumerable
                .Range(0, 30)
                .Select(day => new CounterReading(
                    "",
                    null,
                    MadeUpProspect.Start + day * MadeUpProspect.Day,
                    day < 15 ? 10_000 + day : 16_000,
                    null,
                    null,
                    null
                )),
        ];
        var prospect = new Prospect("a", [], readings, [], []);
        Assert.Equal(VettingState.Unknown, Answer(ProspectVetting.Vet(prospect), "follower-jump").State);
        var published = new Publication("", "old", MadeUpProspect.Start);
        Assert.Equal(
            VettingState.Notable,
            Answer(ProspectVetting.Vet(prospect with { Posts = [published] }), "follower-jump").State
        );
        Publication day14 = published with { TimeSeconds = MadeUpProspect.Start + 14 * MadeUpProspect.Day };
        Assert.Equal(
            VettingState.NotFound,
            Answer(ProspectVetting.Vet(prospect with { Posts = [day14] }), "follower-jump").State
        );
    }

    /// <summary>Views of the day of publication, and likes of three weeks later, when views were not read.</summary>
    [Theory]
    [InlineData(20, VettingState.Unknown)]
    [InlineData(0, VettingState.Strong)]
    public void Counters_of_different_days_are_not_compared(int days, VettingState state)
    {
        CounterReading[] readings =
        [
            .. Enumerable
                .Range(0, 5)
                .SelectMany(n =>
                    new CounterReading[]
                    {
                        new("youtube", $"post-{n}", MadeUpProspect.Start, null, 2_000, 110, null),
                        new(
                            "youtube",
                            $"post-{n}",
                            MadeUpProspect.Start + (days * MadeUpProspect.Day) + 1,
                            null,
                            null,
                            4_200,
                            null
                        ),
                    }
                ),
        ];
        Assert.Equal(state, Answer(ProspectVetting.Vet(new Prospect("a", [], readings, [], [])), "ratio").State);
    }

    [Theory]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(5, 10, 0.2366, 0.7634)]
    [InlineData(10, 10, 0.7225, 1)]
    [InlineData(0, 0, 0, 1)]
    public void Shares_have_the_intervals_of_Wilson(long count, long of, double low, double high)
    {
        var share = new Proportion(count, of);
        Assert.Equal(low, share.Low, 4);
        Assert.Equal(high, share.High, 4);
    }

    private static void Finds(
        string code,
        VettingState least,
        Action<MadeUpProspect> attack,
        Action<VettingAnswer>? check = null,
        VettingConclusion? conclusion = null,
        int missed = 0
    )
    {
        List<string> misses = [];
        for (int seed = 0; seed < AttackSeeds; seed++)
        {
            var made = new MadeUpProspect(seed, seed % 4);
            attack(made);
            VettingReport report = ProspectVetting.Vet(made.Prospect);
            VettingAnswer answer = Answer(report, code);
            if (answer.State < least)
            {
                misses.Add($"seed {seed}: {answer.State}, {answer.Why}");
                continue;
            }
            Assert.NotEmpty(report.Questions);
            Assert.True(report.Conclusion >= VettingConclusion.LookCloser, $"seed {seed}: {report.Conclusion}");
            if (least == VettingState.Strong)
            {
                Assert.Equal(VettingConclusion.AskFirst, report.Conclusion);
            }
            if (conclusion is { } wanted)
            {
                Assert.Equal(wanted, report.Conclusion);
            }
            check?.Invoke(answer);
        }
        Assert.True(misses.Count <= missed, string.Join('\n', misses));
    }

    private static long Any(MadeUpProspect made) =>
        made.Awake(() => MadeUpProspect.Start + made.Random.Next(MadeUpProspect.Days * MadeUpProspect.Day), 1);

    private static VettingAnswer Answer(VettingReport report, string code) =>
        report.Signals.Single(one => one.Signal.Code == code).Answer;

    private static string Told(VettingReport report) =>
        string.Join(
            "; ",
            report
                .Signals.Where(one => one.Answer.State >= VettingState.Notable)
                .Select(one => $"{one.Signal.Code}: {one.Answer.Why}")
        );

    private static string Everything(Prospect prospect)
    {
        VettingReport report = ProspectVetting.Vet(prospect);
        return string.Join(
            '\n',
            [
                $"{report.Conclusion} {report.Engagements} {report.Actors} {report.Comments} {report.Quality.Score} {report.Quality.Low} {report.Quality.High}",
                .. report.Signals.Select(one => $"{one.Answer.State} {one.Answer.Why} {one.Answer.Share}"),
                .. report.Quality.Parts.Select(part => part.ToString()),
                .. report.MakeUp.Select(share => share.ToString()),
            ]
        );
    }
}
