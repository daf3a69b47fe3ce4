using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Workspaces.Counters;

namespace CreatorStream.Pipeline.Tests;

public sealed class CounterBookTests
{
    private static readonly CounterSubject Post = new("default", "post", "", "tiktok", "", "");

    [Fact]
    public void The_newest_reading_and_its_change_are_those_of_the_set_in_whatever_order_it_comes()
    {
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        for (int round = 0; round < 200; round++)
        {
            (long Time, long Value)[] readings =
            [
                .. Enumerable.Range(0, random.Next(1, 9)).Select(_ => (random.NextInt64(1, 6), random.NextInt64(100))),
            ];
            (long Time, long Value)[] expected =
            [
                .. readings
                    .GroupBy(of => of.Time)
                    .OrderByDescending(of => of.Key)
                    .Select(of => (of.Key, of.Max(one => one.Value))),
            ];
            var book = new CounterBook();
            foreach ((long time, long value) in readings)
            {
                book.Put(new CounterReading(Post, time, new Dictionary<string, long> { ["views"] = value }));
            }
            CounterFigure figure = Assert.Single(book.Latest(Post)).Value;
            Assert.True((figure.AsOfMicros, figure.Value) == expected[0], $"seed {seed}");
            long? change = expected.Length == 1 ? null : expected[0].Value - expected[1].Value;
            Assert.True(figure.Change == change, $"seed {seed}");
        }
    }
}
