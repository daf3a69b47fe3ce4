namespace CreatorStream.Analytics.Authenticity.Groups;

/// <summary>
/// How often people engage with what nothing shows that they have met: by creator and platform, since every platform tells
/// other things about displays.
/// </summary>
internal sealed class UnseenShares
{
    /// <summary>A creator with less engagement says nothing of what is usual.</summary>
    private const int LeastEngagement = 50;

    /// <summary>So many others are wanted: of two the one that buys could be the middle.</summary>
    private const int LeastOthers = 3;

    /// <summary>Some of it is lost anywhere, however well displays are told.</summary>
    private const double Least = .005;

    private const int HoursPerDay = 24;
    private const int AllDays = -1;

    /// <summary>By day since 2000 too, −1 over all days: of each creator with enough engagement, the least share first.</summary>
    private readonly Dictionary<(int Platform, int Day), (int Creator, double Unseen, double All)[]> shares;

    /// <param name="cells">By content and hour.</param>
    public UnseenShares(EngagementSample sample, IReadOnlyDictionary<(int Content, int Hour), UnseenCell> cells)
    {
        var sums = new Dictionary<(int Creator, int Platform, int Day), (double Unseen, double All)>();
        foreach (((int content, int hour), UnseenCell cell) in cells)
        {
            ContentPlace place = sample.Content[content];
            // What is of no creator is the brand's own, of which other things are told.
            if (place.Creator >= 0)
            {
                Add((place.Creator, place.Platform, AllDays), cell);
                Add((place.Creator, place.Platform, hour / HoursPerDay), cell);
            }
        }
        shares = sums.Where(of => of.Value.All >= LeastEngagement)
            .GroupBy(of => (of.Key.Platform, of.Key.Day), of => (of.Key.Creator, of.Value.Unseen, of.Value.All))
            .ToDictionary(
                of => of.Key,
                of => of.OrderBy(each => each.Unseen / each.All).ThenBy(each => each.All).ToArray()
            );

        void Add((int, int, int) of, UnseenCell cell)
        {
            (double unseen, double all) = sums.GetValueOrDefault(of);
            sums[of] = (unseen + cell.Unseen, all + cell.Unseen + cell.Seen);
        }
    }

    /// <summary>
    /// The share that is usual at other creators on a platform: that of the one in the middle, at the upper end of its 95 % interval
    /// (Wilson 1927). So one who buys, or a few, change nothing.
    /// </summary>
    /// <param name="day">On that day alone; by default over all.</param>
    /// <returns>null: too few others.</returns>
    public double? OfOthers(int creator, int platform, int day = AllDays)
    {
        (int Creator, double Unseen, double All)[] all = shares.GetValueOrDefault((platform, day)) ?? [];
        int own = Array.FindIndex(all, of => of.Creator == creator);
        int others = own < 0 ? all.Length : all.Length - 1;
        if (others < LeastOthers)
        {
            return null;
        }
        int middle = own >= 0 && own <= others / 2 ? (others / 2) + 1 : others / 2;
        return Upper((all[middle].Unseen, all[middle].All));
    }

    /// <summary>The same of the creator's own hours: of the quarter with the least, since a burst is in few of them.</summary>
    /// <param name="hours">Each with some engagement.</param>
    /// <returns>null: too few of them.</returns>
    public static double? OfQuietHours(IEnumerable<UnseenCell> hours)
    {
        UnseenCell[] quiet = [.. hours.Where(of => of.Seen > 0).OrderBy(of => of.Unseen / (of.Unseen + of.Seen))];
        quiet = quiet[..(quiet.Length / 4)];
        (double unseen, double seen) = (quiet.Sum(of => (double)of.Unseen), quiet.Sum(of => of.Seen));
        return seen < LeastEngagement ? null : Upper((unseen, unseen + seen));
    }

    /// <summary>The upper end of a share's 95 % interval, and no less than is lost anywhere.</summary>
    public static double Upper((double Unseen, double All) of)
    {
        const double Z = 1.96;
        (double n, double p) = (of.All, of.Unseen / of.All);
        double root = Math.Sqrt((p * (1 - p) / n) + (Z * Z / (4 * n * n)));
        return Math.Max(Least, (p + (Z * Z / (2 * n)) + (Z * root)) / (1 + (Z * Z / n)));
    }
}

/// <summary>A content item's engagement in an hour.</summary>
/// <param name="Unseen">Actors whom nothing shows to have met it.</param>
/// <param name="Seen">Events of all others.</param>
internal readonly record struct UnseenCell(int Unseen, double Seen);
