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
    private readonly LastTouch model = new();
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

    [Benchmark(Description = "by last touch")]
    public int LastTouchOf() => Weigh(Path(null));

    [Benchmark(Description = "by code")]
    public int CodeOf() => Weigh(Path(code));

    private int Weigh(OrderPath of)
    {
        Span<int> weights = stackalloc int[OrderPath.Most];
        weights = weights[..of.Touches.Length];
        model.Weigh(of, weights);
        return weights[^1];
    }

    private OrderPath Path(PromoCode? of)
    {
        met.Clear();
        met.AddRange(path);
        return OrderPath.Of(met, [], of, path[^1].TimeMicros);
    }
}
