using System.Globalization;
using System.Text.RegularExpressions;

namespace CreatorStream.Golden.Oracle;

/// <summary>Who wrote a long comment that at least five visitors of one workspace wrote within twenty-four hours, or wrote one in five minutes of them.</summary>
public static partial class SharedTexts
{
    private const int LeastWords = 8;
    private const int LeastLetters = 32;
    private const int LeastPeople = 5;
    private const int WindowHours = 24;

    public static HashSet<string> Authors(IEnumerable<(Fact Fact, string? Text)> events)
    {
        ILookup<string, (string Visitor, string[] Words, long Minute, long Hour)> said = events
            .Where(of => of.Fact is { Type: "comment", Anonymous: false })
            .Select(of =>
                (
                    of.Fact.Visitor,
                    Words: Words(of.Text ?? ""),
                    Minute: of.Fact.TimeMs / 60_000,
                    Hour: of.Fact.TimeMs / 3_600_000
                )
            )
            .Where(of => of.Words.Length >= LeastWords && of.Words.Sum(word => word.Length) >= LeastLetters)
            .ToLookup(of => string.Join(' ', of.Words));
        IEnumerable<string> alone =
            from text in said
            from first in text
            let minutes = text.Where(of =>
                    of.Visitor == first.Visitor && of.Hour >= first.Hour && of.Hour < first.Hour + WindowHours
                )
                .Select(of => of.Minute)
                .Distinct()
                .Count()
            where minutes >= LeastPeople
            select first.Visitor;
        return
        [
            .. from text in said
            from first in text
            let within = text.Where(of => of.Hour >= first.Hour && of.Hour < first.Hour + WindowHours)
                .Select(of => of.Visitor)
                .Distinct()
                .ToList()
            where within.Count >= LeastPeople
            from visitor in within
            select visitor,
            .. alone,
        ];
    }

    private static string[] Words(string text) =>
        [
            .. Word()
                .Matches(Named().Replace(text.ToLower(CultureInfo.InvariantCulture), " "))
                .Select(word => word.Value),
        ];

    [GeneratedRegex(@"[@#]\S*")]
    private static partial Regex Named();

    [GeneratedRegex(@"[\p{L}\p{Nd}]+")]
    private static partial Regex Word();
}
