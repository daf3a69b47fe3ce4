using System.CommandLine;
using System.Globalization;
using CreatorStream.Analytics.Authenticity.Vetting;
using CreatorStream.Import;
using CreatorStream.Offline.Backtest;

namespace CreatorStream.Offline.Vet;

/// <summary><c>vet FILE.csv [--out FILE]</c></summary>
public static class VetCommand
{
    private const string About = """
        Vet a creator before money is committed: signals of bought or coordinated activity, the audience's quality and make-up

        FILE.csv has a fact a row; the column row says which: profile, post, counter or engagement. Other columns are creator,
        platform, time, actor, kind, content, country, text, agent, followers, follows, posts, views, likes, comments, picture,
        url, digits and bio. All of these may be missing: what is not known is said. A report goes to standard output; with --out
        also creator,part,figure,state,value,low,high,count,of,why. docs/vetting.md says what each is.

        Example: ./creatorstream vet samples/vet.csv --out vetted.csv
        """;

    /// <returns>Exit codes: 0 done, whatever was found; 1 the file cannot be used; 2 wrong usage.</returns>
    public static Command Create()
    {
        var file = new Argument<string>("FILE.csv") { Description = $"{BacktestFiles.Csv}, gzip or not" };
        var output = new Option<string?>("--out")
        {
            Description = "Where the figures go, as CSV; without it there is only the report",
            HelpName = "FILE",
        };
        var command = new Command("vet", About) { file, output };
        command.SetAction(
            (parse, ct) => CommandErrors.Guard(() => RunAsync(parse.GetRequiredValue(file), parse.GetValue(output), ct))
        );
        return command;
    }

    private static async Task<int> RunAsync(string path, string? to, CancellationToken ct)
    {
        OfflineFiles.Check(path, to);
        VetFileContents contents = VetFile.Read(path, ct);
        List<VettingReport> reports = [];
        foreach (Prospect prospect in contents.Prospects)
        {
            VettingReport report = ProspectVetting.Vet(prospect, ct);
            VetReport.Write(Console.Out, report);
            reports.Add(report);
        }
        if (to is not null)
        {
            OutputFile.Write(to, writer => VetTable.Write(writer, reports));
        }
        string ignored =
            contents.Ignored.Count == 0
                ? ""
                : $"; columns not read: {string.Join(", ", contents.Ignored.Take(20).Select(FieldText.Shown))}";
        await Console.Error.WriteLineAsync(
            string.Create(
                    CultureInfo.InvariantCulture,
                    $"{contents.Rows:N0} rows, {reports.Count:N0} creators{ignored}"
                )
                .AsMemory(),
            ct
        );
        return 0;
    }
}
