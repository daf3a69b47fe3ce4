using System.Diagnostics.CodeAnalysis;
using System.Text;
using CreatorStream.Events;

namespace CreatorStream.Pipeline.Overrides;

/// <summary>An alert as somebody saw it. Its opening may have moved since, as late events came.</summary>
/// <param name="Creator">Empty: it is about the whole campaign. With a slash before it, a content item.</param>
/// <param name="OpenedMicros">Microseconds since 1970.</param>
public sealed record AlertName(string Campaign, string Rule, string Creator, long OpenedMicros)
{
    private const int MostRuleLetters = 48;

    /// <summary>The last part of it is the creator, which may have slashes too.</summary>
    private const int Parts = 3;

    /// <summary>As views have it.</summary>
    public string Id => $"{Rfc3339.Format(OpenedMicros)}/{Rule}/{Creator}";

    /// <param name="id">As views have it: opened/rule/creator.</param>
    public static bool TryParse(string campaign, string id, [NotNullWhen(true)] out AlertName? alert)
    {
        string[] parts = id.Split('/', Parts);
        alert =
            parts.Length == Parts
            && IsName(campaign, EventField.Campaign)
            && campaign.Length > 0
            && (
                IsName(parts[2], EventField.Creator)
                || (parts[2].StartsWith('/') && IsName(parts[2][1..], EventField.Content))
            )
            && parts[1].Length is > 0 and <= MostRuleLetters
            && parts[1].All(letter => char.IsAsciiLetterLower(letter) || letter == '-')
            && Rfc3339.TryParse(Encoding.UTF8.GetBytes(parts[0]), out long opened)
            && Rfc3339.CanFormat(opened)
                ? new AlertName(campaign, parts[1], parts[2], opened)
                : null;
        return alert != null;
    }

    private static bool IsName(string text, EventField field) =>
        Encoding.UTF8.GetByteCount(text) <= field.MaxBytes() && !text.Any(char.IsControl);
}
