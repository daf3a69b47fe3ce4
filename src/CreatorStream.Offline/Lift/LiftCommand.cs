using System.CommandLine;
using CreatorStream.Analytics.Lift;
using CreatorStream.Import;

namespace CreatorStream.Offline.Lift;

/// <summary><c>lift SERIES.csv --from DATE [--to DATE] [--seasons N] [--out FILE]</c></summary>
public static class LiftCommand
{
    /// <returns>Exit codes: 0 done, 1 failed, 2 wrong usage.</returns>
    public static Command Create()
    {
        var file = new Argument<string>("SERIES.csv")
        {
            Description =
                "CSV with commas or semicolons, gzip or not: date (2026-03-12; evenly spaced, in any order), y, and any "
                + "other columns as controls: series that the intervention did not touch. y may be empty before the intervention",
        };
        var from = new Option<string>("--from")
        {
            Description = "The first date of the intervention",
            HelpName = "DATE",
            Required = true,
        };
        var to = new Option<string?>("--to")
        {
            Description = "The last date of the effect; the last of the file without it",
            HelpName = "DATE",
        };
        var seasons = new Option<int>("--seasons")
        {
            Description = "How many dates make a round that comes again: 7 for weekdays of daily dates; 1 for none",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        var output = new Option<string?>("--out")
        {
            Description =
                "Where the CSV goes: by date what was, what was expected, the effect and its sum, with 95 % intervals; "
                + "standard output without it",
            HelpName = "FILE",
        };
        var command = new Command(
            "lift",
            "What an intervention changed in a series, less what a Bayesian structural time series expected without it, "
                + "e.g. lift orders.csv --from 2026-03-12 --out effect.csv"
        )
        {
            file,
            from,
            to,
            seasons,
            output,
        };
        command.SetAction(
            (parse, ct) =>
                CommandErrors.Guard(async () =>
                {
                    string path = parse.GetValue(file)!;
                    string? target = parse.GetValue(output);
                    OfflineFiles.Check(path, target);
                    DateOnly first = Date("--from", parse.GetValue(from)!);
                    DateOnly? last = parse.GetValue(to) is { } text ? Date("--to", text) : null;
                    if (last < first)
                    {
                        throw new UsageException("--to is before --from");
                    }

                    int round = parse.GetValue(seasons);
                    if (round is < 1 or > LiftSeries.MostSeasons)
                    {
                        throw new UsageException($"--seasons: a number from 1 to {LiftSeries.MostSeasons} is wanted");
                    }

                    LiftTable table = LiftFile.Read(path, first, last);
                    table = table with { Series = table.Series with { Seasons = round } };
                    LiftEstimate estimate = Counterfactual.Estimate(table.Series, ct: ct);
                    OutputFile.Write(target, writer => EffectTable.Write(writer, table, estimate), Console.Out);
                    await Console.Error.WriteAsync(LiftSummary.Of(table, estimate).AsMemory(), ct);
                    return 0;
                })
        );
        return command;
    }

    private static DateOnly Date(string option, string text) =>
        IsoDate.TryParse(text, out DateOnly date)
            ? date
            : throw new UsageException($"{option}: '{text}' is no date; write it like 2026-03-12");
}
