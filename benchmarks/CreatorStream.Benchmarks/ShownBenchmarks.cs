using BenchmarkDotNet.Attributes;
using CreatorStream.Analytics.Money;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Workspaces.Costs;
using CreatorStream.Pipeline.Workspaces.Counters;

namespace CreatorStream.Benchmarks;

/// <summary>What a view asks of costs and counters, of which there may be years; times are a question's.</summary>
[MemoryDiagnoser]
public class ShownBenchmarks
{
    private const long Begin = 1_700_000_000_000_000;
    private const long DayMicros = 86_400_000_000;

    private readonly CounterBook counters = new();
    private readonly CounterSubject subject = new("default", "post", "", "youtube", "", "");
    private CostBook costs = null!;

    /// <summary>Of a cost in another currency, with a rate for each, and of readings of a counter.</summary>
    [Params(10, 1_000)]
    public int Days { get; set; }

    [GlobalSetup]
    public void Make()
    {
        var catalog = new WorkspaceCatalog();
        costs = new CostBook(catalog, (_, _) => null);
        catalog.Apply(new CostEntry("default", "c", "spring", null, 1_000_000_007, "USD", Day(0), Day(Days - 1)));
        for (int day = 0; day < Days; day++)
        {
            catalog.Apply(new RateEntry("default", Day(day), "USD", Day(day), 900_000 + day));
            counters.Put(
                new CounterReading(
                    subject,
                    Begin + (day * DayMicros),
                    new Dictionary<string, long> { ["views"] = day, ["likes"] = day }
                )
            );
        }
    }

    [Benchmark(Description = "cost of the last hour")]
    public Int128? CostOf() =>
        costs.Accrued(
            "spring",
            null,
            Begin + ((Days - 2) * DayMicros),
            Begin + ((Days - 2) * DayMicros) + (DayMicros / 24),
            long.MaxValue
        );

    [Benchmark(Description = "a counter with its change")]
    public long CounterOf()
    {
        long sum = 0;
        foreach ((_, CounterFigure figure) in counters.Latest(subject))
        {
            sum += figure.Value + figure.Change ?? 0;
        }
        return sum;
    }

    private static string Day(int days) => CostAccrual.UtcDay(Begin + (days * DayMicros));
}
