using BenchmarkDotNet.Attributes;
using CreatorStream.Analytics.Attribution;
using CreatorStream.Events;

namespace CreatorStream.Benchmarks;

/// <summary>Who is credited with an order; times are an order's.</summary>
[MemoryDiagnoser]
public class CreditBenchmarks
{
    private Touch[] path = [];
    private readonly List<Touch> met = [];
    private readonly IAttributionModel[] models =
    [
        new FirstTouch(),
        new LastTouch(),
        new Linear(),
        new TimeDecay(),
        new UShaped(),
        new WShaped(),
    ];
    private readonly PathTouch[] seen = new PathTouch[OrderPath.Most];
    private readonly long[] weights = new long[OrderPath.Most];
    private readonly Int128[] parts = new Int128[OrderPath.Most];
    private PromoCode code;

    /// <summary>Touches on the path of an order.</summary>
    [Params(5, 50)]
    public int Touches { get; set; }

    [GlobalSetup]
    public void Make()
    {
        var random = new Random(Made.Seed);
        path =
        [
            .. Enumerable
                .Range(0, Touches)
                .Select(i => new Touch(
                    i * 1_000_000L,
                    random.Next(10) == 0 ? EventType.Click : EventType.Impression,
                    $"camp-{random.Next(5)}",
                    $"creator-{random.Next(20)}",
                    $"post-{random.Next(100)}",
                    ""
                )),
        ];
        code = new PromoCode(path[0].Creator, path[0].Campaign);
    }

    [Benchmark(Description = "by all models")]
    public Int128 AllOf() => Share(Path(null));

    [Benchmark(Description = "by code")]
    public Int128 CodeOf() => Share(Path(code));

    /// <summary>Weighs the path and splits an amount, by each model.</summary>
    private Int128 Share(OrderPath of)
    {
        int n = of.Touches.Length;
        for (int at = 0; at < n; at++)
        {
            Touch touch = of.Touches[at];
            long seconds = (path[^1].TimeMicros - touch.TimeMicros) / 1_000_000;
            seen[at] = new PathTouch(at, seconds, touch.Kind.IsClickOrVisit(), createdLead: at == n / 2);
        }
        foreach (IAttributionModel model in models)
        {
            Span<long> shares = weights.AsSpan(0, n);
            shares.Clear();
            model.Weigh(seen.AsSpan(0, n), shares);
            LargestRemainder.Split(49_900_000, shares, parts.AsSpan(0, n));
        }
        return parts[0];
    }

    private OrderPath Path(PromoCode? of)
    {
        met.Clear();
        met.AddRange(path);
        return OrderPath.Of(met, [], of, path[^1].TimeMicros);
    }
}
