using System.Globalization;
using System.Text.RegularExpressions;
using CreatorStream.Analytics.Authenticity.Spam;
using Xunit.Abstractions;

namespace CreatorStream.Analytics.Tests.Authenticity;

/// <summary>On real comments; nothing is fitted to them, so each video is a test of its own.</summary>
public sealed class SpamDataTests(ITestOutputHelper output)
{
    private static readonly string[] Videos = ["Youtube01-Psy", "Youtube02-KatyPerry", "Youtube03-LMFAO"];

    private sealed record Comment(string Text, bool IsSpam, bool IsRepeated);

    private readonly record struct Counts(int Found, int Wrong, int Missed)
    {
        public double Precision => Found / (double)(Found + Wrong);
        public double Recall => Found / (double)(Found + Missed);
        public double F1 => 2.0 * Found / (2.0 * Found + Wrong + Missed);

        public override string ToString() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"precision {Precision:F3}, recall {Recall:F3}, F1 {F1:F3}, wrong {Wrong}, missed {Missed}"
            );
    }

    [SkippableFact]
    public void Each_video_has_nearly_all_spam_found_and_hardly_anybody_accused()
    {
        foreach (string video in Videos)
        {
            Counts counts = Count(Read(video), comment => SpamText.Score(comment.Text, comment.IsRepeated));
            output.WriteLine($"{video}: {counts}");
            Assert.InRange(counts.Precision, 0.98, 1);
            Assert.InRange(counts.F1, 0.96, 1);
        }
    }

    /// <summary>
    /// What the lists of words owe to having been written with a video in sight: there every word that neither of the others has is
    /// struck out, also those that anybody would have listed. So others should come out between this and the above.
    /// </summary>
    [SkippableFact]
    public void With_no_word_that_only_this_video_has_most_spam_is_found()
    {
        foreach (string video in Videos)
        {
            HashSet<string> known =
            [
                .. Videos.Where(other => other != video).SelectMany(Read).SelectMany(one => Words(one.Text)),
            ];
            Counts counts = Count(
                Read(video),
                comment =>
                    SpamText.Score(
                        Word.Replace(
                            comment.Text,
                            word => known.Contains(word.Value.ToLowerInvariant()) ? word.Value : "zzz"
                        ),
                        comment.IsRepeated
                    )
            );
            output.WriteLine($"{video}: {counts}");
            Assert.InRange(counts.Precision, 0.98, 1);
            Assert.InRange(counts.F1, 0.9, 1);
        }
    }

    [SkippableFact]
    public void What_each_sign_adds()
    {
        Comment[] comments = [.. Videos.SelectMany(Read)];
        Counts all = Count(comments, comment => SpamText.Score(comment.Text, comment.IsRepeated));
        output.WriteLine($"all: {all}");
        foreach (string name in SpamText.Signals.Select(signal => signal.Name).Append(RepeatedComments.Name))
        {
            Counts without = Count(comments, comment => SpamText.ScoreWithout(name, comment.Text, comment.IsRepeated));
            output.WriteLine($"without {name}: {without}");
            // Links carry most; a sign that harms has no place.
            Assert.InRange(without.F1, 0.8, all.F1 + 0.001);
        }
    }

    [SkippableFact]
    public void Scores_are_probabilities()
    {
        Comment[] comments = [.. Videos.SelectMany(Read)];
        foreach (
            IGrouping<int, (double Score, bool IsSpam)> fifth in comments
                .Select(one => (Score: SpamText.Score(one.Text, one.IsRepeated), one.IsSpam))
                .GroupBy(one => Math.Min(4, (int)(one.Score * 5)))
                .OrderBy(group => group.Key)
        )
        {
            double said = fifth.Average(one => one.Score);
            double was = fifth.Average(one => one.IsSpam ? 1.0 : 0);
            output.WriteLine($"{fifth.Count()} comments: said {said:F3}, was {was:F3}");
            Assert.True(fifth.Count() < 50 || Math.Abs(said - was) < 0.1);
        }
    }

    // Not parts of links: the names of sites are no list's.
    private static readonly Regex Word = new(@"(?<![^\s>;(])[A-Za-z']+(?![^\s.,!?<&;:)]|[.:]\S)");

    private static IEnumerable<string> Words(string text) =>
        Word.Matches(text).Select(word => word.Value.ToLowerInvariant());

    private static Comment[] Read(string video)
    {
        string[][] rows = [.. SharedData.Csv(SharedData.File("comments", video + ".csv"))];
        bool[] repeated = RepeatedComments.Find([.. rows.Select(row => row[3])]);
        return [.. rows.Zip(repeated, (row, isRepeated) => new Comment(row[3], row[4] == "1", isRepeated))];
    }

    private static Counts Count(Comment[] comments, Func<Comment, double> score)
    {
        (int found, int wrong, int missed) = (0, 0, 0);
        foreach (Comment comment in comments)
        {
            bool isCalled = score(comment) >= SpamText.Threshold;
            found += isCalled && comment.IsSpam ? 1 : 0;
            wrong += isCalled && !comment.IsSpam ? 1 : 0;
            missed += !isCalled && comment.IsSpam ? 1 : 0;
        }
        return new Counts(found, wrong, missed);
    }
}
