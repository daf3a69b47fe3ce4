namespace CreatorStream.Analytics.Attribution;

/// <summary>How a promo code is used, as far as its orders tell.</summary>
public enum CodeUsage
{
    /// <summary>Fewer than <see cref="CodePattern.LeastUses"/> orders: nothing is told.</summary>
    TooFew,

    /// <summary>Most buyers met nobody that is known of, and nothing says how they came by the code.</summary>
    Unclear,

    /// <summary>At least half of the buyers had met the code's creator.</summary>
    Direct,

    /// <summary>Most buyers had not, and week by week there are more of them: it is passed on. It stays the creator's.</summary>
    Shared,

    /// <summary>Suddenly many buyers who met nobody, where before buyers had: as when a coupon site shows it.</summary>
    Leaked,
}

/// <summary>The orders of a UTC day that used a code.</summary>
/// <param name="Day">Since 1970.</param>
/// <param name="MetCreator">Those whose buyer had met the code's creator in its campaign, within the lookback.</param>
/// <param name="MetNobody">Those whose buyer had met nobody and nothing that is known of.</param>
public readonly record struct CodeDay(int Day, long Orders, long MetCreator, long MetNobody);

/// <summary>
/// Tells a leaked code from one that is passed on and one that viewers use. A pure function of its orders by day and of the
/// days on which its creator published. Precision comes first: a creator is told of a leak only where a burst is great, its
/// buyers met nobody, earlier ones had, and no publication explains it. The thresholds are judgements, no labelled data
/// stand behind them yet. What it may still take for a leak: a mailing by the shop, or somebody else's post, that names the
/// code. What it misses: codes that leak on their first days, slowly, or where the shop never tells who buys.
/// </summary>
public static class CodePattern
{
    /// <summary>Orders below which nothing is told.</summary>
    public const int LeastUses = 20;

    /// <summary>Days that a burst is looked for in.</summary>
    public const int BurstDays = 3;

    /// <summary>Orders by buyers who met nobody that a burst has at least.</summary>
    public const int LeastBurst = 30;

    /// <summary>How many times its own usual a burst is at least, in such orders a day.</summary>
    public const int BurstTimesUsual = 5;

    /// <summary>Days before a burst that are its usual, and how many of them there must be since the code was first used.</summary>
    public const int UsualDays = 28;
    public const int LeastUsualDays = 7;

    /// <summary>Which part of a burst's buyers met nobody, at least; in hundredths.</summary>
    public const int BurstUnmetPercent = 80;

    /// <summary>The same of the buyers before, at most: where nobody is ever known to have met anybody, nothing is told by it.</summary>
    public const int UsualUnmetPercent = 50;

    /// <summary>For so many days from a publication of the creator on, more buyers are to be expected.</summary>
    public const int DaysOfPublication = 7;

    /// <summary>Weeks that have more orders each than the one before, where a code is passed on.</summary>
    public const int GrowingWeeks = 3;

    /// <param name="days">Those with orders, the first first.</param>
    /// <param name="published">Days on which the code's creator published, in any order; where none is known nobody is told of a leak.</param>
    /// <returns>With the first day of the burst, where it leaked.</returns>
    public static (CodeUsage Usage, int? Since) Of(IReadOnlyList<CodeDay> days, IReadOnlyCollection<int> published)
    {
        long orders = days.Sum(of => of.Orders);
        if (orders < LeastUses)
        {
            return (CodeUsage.TooFew, null);
        }
        if (LeakedOn(days, published) is { } since)
        {
            return (CodeUsage.Leaked, since);
        }
        if (days.Sum(of => of.MetCreator) * 2 >= orders)
        {
            return (CodeUsage.Direct, null);
        }
        return (Grows(days) ? CodeUsage.Shared : CodeUsage.Unclear, null);
    }

    private static int? LeakedOn(IReadOnlyList<CodeDay> days, IReadOnlyCollection<int> published)
    {
        for (int at = 0; at < days.Count && published.Count > 0; at++)
        {
            int day = days[at].Day;
            CodeDay burst = Sum(days, day, day + BurstDays);
            if (
                burst.MetNobody < LeastBurst
                || !IsUnmet(burst)
                // It begins with the first day that is of it, and not with those before, whose orders are few beside it.
                || !IsUnmet(days[at])
                || published.Any(of => of >= day - DaysOfPublication && of < day + BurstDays)
            )
            {
                continue;
            }
            int from = Math.Max(days[0].Day, day - UsualDays);
            CodeDay usual = Sum(days, from, day);
            if (
                day - from >= LeastUsualDays
                && usual.Orders >= LeastUses
                && usual.MetNobody * 100 <= usual.Orders * UsualUnmetPercent
                && burst.MetNobody * (day - from) >= BurstTimesUsual * BurstDays * usual.MetNobody
            )
            {
                return day;
            }
        }
        return null;
    }

    private static bool IsUnmet(CodeDay of) => of.MetNobody * 100 >= of.Orders * BurstUnmetPercent;

    /// <summary>Whether the last weeks, up to the last order, have more orders each than the one before; all of them since its first use.</summary>
    private static bool Grows(IReadOnlyList<CodeDay> days)
    {
        int end = days[^1].Day + 1;
        if (end - days[0].Day < 7 * GrowingWeeks)
        {
            // Of the week in which it began only a part is known: the next has more orders by that alone.
            return false;
        }
        long later = Sum(days, end - 7, end).Orders;
        for (int week = 2; week <= GrowingWeeks; week++)
        {
            long earlier = Sum(days, end - (7 * week), end - (7 * (week - 1))).Orders;
            if (earlier == 0 || earlier >= later)
            {
                return false;
            }
            later = earlier;
        }
        return true;
    }

    private static CodeDay Sum(IReadOnlyList<CodeDay> days, int from, int to)
    {
        (int low, int high) = (0, days.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = days[middle].Day < from ? (middle + 1, high) : (low, middle);
        }
        var sum = new CodeDay(from, 0, 0, 0);
        for (int at = low; at < days.Count && days[at].Day < to; at++)
        {
            sum = new CodeDay(
                from,
                sum.Orders + days[at].Orders,
                sum.MetCreator + days[at].MetCreator,
                sum.MetNobody + days[at].MetNobody
            );
        }
        return sum;
    }
}
