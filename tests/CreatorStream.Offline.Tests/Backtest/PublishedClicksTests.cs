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

    private static double Auc(IReadOnlyList<double[]> signals, bool[] labels) =>
        new RankQuality(ClickScore.Of(signals).Zip(labels)).Auc;
}
