using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CreatorStream.Bench.Screen;

/// <summary>What was measured as a table, and in the last line as JSON.</summary>
internal sealed class ScreenReport(TextWriter output)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <param name="rate">Events a second that are 100 %.</param>
    public void Write(double rate, IReadOnlyList<ScreenRow> rows, ScreenBenchOptions options)
    {
        Line(
            $"100 % are {rate:N0} events/s; {options.Clients} clients, {options.Duration.TotalSeconds:0.#} s at each load, seed {options.Seed}"
        );
        Line($"");
        Line(
            $"| load | events/s | of the past beside | accepted to client: p50 / p99 / p99.9, ms | intended to client: p50 / p99 / p99.9, ms | samples | missing |"
        );
        Line($"|---:|---:|---:|---:|---:|---:|---:|");
        foreach (ScreenRow row in rows)
        {
            Line(
                $"| {row.Load * 100:0} % | {row.EventsPerSecond:N0} | {row.PastPerSecond:N0} | {Text(row.Accepted)} | {Text(row.Intended)} | {row.Samples:N0} | {row.Missing:N0} |"
            );
        }

        output.WriteLine(
            JsonSerializer.Serialize(
                new
                {
                    bench = "screen",
                    rate,
                    options.Clients,
                    durationSeconds = options.Duration.TotalSeconds,
                    options.Seed,
                    options.Backfill,
                    rows,
                },
                Json
            )
        );
    }

    private static FormattableString Text(ScreenLatency of) => $"{of.P50Ms:0.0} / {of.P99Ms:0.0} / {of.P999Ms:0.0}";

    private void Line(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
