using CreatorStream.Analytics.Authenticity.Profiles;
using CreatorStream.Offline.Backtest.Profiles;
using Xunit.Abstractions;

namespace CreatorStream.Offline.Tests.Backtest;

/// <summary>The account prior on labelled profiles of a public set; prints the table of docs/authenticity.md.</summary>
public sealed class PublishedProfilesTests(ITestOutputHelper output)
{
    private const int Folds = 10;
    private const int Repeats = 5;

    private static readonly string[] Names = ["followers", "follows", "posts", "picture", "digits", "bio", "URL"];

    [SkippableFact]
    public void Fakes_are_told_from_people()
    {
        (List<ProfileFacts> profiles, bool[] isFake) = Read();
        var quality = new RankQuality(profiles.Select(AccountPrior.Of).Zip(isFake));
        output.WriteLine($"the weights as they are: {quality}");
        Assert.InRange(quality.Auc, 0.97, 1);
    }

    /// <summary>Weights are fitted anew, and rounded, on nine tenths; the last tenth is judged by them.</summary>
    [SkippableFact]
    public void Weights_of_other_profiles_tell_as_much()
    {
        (List<ProfileFacts> profiles, bool[] isFake) = Read();
        double[][] features = [.. profiles.Select(Features)];
        double all = CrossValidated(features, isFake);
        output.WriteLine(FormattableString.Invariant($"cross-validated, all features: AUC {all:F4}"));
        for (int left = 0; left < Names.Length; left++)
        {
            double[][] others = [.. features.Select(row => row.Where((_, i) => i != left + 1).ToArray())];
            output.WriteLine(
                FormattableString.Invariant($"without {Names[left]}: AUC {CrossValidated(others, isFake):F4}")
            );
        }
        Assert.InRange(all, 0.97, 1);
    }

    private static double CrossValidated(double[][] features, bool[] labels)
    {
        double sum = 0;
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            int[] order = [.. Enumerable.Range(0, features.Length)];
            new Random(repeat).Shuffle(order);
            double[] scores = new double[features.Length];
            for (int fold = 0; fold < Folds; fold++)
            {
                int[] known = [.. order.Where((_, i) => i % Folds != fold)];
                double[] weights = LogisticFit.Of(
                    [.. known.Select(i => features[i])],
                    [.. known.Select(i => labels[i])]
                );
                double[] rounded = [.. weights.Select(weight => Math.Round(weight * 2) / 2)];
                foreach (int i in order.Where((_, i) => i % Folds == fold))
                {
                    scores[i] = LogisticFit.LogOdds(rounded, features[i]);
                }
            }
            sum += new RankQuality(scores.Zip(labels)).Auc;
        }
        return sum / Repeats;
    }

    private static double[] Features(ProfileFacts profile) =>
        [
            1,
            Math.Log10(1 + profile.Followers),
            Math.Log10(1 + profile.Follows),
            Math.Log10(1 + profile.Posts),
            profile.HasPicture ? 1 : 0,
            Math.Min(profile.DigitShare, 0.5),
            Math.Log10(1 + profile.BioLength),
            profile.HasUrl ? 1 : 0,
        ];

    private static (List<ProfileFacts> Profiles, bool[] IsFake) Read()
    {
        string path = SharedFile.Path("profiles", "insta_train.csv");
        return (ProfileFile.Read(path, default), [.. SharedFile.Columns(path, "fake").Select(row => row[0] == "1")]);
    }
}
