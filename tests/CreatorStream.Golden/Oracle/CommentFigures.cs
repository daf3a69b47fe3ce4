using System.Text.RegularExpressions;
using CreatorStream.Analytics.Authenticity.Spam;
using CreatorStream.Analytics.Sentiment;

namespace CreatorStream.Golden.Oracle;

/// <summary>
/// What comments say, one at a time. Of several texts of one event the one with the greatest compound counts, of equal ones one that
/// says something; one that isn't scored is less than any.
/// </summary>
internal sealed partial class CommentFigures
{
    private const int LeastWords = 4;
    private const int LeastLetters = 8;

    private readonly Dictionary<Fact, (double? Compound, bool Says)> readings;

    public CommentFigures(IEnumerable<(Fact Fact, string? Text)> events)
    {
        readings = events
            .Where(of => of.Fact is { Type: "comment", Anonymous: false } && !string.IsNullOrWhiteSpace(of.Text))
            .GroupBy(of => of.Fact)
            .ToDictionary(
                of => of.Key,
                of =>
                    of.Select(one => (Compound: Compound(one.Text!), Says: Says(one.Text!)))
                        .OrderBy(reading => reading.Compound ?? -2)
                        .ThenBy(reading => reading.Says)
                        .Last()
            );
    }

    /// <summary>Of a campaign, creator or content item.</summary>
    /// <param name="name">totals or raw.</param>
    public IEnumerable<(string Path, double? Value)> Of(string row, string name, IEnumerable<Fact> touches)
    {
        List<(double? Compound, bool Says)> all =
        [
            .. touches
                .Select(touch => touch with { Person = touch.Visitor })
                .Where(readings.ContainsKey)
                .Select(touch => readings[touch]),
        ];
        var scored = all.Where(of => of.Compound is not null).Select(of => (decimal)of.Compound!).ToList();
        string path = $"comments/{row}/{name}";
        yield return ($"{path}/texts", all.Count);
        yield return ($"{path}/saying", all.Count(of => of.Says));
        yield return ($"{path}/quality", Mean(all.Sum(of => of.Says ? 1m : 0), all.Count));
        yield return ($"{path}/scored", scored.Count);
        yield return ($"{path}/unscored", all.Count - scored.Count);
        yield return ($"{path}/positive", Mean(scored.Count(compound => compound >= 0.05m), scored.Count));
        yield return ($"{path}/negative", Mean(scored.Count(compound => compound <= -0.05m), scored.Count));
        yield return ($"{path}/sentiment", Mean(scored.Sum(), scored.Count));
    }

    private static double? Mean(decimal sum, int of) => of == 0 ? null : (double)(sum / of);

    private static double? Compound(string text) => TextLanguage.IsScorable(text) ? Vader.Score(text).Compound : null;

    private static bool Says(string text)
    {
        string[] words = [.. Word().Matches(Named().Replace(text, " ")).Select(word => word.Value)];
        return (
                words.Distinct(StringComparer.OrdinalIgnoreCase).Count() >= LeastWords
                || words.Sum(word => Caseless().Count(word)) >= LeastLetters
            )
            && SpamText.Score(text) < SpamText.Threshold;
    }

    [GeneratedRegex(@"[@#]\S*")]
    private static partial Regex Named();

    [GeneratedRegex(@"[\p{L}\p{Nd}]+(?:['\u2019]\p{L}[\p{L}\p{Nd}]*)*")]
    private static partial Regex Word();

    [GeneratedRegex(@"\p{Lo}")]
    private static partial Regex Caseless();
}
