using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace CreatorStream.Analytics.Authenticity;

/// <summary>
/// Reason <c>known-bot</c>: the user agent of a crawler, by the list of crawler-user-agents (crawler-patterns.txt says
/// which version). Nearly all patterns are plain words, which are looked for all at once; the others are one regular
/// expression without backtracking.
/// </summary>
public static class CrawlerAgents
{
    private static readonly Lazy<(SearchValues<string> Words, Regex Others)> Patterns = new(Load);

    public static bool IsCrawler(ReadOnlySpan<char> agent) =>
        agent.ContainsAny(Patterns.Value.Words) || Patterns.Value.Others.IsMatch(agent);

    private static (SearchValues<string>, Regex) Load()
    {
        using Stream stream = typeof(CrawlerAgents).Assembly.GetManifestResourceStream("crawler-patterns.txt")!;
        using var reader = new StreamReader(stream);
        var words = new List<string>();
        var rest = new List<string>();
        // Not trimmed: some patterns end in a blank that belongs to them.
        foreach (string line in reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith('#'))
            {
                continue;
            }
            if (TryLiteral(line) is { } word)
            {
                words.Add(word);
            }
            else
            {
                rest.Add($"(?:{line})");
            }
        }
        return (
            SearchValues.Create([.. words], StringComparison.Ordinal),
            new Regex(string.Join('|', rest), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)
        );
    }

    /// <summary>The word that a pattern stands for, or null where it is more than an escaped word.</summary>
    private static string? TryLiteral(string pattern)
    {
        var word = new StringBuilder(pattern.Length);
        for (int i = 0; i < pattern.Length; i++)
        {
            char c = pattern[i];
            if (c == '\\' && i + 1 < pattern.Length && !char.IsAsciiLetterOrDigit(pattern[i + 1]))
            {
                word.Append(pattern[++i]);
            }
            else if ("\\^$.|?*+()[]{}".Contains(c, StringComparison.Ordinal))
            {
                return null;
            }
            else
            {
                word.Append(c);
            }
        }
        return word.ToString();
    }
}
