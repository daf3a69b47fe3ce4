namespace CreatorStream.Analytics.Authenticity.Groups;

/// <summary>
/// Reasons <c>bought-burst</c> and <c>slow-drip</c>: far more actors engage with content that nothing shows they ever met than do
/// at other creators of the platform. All at once it is a burst; hour after hour, day and night, a drip.
/// </summary>
/// <remarks>
/// Rule: of u such actors where e are expected by the share at others, 1 − e ÷ u are held to be bought, as the excess over the base rate
/// of a case-control study is (Levin 1953, attributable fraction). That alone never says more than <see cref="MostOfOne"/>: displays of
/// one creator may be told worse than those of others. Where many of them come from countries in which hardly any of the campaign's
/// displays are, and whose people hardly ever click, that is a second cause. Whom it may wrong: an audience that meets a creator where nothing is told of displays.
/// Costs a pass over what is unseen.
/// </remarks>
internal static class BoughtEngagement
{
    public const double MostOfOne = .8;

    private const int MinutesPerHour = 60;
    private const int HoursPerDay = 24;

    /// <summary>Fewer actors prove nothing.</summary>
    private const int LeastActors = 20;
    private const int LeastForeign = 10;

    /// <summary>Where nobody was ever seen before they engaged, nothing is told of displays.</summary>
    private const int LeastSeen = 20;

    /// <summary>So many times as many as expected are wanted.</summary>
    private const double LeastFactor = 3;

    /// <summary>Many hours of many content items are looked at.</summary>
    private const double MostChance = 1e-9;

    /// <summary>Of those who are expected, this share may come from foreign countries.</summary>
    private const double ForeignAnyway = .05;

    private const int LeastHoursOfDrip = 4;

    public static IEnumerable<GroupFinding> Find(EngagementSample sample)
    {
        Dictionary<(int Content, int Hour), List<int>> unseen = UnseenByHour(sample);
        Dictionary<(int Content, int Hour), UnseenCell> cells = Cells(sample, unseen);
        var shares = new UnseenShares(sample, cells);
        foreach (
            IGrouping<(int Creator, int Platform), (int Content, int Hour)> of in cells
                .Keys.GroupBy(key => (sample.Content[key.Content].Creator, sample.Content[key.Content].Platform))
                .Where(of => of.Key.Creator >= 0)
                .OrderBy(of => of.Key)
        )
        {
            if (of.Sum(key => cells[key].Seen) < LeastSeen)
            {
                continue;
            }
            var hours = of.GroupBy(key => key.Hour)
                .ToDictionary(
                    hour => hour.Key,
                    hour => new UnseenCell(hour.Sum(key => cells[key].Unseen), hour.Sum(key => cells[key].Seen))
                );
            double? usual = shares.OfOthers(of.Key.Creator, of.Key.Platform) ?? UnseenShares.OfQuietHours(hours.Values);
            if (usual is not { } overall)
            {
                continue;
            }
            foreach (IGrouping<int, (int Content, int Hour)> day in of.GroupBy(key => key.Hour / HoursPerDay))
            {
                // On a day on which displays are told of nobody, as before they were connected, nobody's engagement was seen to come.
                double share = Math.Max(overall, shares.OfOthers(of.Key.Creator, of.Key.Platform, day.Key) ?? 0);
                if (IsEven(day.Key, hours))
                {
                    GroupFinding? drip = Judge(sample, unseen, cells, [.. day], share, GroupKind.SlowDrip, -1);
                    if (drip != null)
                    {
                        yield return drip;
                        continue;
                    }
                }
                foreach (IGrouping<int, (int Content, int Hour)> content in day.GroupBy(key => key.Content))
                {
                    foreach ((int, int)[] run in Runs([.. content.Order()], cells))
                    {
                        GroupFinding? burst = Judge(
                            sample,
                            unseen,
                            cells,
                            run,
                            share,
                            GroupKind.BoughtBurst,
                            content.Key
                        );
                        if (burst != null)
                        {
                            yield return burst;
                        }
                    }
                }
            }
        }
    }

    private static Dictionary<(int Content, int Hour), List<int>> UnseenByHour(EngagementSample sample)
    {
        var unseen = new Dictionary<(int, int), List<int>>();
        for (int at = 0; at < sample.Acts.Count; at++)
        {
            Act act = sample.Acts[at];
            if (act.IsUnseen)
            {
                (int, int) key = (act.Content, act.Minute / MinutesPerHour);
                (unseen.TryGetValue(key, out List<int>? of) ? of : unseen[key] = []).Add(at);
            }
        }
        return unseen;
    }

    private static Dictionary<(int Content, int Hour), UnseenCell> Cells(
        EngagementSample sample,
        Dictionary<(int Content, int Hour), List<int>> unseen
    )
    {
        var cells = unseen.ToDictionary(of => of.Key, of => new UnseenCell(of.Value.Count, 0));
        foreach (ContentHour hour in sample.Hours)
        {
            (int, int) key = (hour.Content, hour.Hour);
            long ofUnseen = unseen.TryGetValue(key, out List<int>? acts)
                ? acts.Sum(at => (long)sample.Acts[at].Events)
                : 0;
            UnseenCell before = cells.GetValueOrDefault(key);
            cells[key] = before with { Seen = before.Seen + Math.Max(0, hour.Events - ofUnseen) };
        }
        return cells;
    }

    /// <summary>Whether what is unseen came in nearly every hour of a day in which people engaged, in no few of them most of it.</summary>
    private static bool IsEven(int day, Dictionary<int, UnseenCell> hours)
    {
        UnseenCell[] of =
        [
            .. Enumerable.Range(day * HoursPerDay, HoursPerDay).Where(hours.ContainsKey).Select(hour => hours[hour]),
        ];
        // The first and the last may be parts of hours.
        double mean = of.Length == 0 ? 0 : of.Average(hour => hour.Unseen);
        int inner = Math.Max(0, of.Length - 2);
        return of.Length >= LeastHoursOfDrip
            && of.Skip(1).Take(inner).Count(hour => hour.Unseen >= mean / 3 && hour.Unseen <= mean * 3) >= .9 * inner;
    }

    /// <summary>Hours that follow each other, of those in which enough is unseen to be looked at.</summary>
    private static IEnumerable<(int Content, int Hour)[]> Runs(
        (int Content, int Hour)[] hours,
        Dictionary<(int Content, int Hour), UnseenCell> cells
    )
    {
        var run = new List<(int Content, int Hour)>();
        foreach ((int Content, int Hour) hour in hours)
        {
            bool isMuch = cells[hour].Unseen >= LeastActors / 2;
            if (run.Count > 0 && (!isMuch || hour.Hour != run[^1].Hour + 1))
            {
                yield return [.. run];
                run.Clear();
            }
            if (isMuch)
            {
                run.Add(hour);
            }
        }
        if (run.Count > 0)
        {
            yield return [.. run];
        }
    }

    /// <summary>Whether so many are far more than chance makes of a share.</summary>
    /// <param name="unseen">Of the kind that is in question.</param>
    /// <param name="seen">Of the other.</param>
    /// <param name="share">Of that kind, where nothing is wrong: above 0.</param>
    /// <param name="mostChance">With what probability chance alone may come to as many at most.</param>
    /// <param name="expected">How many there would be by the share, going by the others.</param>
    public static bool IsExcess(double unseen, double seen, double share, double mostChance, out double expected)
    {
        // Where all is unseen anyway, nothing is told.
        if (share >= 1)
        {
            expected = unseen;
            return false;
        }
        expected = share / (1 - share) * seen;
        return unseen >= LeastFactor * expected && ChanceOf(unseen, seen, share) <= mostChance;
    }

    /// <summary>No less than the probability of so many unseen ones among all (Chernoff 1952): few that were seen say little.</summary>
    private static double ChanceOf(double unseen, double seen, double share)
    {
        double all = unseen + seen;
        double part = unseen / all;
        double divergence = part * Math.Log(part / share);
        divergence += seen == 0 ? 0 : (1 - part) * Math.Log((1 - part) / (1 - share));
        return part <= share ? 1 : Math.Exp(-all * divergence);
    }

    private static GroupFinding? Judge(
        EngagementSample sample,
        Dictionary<(int Content, int Hour), List<int>> unseen,
        Dictionary<(int Content, int Hour), UnseenCell> cells,
        (int Content, int Hour)[] of,
        double share,
        GroupKind kind,
        int content
    )
    {
        int[] acts = [.. of.SelectMany(key => unseen.GetValueOrDefault(key) ?? []).Order()];
        int actors = acts.Select(at => sample.Acts[at].Actor).Distinct().Count();
        double seen = of.Sum(key => cells[key].Seen);
        if (actors < LeastActors || !IsExcess(actors, seen, share, MostChance, out double expected))
        {
            return null;
        }
        double bought = Math.Min(MostOfOne, 1 - (expected / actors));
        HashSet<int> foreign = [.. acts.Where(at => sample.Acts[at].IsForeign).Select(at => sample.Acts[at].Actor)];
        double fromFar = 1 - (expected * ForeignAnyway / Math.Max(1, foreign.Count));
        double farAndBought =
            foreign.Count >= LeastForeign ? 1 - ((1 - bought) * (1 - Math.Clamp(fromFar, 0, MostOfOne))) : bought;
        return new GroupFinding(
            kind,
            content,
            sample.Content[of[0].Content].Creator,
            acts.Min(at => sample.Acts[at].Minute),
            acts.Max(at => sample.Acts[at].Minute),
            expected,
            [
                .. acts.Select(at => sample.Acts[at].Actor)
                    .Distinct()
                    .Order()
                    .Select(actor => new FoundActor(actor, foreign.Contains(actor) ? farAndBought : bought)),
            ],
            acts
        );
    }
}
