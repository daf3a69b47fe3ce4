using System.CommandLine;
using System.Globalization;
using CreatorStream.Analytics.Authenticity.Profiles;
using CreatorStream.Import;

namespace CreatorStream.Offline.Backtest.Profiles;

/// <summary><c>backtest profiles FILE.csv [--out FILE]</c></summary>
public static class ProfilesCommand
{
    /// <summary>From here on the score is a reason.</summary>
    private const double Telling = 0.9;

    private const string About = """
        How probably each profile is a fake, by what it shows

        FILE.csv has the columns #followers, #follows, #posts, profile pic, nums/length username, description length and
        external URL, in any order; what else is there is ignored. Written are row,score,reasons, in the order of the file.
        A score is where half of all profiles are fakes, and never enough alone.

        Example: ./creatorstream backtest profiles profiles.csv --out scores.csv
        """;

    public static Command Create() => BacktestFiles.Command("profiles", About, BacktestFiles.Csv, Run);

    private static (Action<TextWriter> Table, string Summary) Run(ParseResult _, string path, CancellationToken ct)
    {
        List<ProfileFacts> profiles = ProfileFile.Read(path, ct);
        if (profiles.Count == 0)
        {
            throw new InputException($"{path}: no profile; nothing can be said");
        }

        double[] scores = [.. profiles.Select(AccountPrior.Of)];
        return (
            output => Write(output, scores),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{scores.Length:N0} profiles; {scores.Count(score => score >= Telling):N0} with a score of {Telling} or more"
            )
        );
    }

    private static void Write(TextWriter output, double[] scores)
    {
        output.Write("row,score,reasons\n");
        for (int i = 0; i < scores.Length; i++)
        {
            string reason = scores[i] >= Telling ? AccountPrior.Code : "";
            output.Write(string.Create(CultureInfo.InvariantCulture, $"{i + 1},{scores[i]:F6},{reason}\n"));
        }
    }
}
