using System.Text.RegularExpressions;

namespace CreatorStream.Architecture.Tests;

/// <summary>Operators filter and count by a log event's number or name: each means one thing.</summary>
public sealed partial class LogEventTests
{
    [GeneratedRegex(
        @"\[LoggerMessage\((?<arguments>.*?)\)\]\s*(?:[\w.]+\s+)*?partial\s+void\s+(?<method>\w+)",
        RegexOptions.Singleline
    )]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\bEventId\s*=\s*(?<id>\d+)|^\s*(?<id>\d+)")]
    private static partial Regex Number();

    [GeneratedRegex(@"\bEventName\s*=\s*""(?<name>[^""]+)""")]
    private static partial Regex Name();

    private static IEnumerable<(string Place, string Id, string Name)> Events() =>
        from file in Repository.CSharp("src")
        from Match match in Declaration().Matches(file.Text)
        let arguments = match.Groups["arguments"].Value
        let name = Name().Match(arguments)
        select (
            file.At(match.Index),
            Number().Match(arguments).Groups["id"].Value,
            name.Success ? name.Groups["name"].Value : match.Groups["method"].Value
        );

    [Fact]
    public void Every_log_event_has_a_number() =>
        Rule.Holds(
            "Every [LoggerMessage] has an explicit EventId.",
            "give it the next free number of its project.",
            Events().Where(e => e.Id == "").Select(e => $"{e.Place}: {e.Name}")
        );

    [Fact]
    public void Log_event_numbers_and_names_are_unique() =>
        Rule.Holds(
            "No two log events share a number or a name, across all projects.",
            "give the newer one a free number, and a name of its own.",
            Shared(e => e.Id).Concat(Shared(e => e.Name))
        );

    private static IEnumerable<string> Shared(Func<(string Place, string Id, string Name), string> key) =>
        Events()
            .Where(e => key(e) != "")
            .GroupBy(key)
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(e => e.Place))}");
}
