namespace CreatorStream.Offline.Tests.Backtest;

/// <summary>How well scores put the ones above the others.</summary>
internal sealed class RankQuality
{
    private readonly (double Score, bool IsTarget)[] ranked;
    private readonly int targets;

    public RankQuality(IEnumerable<(double Score, bool IsTarget)> scores)
    {
        // Of equal scores the targets come last: whoever ranks by them can't count on luck.
        ranked = [.. scores.OrderByDescending(one => one.Score).ThenBy(one => one.IsTarget)];
        targets = ranked.Count(one => one.IsTarget);
    }

    private int Others => ranked.Length - targets;

    /// <summary>Area under the ROC curve: the chance that a target is above another; equal ones count half.</summary>
    public double Auc
    {
        get
        {
            double above = 0;
            int othersBelow = Others;
            foreach (IGrouping<double, (double Score, bool IsTarget)> ties in ranked.GroupBy(one => one.Score))
            {
                int targetsHere = ties.Count(one => one.IsTarget);
                int othersHere = ties.Count() - targetsHere;
                othersBelow -= othersHere;
                above += targetsHere * (othersBelow + othersHere / 2.0);
            }
            return above / ((double)targets * Others);
        }
    }

    /// <summary>Average precision: the mean, over targets, of the precision down to each.</summary>
    public double AveragePrecision
    {
        get
        {
            (int found, double sum) = (0, 0);
            for (int i = 0; i < ranked.Length; i++)
            {
                if (ranked[i].IsTarget)
                {
                    sum += ++found / (i + 1.0);
                }
            }
            return sum / targets;
        }
    }

    /// <summary>The share of targets above so many others: below one false alarm in 500 of 499, all of them.</summary>
    public double Recall(double falseAlarms)
    {
        int allowed = (int)(falseAlarms * Others);
        double threshold = ranked.Where(one => !one.IsTarget).Skip(allowed).Select(one => one.Score).First();
        return ranked.Count(one => one.IsTarget && one.Score > threshold) / (double)targets;
    }

    public override string ToString() =>
        FormattableString.Invariant($"AUC {Auc:F4}  AP {AveragePrecision:F4}  recall at 1/500 {Recall(0.002):F3}");
}
