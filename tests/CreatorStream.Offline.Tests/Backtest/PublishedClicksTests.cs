using CreatorStream.Analytics.Authenticity.Clicks;
using CreatorStream.Offline.Backtest.Clicks;
using Xunit.Abstractions;

namespace CreatorStream.Offline.Tests.Backtest;

/// <summary>The score of clicks on real ones of a public set; prints the table of docs/authenticity.md.</summary>
public sealed class PublishedClicksTests(ITestOutputHelper output)
{
    private static readonly string[] Names =
    [
        "device variety of the app",
        "device variety of the channel",
        "crowded address",
    ];

    [SkippableFact]
    public void Clicks_that_led_to_an_install_come_first()
    {
        string path = SharedFile.Path("clicks", "talkingdata_clicks.csv.gz");
        List<Click> clicks = ClickFile.Read(path, default);
        bool[] installed = [.. SharedFile.Columns(path, "is_attributed").Select(row => row[0] == "1")];
        // Nothing is learnt from one part for another: each is ranked by itself, as a file of its own would be.
        foreach (Range part in new[] { .., ..35_000, 35_000.., 40_000.. })
        {
            bool[] labels = installed[part];
            IReadOnlyList<double[]> signals = ClickScore.Signals(clicks[part]);
            double auc = Auc(signals, labels);
            output.WriteLine(
                FormattableString.Invariant($"rows {part}, {labels.Count(one => one)} installs: AUC {auc:F4}")
            );
            for (int left = 0; left < Names.Length; left++)
            {
                double without = Auc([.. signals.Where((_, i) => i != left)], labels);
                double only = Auc([signals[left]], labels);
                output.WriteLine(
                    FormattableString.Invariant($"  without {Names[left]}: {without:F4}; only it: {only:F4}")
                );
            }
            Assert.InRange(auc, 0.92, 1);
        }
    }

    /// <summary>What knowing the outcomes of other clicks would give: rates of installs by app and by channel.</summary>
    [SkippableFact]
    public void Rates_learnt_on_one_half_tell_no_more_of_the_other()
    {
        string path = SharedFile.Path("clicks", "talkingdata_clicks.csv.gz");
        List<Click> clicks = ClickFile.Read(path, default);
        bool[] installed = [.. SharedFile.Columns(path, "is_attributed").Select(row => row[0] == "1")];
        int half = clicks.Count / 2;
        int[] first = [.. Enumerable.Range(0, half)];
        int[] second = [.. Enumerable.Range(half, clicks.Count - half)];
        int[] all = [.. first, .. second];
        foreach (
            (string name, int[] known, int[] judged) in new[]
            {
                ("first half from second", second, first),
                ("second half from first", first, second),
                ("all from all, by heart", all, all),
            }
        )
        {
            double[] byApp = Rates(clicks, installed, known, click => click.App);
            double[] byChannel = Rates(clicks, installed, known, click => click.Channel);
            var quality = new RankQuality(
                judged.Select(i => (byApp[clicks[i].App] + byChannel[clicks[i].Channel], installed[i]))
            );
            output.WriteLine(FormattableString.Invariant($"rates, {name}: AUC {quality.Auc:F4}"));
            Assert.InRange(quality.Auc, 0.9, 1);
        }
    }

    /// <summary>Logarithms of rates by group, held to the rate of all by 20 clicks.</summary>
    private static double[] Rates(List<Click> clicks, bool[] installed, int[] known, Func<Click, int> group)
    {
        const double Held = 20;
        double rate = known.Count(i => installed[i]) / (double)known.Length;
        int groups = clicks.Max(group) + 1;
        (double[] all, double[] installs) = (new double[groups], new double[groups]);
        foreach (int i in known)
        {
            all[group(clicks[i])]++;
            installs[group(clicks[i])] += installed[i] ? 1 : 0;
        }
        return [.. all.Select((count, i) => Math.Log((installs[i] + Held * rate) / (count + Held)))];
    }

    private static double Auc(IReadOnlyList<double[]> signals, bool[] labels) =>
        new RankQuality(ClickScore.Of(signals).Zip(labels)).Auc;
}
