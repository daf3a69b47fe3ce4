using System.Text.RegularExpressions;
using CreatorStream.Events;

namespace CreatorStream.Connectors.Notifications;

/// <summary>Names are strangers' words: in a message to people no line of theirs begins one of ours, and they make no links or marks.</summary>
internal static partial class PlainWords
{
    /// <summary>For text that is shown as it is, but where programs make links of what looks like an address.</summary>
    public static string Of(string text)
    {
        string line = string.Concat(text.Select(one => char.IsControl(one) ? ' ' : one));
        string shown = ReportText.Shown(line).Replace("://", ": //", StringComparison.Ordinal);
        return DotOfAHost().Replace(shown, " $0");
    }

    /// <summary>For Slack and what takes the same, some of it with Markdown.</summary>
    public static string OfSlack(string text) =>
        BeginOfAnEmoji()
            .Replace(Of(text), "\u2236")
            .Replace("](", "] (", StringComparison.Ordinal)
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace('@', '\uff20')
            .Replace('*', '\u2217')
            .Replace('_', '\uff3f')
            .Replace('~', '\u223c')
            .Replace('`', '\u2019');

    /// <summary>Also the dots of other scripts, which are good in addresses.</summary>
    [GeneratedRegex(@"(?<=\w)[.\u3002\uff0e\uff61](?=\p{L})")]
    private static partial Regex DotOfAHost();

    [GeneratedRegex(@":(?=[\w+'-]+:)")]
    private static partial Regex BeginOfAnEmoji();
}
