using System.Text.Json;
using System.Text.Json.Serialization;
using CreatorStream.Events;

namespace CreatorStream.Bench.Kafka;

/// <summary>What a job did and cost.</summary>
/// <param name="Events">In the messages read.</param>
/// <param name="Wall">From the first fetch to the last figure.</param>
/// <param name="Cpu">Of the whole process in that time: the client's threads, the compiler and the collector too.</param>
/// <param name="AllocatedBytesPerEvent">Managed memory, over the second half of the events.</param>
/// <param name="Gen2">Full garbage collections in that time.</param>
internal sealed record KafkaBenchResult(
    string Job,
    long Events,
    TimeSpan Wall,
    TimeSpan Cpu,
    BenchFigures Figures,
    double AllocatedBytesPerEvent,
    int Gen2
)
{
    /// <summary>One line, with the keys that peers print and some more.</summary>
    public string ToJson() =>
        JsonSerializer.Serialize(
            new BenchLine(
                Job,
                Events,
                Math.Round(Wall.TotalSeconds, 3),
                Math.Round(Cpu.TotalSeconds, 3),
                Math.Round(Events / Wall.TotalSeconds),
                Math.Round(Events / Cpu.TotalSeconds),
                Figures.Rows,
                Figures.Counted,
                // Cents are exact: all values in the topics have two decimals.
                Math.Round((decimal)Figures.ValueMicros / Micros.PerUnit, 2)
            )
            {
                Distinct = Figures.Distinct,
                Duplicates = Figures.Duplicates,
                AllocatedBytesPerEvent = Math.Round(AllocatedBytesPerEvent, 2),
                GcGen2 = Gen2,
            },
            BenchLine.Options
        );
}

/// <summary>A line that this bench or a peer printed. Seconds, and events per second of time or of CPU time.</summary>
internal sealed record BenchLine(
    string Job,
    long Events,
    double WallS,
    double CpuS,
    double EventsPerS,
    double EventsPerCpuS,
    long? Rows = null,
    long? Counted = null,
    decimal? Value = null
)
{
    internal static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public long? Distinct { get; init; }
    public long? Duplicates { get; init; }
    public double? AllocatedBytesPerEvent { get; init; }

    [JsonPropertyName("gc_gen2")]
    public int? GcGen2 { get; init; }

    /// <returns>null where the text is no such line.</returns>
    public static BenchLine? Read(string line)
    {
        if (!line.StartsWith('{'))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<BenchLine>(line, Options);
        }
        catch (JsonException)
        {
            // Some other program's line: the one looked for comes or is missed by who asked.
            return null;
        }
    }
}
