using CreatorStream.Analytics.Panes;
using FsCheck;
using FsCheck.Fluent;

namespace CreatorStream.Analytics.Tests;

/// <summary>What holds of all panes, whenever they are and however often they were merged.</summary>
public sealed class PaneProperties
{
    private const int LastPane = 60 * Pane.PerDay;

    private static readonly Gen<int> AnyPane = Gen.OneOf(
        Gen.Choose(0, LastPane),
        // So few that they meet.
        Gen.Choose(0, 30),
        // Where something begins or ends.
        from hours in Gen.Choose(0, LastPane / Pane.PerHour)
        from off in Gen.Elements(-1, 0, 1, 5, 6, 7)
        select Math.Clamp((hours * Pane.PerHour) + off, 0, LastPane)
    );

    private static readonly Gen<(int Pane, int Value)[]> Added = Gen.Zip(AnyPane, Gen.Choose(-5, 9))
        .Select(of => (of.Item1, of.Item2))
        .ArrayOf();

    [Fact]
    public void Every_time_is_in_the_one_pane_that_begins_at_or_before_it() =>
        PropertyChecks.ForAll(
            Gen.Zip(AnyPane, Gen.OneOf(Gen.Choose(0, (int)Pane.Micros - 1), Gen.Elements(0, (int)Pane.Micros - 1))),
            of =>
                Pane.Of(Pane.StartMicros(of.Item1) + of.Item2) == of.Item1
                && Pane.StartMicros(of.Item1 + 1) - Pane.StartMicros(of.Item1) == Pane.Micros
        );

    [Fact]
    public void A_series_added_at_once_is_each_of_its_panes_added() =>
        PropertyChecks.ForAll(
            Gen.Zip(Added, Added),
            of =>
            {
                PaneSeries<long> whole = Series(of.Item1);
                whole.Add(Series(of.Item2), 1);
                PaneSeries<long> before = Series([.. of.Item1, .. of.Item2]);
                bool isSum = Told(whole).SequenceEqual(Told(before));
                before.Add(Series(of.Item2), -1);
                return isSum
                    && Told(before)
                        .Where(one => one.Value != 0)
                        .SequenceEqual(Told(Series(of.Item1)).Where(one => one.Value != 0));
            }
        );

    /// <summary>Of so many that new panes of the past wait.</summary>
    [Fact]
    public void However_panes_come_and_whenever_it_is_asked_a_series_is_their_sums() =>
        PropertyChecks.ForAll(
            Gen.Zip(
                    Gen.Zip(Gen.Choose(0, 2_000), Gen.Choose(-5, 9)).Select(of => (of.Item1, of.Item2)).ArrayOf(700),
                    Gen.Choose(1, 300)
                )
                .Select(of => (of.Item1, of.Item2)),
            of =>
            {
                ((int Pane, int Value)[] added, int askedEach) = of;
                var series = new PaneSeries<long>(1);
                var expected = new SortedDictionary<int, long>();
                for (int n = 0; n < added.Length; n++)
                {
                    (int pane, int value) = added[n];
                    series.At(pane)[0] += value;
                    expected[pane] = expected.GetValueOrDefault(pane) + value;
                    if (n % askedEach == 0 && series.Sum(0, 500, 1_500) != Between(expected, 500, 1_500))
                    {
                        return false;
                    }
                }
                var merged = new PaneSeries<long>(1);
                foreach ((int pane, long value) in expected)
                {
                    merged.At(Pane.Keep(pane, 1_800))[0] += value;
                }
                bool isSum = Told(series).SequenceEqual(expected.Select(one => (one.Key, one.Value)));
                series.At(added[0].Pane)[0] += 1;
                merged.At(Pane.Keep(added[0].Pane, 1_800))[0] += 1;
                series.Merge(1_800);
                return isSum && Told(series).SequenceEqual(Told(merged));
            }
        );

    private static long Between(SortedDictionary<int, long> sums, int from, int to) =>
        sums.Where(of => of.Key >= from && of.Key < to).Sum(of => of.Value);

    private static PaneSeries<long> Series((int Pane, int Value)[] values)
    {
        var series = new PaneSeries<long>(1);
        foreach ((int pane, int value) in values)
        {
            series.At(pane)[0] += value;
        }
        return series;
    }

    private static IEnumerable<(int Pane, long Value)> Told(PaneSeries<long> series) =>
        Enumerable.Range(0, series.Count).Select(index => (series.PaneAt(index), series.ValuesAt(index)[0]));

    [Fact]
    public void A_pane_is_kept_in_its_own_hour_not_behind_it_and_stays_there() =>
        PropertyChecks.ForAll(
            Gen.Zip(AnyPane, AnyPane),
            of =>
            {
                int kept = Pane.Keep(of.Item1, of.Item2);
                return kept <= of.Item1
                    && kept / Pane.PerHour == of.Item1 / Pane.PerHour
                    && Pane.Keep(kept, of.Item2) == kept;
            },
            times: 5000
        );

    [Fact]
    public void All_panes_of_an_hour_are_kept_alike() =>
        PropertyChecks.ForAll(
            from pane in AnyPane
            from age in Gen.Elements(Pane.MinuteAge, Pane.HourAge)
            from off in Gen.Choose(-400, 400)
            select (pane, greatest: pane + age + off),
            of =>
            {
                // The hour in which a cut would be, if it were not moved to a whole one, and those beside it.
                int hour = Pane.FloorTo(of.pane, Pane.PerHour);
                int kept = Enumerable
                    .Range(hour, Pane.PerHour)
                    .Select(at => Pane.Keep(at, of.greatest))
                    .Distinct()
                    .Count();
                return kept is 1 or 60 or Pane.PerHour;
            }
        );

    [Fact]
    public void Merging_on_the_way_makes_no_difference_in_the_end() =>
        PropertyChecks.ForAll(
            AnyPane.Three(),
            of =>
            {
                (int pane, int earlier, int later) = (
                    of.Item1,
                    Math.Min(of.Item2, of.Item3),
                    Math.Max(of.Item2, of.Item3)
                );
                return Pane.Keep(Pane.Keep(pane, earlier), later) == Pane.Keep(pane, later);
            },
            times: 5000
        );

    [Fact]
    public void Panes_are_kept_in_their_order() =>
        PropertyChecks.ForAll(
            AnyPane.Three(),
            of =>
                Pane.Keep(Math.Min(of.Item1, of.Item2), of.Item3) <= Pane.Keep(Math.Max(of.Item1, of.Item2), of.Item3),
            times: 5000
        );

    [Fact]
    public void Windows_are_half_open_and_add_up() =>
        PropertyChecks.ForAll(
            Gen.Zip(Added, AnyPane.ArrayOf(3)),
            of =>
            {
                PaneSeries<long> series = Fill(of.Item1, merge: false);
                Array.Sort(of.Item2);
                (int a, int b, int c) = (of.Item2[0], of.Item2[1], of.Item2[2]);
                long naive = of.Item1.Where(one => one.Pane >= a && one.Pane < b).Sum(one => one.Value);
                return series.Sum(0, a, b) == naive
                    && series.Sum(0, a, b) + series.Sum(0, b, c) == series.Sum(0, a, c)
                    && series.Sum(0, a, a) == 0;
            }
        );

    [Fact]
    public void A_series_merged_while_it_grows_ends_as_one_merged_at_the_end_in_any_order() =>
        PropertyChecks.ForAll(
            from added in Added
            from shuffled in Gen.Shuffle(added)
            select (added, shuffled),
            of =>
            {
                PaneSeries<long> expected = Fill(of.added, merge: false);
                expected.Merge(LastPane);
                PaneSeries<long> grown = Fill(of.shuffled, merge: true);
                grown.Merge(LastPane);
                grown.Merge(LastPane);
                return Rows(expected).SequenceEqual(Rows(grown));
            }
        );

    private static List<(int Pane, long Value, long Count)> Rows(PaneSeries<long> series) =>
        [
            .. Enumerable
                .Range(0, series.Count)
                .Select(i => (series.PaneAt(i), series.ValuesAt(i)[0], series.ValuesAt(i)[1])),
        ];

    /// <summary>As states do: what comes late goes where its pane is kept.</summary>
    private static PaneSeries<long> Fill(IEnumerable<(int Pane, int Value)> added, bool merge)
    {
        var series = new PaneSeries<long>(2);
        int greatest = 0;
        foreach ((int pane, int value) in added)
        {
            greatest = Math.Max(greatest, pane);
            Span<long> row = series.At(merge ? Pane.Keep(pane, greatest) : pane);
            row[0] += value;
            row[1]++;
            if (merge)
            {
                series.Merge(greatest);
            }
        }
        return series;
    }
}
