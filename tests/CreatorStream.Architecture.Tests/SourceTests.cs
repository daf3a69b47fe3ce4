using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace CreatorStream.Architecture.Tests;

public sealed partial class SourceTests(ITestOutputHelper output)
{
    private const int MostLines = 500;
    private const int ManyLines = 300;

    // In two parts: this file is looked at too.
    private static readonly Regex MachinePath = new(@"(?<![\w.~-])/(wor" + @"k|roo" + @"t|home/\w+)/");
    private static readonly Regex Unfinished = new(
        @"\b(TO" + @"DO|FIX" + @"ME|XX" + @"X|NotImplemented" + @"Exception)\b"
    );

    [GeneratedRegex(@"\bcatch\s*(?:\(\s*(?<type>[\w.]+)[^)]*\))?\s*(?<when>when\b[^{]*)?\{(?<body>\s*)\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"\bcatch\s*(\([^)]*\))?\s*\{\s*\}|\.catch\(\s*\(?\w*\)?\s*=>\s*\{\s*\}\s*\)")]
    private static partial Regex EmptyScriptCatch();

    [GeneratedRegex(@"\bnew\s+Option<(double|float|decimal)\b")]
    private static partial Regex DecimalOption();

    private static IEnumerable<SourceFile> Sources =>
        Repository.CSharp("src").Concat(Repository.TypeScript("dashboard/src"));

    [Fact]
    public void No_source_file_is_too_long()
    {
        foreach (
            SourceFile? file in Sources
                .Where(file => file.LineCount > ManyLines)
                .OrderByDescending(file => file.LineCount)
        )
        {
            output.WriteLine($"over {ManyLines} lines: {file.Path} ({file.LineCount})");
        }

        Rule.Holds(
            $"No source file has more than {MostLines} lines; {ManyLines} is where to think of a cut.",
            "split it by what it is about.",
            Sources.Where(file => file.LineCount > MostLines).Select(file => $"{file.Path}: {file.LineCount} lines")
        );
    }

    [Fact]
    public void Nothing_is_left_unfinished() =>
        Rule.Holds(
            "What is in src and dashboard/src is finished.",
            "do it, or leave it out and open an issue.",
            from file in Sources
            from Match match in Unfinished.Matches(file.Text)
            select $"{file.At(match.Index)}: {match.Value}"
        );

    [Fact]
    public void No_exception_is_swallowed() =>
        Rule.Holds(
            "No exception is swallowed.",
            "handle it, or let it through; where ignoring one exception type is right, catch that type only and say why in a comment in the block.",
            CSharpSwallowed().Concat(ScriptSwallowed())
        );

    [Fact]
    public void No_file_knows_the_machine_it_was_written_on() =>
        Rule.Holds(
            "No file contains an absolute path of a machine.",
            "use a path relative to the repository, an option or a temporary folder.",
            from file in Repository.Files()
            from Match match in MachinePath.Matches(file.Text)
            select $"{file.At(match.Index)}: {match.Value}"
        );

    [Fact]
    public void Options_that_are_numbers_have_one_form() =>
        Rule.Holds(
            "Options with decimals are parsed in one place: else 1,5 is 15.",
            "use NumberOption.",
            from file in Repository.CSharp("src")
            from Match match in DecimalOption().Matches(file.Code)
            select file.At(match.Index)
        );

    private static IEnumerable<string> CSharpSwallowed() =>
        from file in Repository.CSharp("src", "tests")
        from Match match in EmptyCatch().Matches(file.Code)
        let type = match.Groups["type"].Value
        let body = match.Groups["body"]
        let explained = file.Text.AsSpan(body.Index, body.Length).Trim().Length > 0
        // The condition of `catch (OperationCanceledException) when (stopping)` says why.
        let cancelled = type.EndsWith("OperationCanceledException") && match.Groups["when"].Success
        let anything = type is "" or "Exception" or "System.Exception" && !match.Groups["when"].Success
        where anything || !(explained || cancelled)
        select file.At(match.Index);

    private static IEnumerable<string> ScriptSwallowed() =>
        from file in Repository.TypeScript("dashboard")
        from Match match in EmptyScriptCatch().Matches(file.Text)
        select file.At(match.Index);
}
