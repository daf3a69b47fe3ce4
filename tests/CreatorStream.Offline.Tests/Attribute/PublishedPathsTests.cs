using System.Globalization;
using CreatorStream.Analytics.Attribution.Counted;
using CreatorStream.Offline.Attribute;

namespace CreatorStream.Offline.Tests.Attribute;

/// <summary>What the models make of published paths is what their authors' programs make of them.</summary>
[Collection("Console")]
public sealed class PublishedPathsTests
{
    // Of the paths that come with the R package ChannelAttribution.
    [SkippableTheory]
    [InlineData("first", "alpha", 6308)]
    [InlineData("last", "alpha", 8447)]
    [InlineData("linear", "alpha", 7574.7186)]
    public async Task Ten_thousand_paths_are_shared_as_others_do(string model, string channel, double conversions)
    {
        AttributeRun run = await AttributeRun.OfFile(SharedPaths.File("paths_10k.csv"), "--model", model);
        Assert.Equal(conversions, Rows(run)[channel][0], 4);
    }

    [SkippableTheory]
    [InlineData("alpha", 0.558399)]
    [InlineData("iota", 0.405835)]
    public async Task Removal_effects_of_ten_thousand_paths_are_those_of_others(string channel, double effect)
    {
        AttributeRun run = await AttributeRun.OfFile(SharedPaths.File("paths_10k.csv"), "--model", "markov");
        Assert.Equal(effect, Rows(run)[channel][2], 6);
    }

    [SkippableTheory]
    [InlineData(PathTransform.Unique)]
    [InlineData(PathTransform.Exposure)]
    [InlineData(PathTransform.First)]
    [InlineData(PathTransform.Frequency)]
    public async Task Every_customer_is_shared_as_fractribution_does(PathTransform transform)
    {
        string name = transform.ToString().ToLowerInvariant();
        string expectedFile = SharedPaths.File("fractribution", $"expected_{name}_fit.csv");
        PathTable table = PathFile.Read(SharedPaths.File("fractribution", "example_path_summary.csv"), null, default);
        Dictionary<string, double[]> weights = [];
        foreach (
            (CountedPath path, StepWeight[] shares) in table.Paths.Zip(
                new CounterfactualShapley(table.Paths, transform).Weights(table.Paths)
            )
        )
        {
            double[] byChannel = new double[table.Channels.Count];
            foreach (StepWeight share in shares)
            {
                byChannel[share.Step] += share.Weight;
            }
            weights.Add(string.Join(" > ", path.Steps.ToArray().Select(step => table.Channels[step])), byChannel);
        }
        var paths = (await File.ReadAllLinesAsync(SharedPaths.File("fractribution", "customers.csv")))
            .Skip(1)
            .Select(line => line.Split(','))
            .ToDictionary(fields => fields[1], fields => fields[0]);
        string[] lines = await File.ReadAllLinesAsync(expectedFile);
        string[] header = lines[0].Split(',');
        foreach (string[] fields in lines.Skip(1).Select(line => line.Split(',')))
        {
            double[] found = weights[paths[fields[3]]];
            for (int channel = 0; channel < table.Channels.Count; channel++)
            {
                int column = Array.IndexOf(header, table.Channels[channel].ToLowerInvariant());
                Assert.Equal(double.Parse(fields[column], CultureInfo.InvariantCulture), found[channel], 1e-9);
            }
        }
        Assert.Equal(paths.Count, lines.Length - 1);
    }

    [SkippableTheory]
    [InlineData("A", 644.782682)]
    [InlineData("B", 684.796761)]
    [InlineData("C", 344.956547)]
    [InlineData("D", 251.793096)]
    public async Task Channels_get_what_their_customers_add_up_to(string channel, double conversions)
    {
        string path = SharedPaths.File("fractribution", "example_path_summary.csv");
        AttributeRun run = await AttributeRun.OfFile(path, "--model", "counterfactual", "--transform", "unique");
        Assert.Equal(conversions, Rows(run)[channel][0], 6);
    }

    private static Dictionary<string, double[]> Rows(AttributeRun run)
    {
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        return run
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(line => line.Split(','))
            .ToDictionary(
                fields => fields[0],
                fields => fields[1..].Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray()
            );
    }
}
