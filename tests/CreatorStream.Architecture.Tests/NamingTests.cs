using System.Text.RegularExpressions;

namespace CreatorStream.Architecture.Tests;

/// <summary>What .editorconfig can't say of names: its camelCase passes over an underscore at the beginning.</summary>
public sealed partial class NamingTests
{
    [GeneratedRegex(
        @"^\s*(?:private|internal|protected|public)\b[^=;(\n]*\s(?<name>_\w+)\s*[=;]",
        RegexOptions.Multiline
    )]
    private static partial Regex PrefixedField();

    [Fact]
    public void Fields_have_no_prefix() =>
        Rule.Holds(
            "No field begins with an underscore.",
            "call it by its name alone, and say this. where a parameter is called so, too.",
            from file in Repository.CSharp("src", "tests", "benchmarks")
            from Match match in PrefixedField().Matches(file.Text)
            select $"{file.At(match.Groups["name"].Index)}: {match.Groups["name"].Value}"
        );
}
