using System.CommandLine;
using System.Globalization;
using CreatorStream.Analytics.Attribution.Counted;
using CreatorStream.Import;

namespace CreatorStream.Offline.Attribute;

/// <summary><c>attribute PATHS.csv --model NAME [--transform NAME] [--out FILE]</c></summary>
public static class AttributeCommand
{
    /// <param name="time">Measures progress.</param>
    /// <returns>Exit codes: 0 done, 1 failed, 2 wrong usage.</returns>
    public static Command Create(TimeProvider time)
    {
        var file = new Argument<string>("PATHS.csv")
        {
            Description =
                "CSV, gzip or not: path (A > B > C), total_conversions, and where there are any total_conversion_value "
                + "and total_null (or total_non_conversions)",
        };
        var model = new Option<string>("--model") { Description = "How it is shared", Required = true };
        model.AcceptOnlyFromAmong(CreditModels.Names);
        var transform = new Option<string?>("--transform")
        {
            Description = "Of counterfactual: what makes two paths one (exposure: repeats in a row don't count)",
        };
        transform.AcceptOnlyFromAmong(CreditModels.Transforms);
        var output = new Option<string?>("--out")
        {
            Description = "Where the CSV goes (channel,conversions,value); standard output without it",
            HelpName = "FILE",
        };
        var command = new Command(
            "attribute",
            "Share the conversions of counted paths among their channels, e.g. attribute paths.csv --model markov --out credit.csv"
        )
        {
            file,
            model,
            transform,
            output,
        };
        command.SetAction(
            (parse, ct) =>
                CommandErrors.Guard(() =>
                {
                    string path = parse.GetValue(file)!;
                    string name = parse.GetValue(model)!;
                    string? to = parse.GetValue(output);
                    OfflineFiles.Check(path, to);
                    if (parse.GetValue(transform) is not null && name != CreditModels.Counterfactual)
                    {
                        throw new UsageException($"--transform is of the model {CreditModels.Counterfactual} only");
                    }
                    PathTransform of = Enum.Parse<PathTransform>(
                        parse.GetValue(transform) ?? nameof(PathTransform.Exposure),
                        ignoreCase: true
                    );
                    return Attribute(path, name, of, to, time, ct);
                })
        );
        return command;
    }

    private static async Task<int> Attribute(
        string path,
        string model,
        PathTransform transform,
        string? to,
        TimeProvider time,
        CancellationToken ct
    )
    {
        (PathTable table, StepCredit credit, double[]? effects) = await Meter.Run(
            CommandErrors.Console,
            time,
            $"attribute {Path.GetFileName(path)}",
            meter =>
            {
                PathTable table = PathFile.Read(path, meter, ct);
                meter.Fraction = null;
                (StepCredit credit, double[]? effects) = CreditModels.Run(model, transform, table);
                return Task.FromResult((table, credit, effects));
            },
            "rows"
        );
        if (table.Unattributed > 0)
        {
            await Console.Error.WriteLineAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"creatorstream: {table.Unattributed:G15} conversions of value {table.UnattributedValue:G15} are on empty paths and given to no channel"
                )
            );
        }
        OutputFile.Write(to, writer => CreditTable.Write(writer, table.Channels, credit, effects), Console.Out);
        return 0;
    }
}
