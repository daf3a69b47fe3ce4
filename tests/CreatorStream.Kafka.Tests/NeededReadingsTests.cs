using System.Globalization;
using System.Text;
using System.Text.Json;
using CreatorStream.Events;
using CreatorStream.Kafka.Entries;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Workspaces.Counters;

namespace CreatorStream.Kafka.Tests;

/// <summary>Of readings that are polled for years, what figures need is kept, and no more.</summary>
public sealed class NeededReadingsTests
{
    private const int Days = 400;
    private static readonly CounterSubject Subject = new("default", "post", "", "youtube", "", "");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Figures_are_those_of_all_readings_in_any_order(int seed)
    {
        var random = new Random(seed);
        string[] all = [.. Enumerable.Range(0, 20_000).Select(_ => Reading(random))];
        Array.Resize(ref all, all.Length + 2_000);
        // Some come again.
        for (int at = 20_000; at < all.Length; at++)
        {
            all[at] = all[random.Next(20_000)];
        }
        random.Shuffle(all);
        var lane = new EntryLane();
        var needed = new NeededReadings();
        using var early = new EntryLaneReader(lane);
        var heard = new List<string>();
        foreach (string line in all)
        {
            byte[] json = Encoding.UTF8.GetBytes(line);
            lane.Drop(needed.Add(json, lane.Add(json, 1)));
            if (random.Next(50) == 0)
            {
                heard.AddRange(Read(early));
            }
        }
        heard.AddRange(Read(early));
        using var late = new EntryLaneReader(lane);
        string[] kept = [.. Read(late)];
        Assert.Equal((lane.Count, lane.Count), (early.Offset, late.Offset));
        // Of views alone one of each of two times of a day, of views and likes two at most.
        Assert.InRange(kept.Length, 1, 2 * (1 + 2) * CounterBook.MostDays);
        string expected = Figures(all);
        Assert.Equal(expected, Figures(kept));
        Assert.Equal(expected, Figures(heard));
    }

    /// <summary>Whoever sends ever more views with ever fewer likes must not fill the memory.</summary>
    [Fact]
    public void Of_one_time_one_reading_a_counter_is_kept_however_many_differ()
    {
        var needed = new NeededReadings();
        int kept = 0;
        for (int n = 1; n <= 1_000; n++)
        {
            string json =
                $$"""{"content":"post","platform":"youtube","time":"2026-11-21T08:00:00Z","views":{{n}},"likes":{{1_000 - n}}}""";
            kept += 1 - needed.Add(Encoding.UTF8.GetBytes(json), n).Count;
        }
        Assert.Equal(2, kept);
    }

    [Fact]
    public void What_is_no_reading_and_what_comes_again_is_not_kept()
    {
        var needed = new NeededReadings();
        Assert.Equal([1], needed.Add("{}"u8.ToArray(), 1));
        byte[] json = Encoding.UTF8.GetBytes(Reading(new Random(1)));
        Assert.Empty(needed.Add(json, 2));
        Assert.Equal([3], needed.Add(json, 3));
    }

    private static IEnumerable<string> Read(EntryLaneReader reader)
    {
        while (reader.TryRead(out LogRecord record))
        {
            yield return Encoding.UTF8.GetString(record.Payload);
        }
    }

    private static string Reading(Random random)
    {
        // Often at one time, so that values of one time meet.
        long micros = Rfc3339.EarliestMicros + (random.Next(Days * 24 * 2) * 1_800_000_000L);
        string likes = random.Next(2) == 0 ? $",\"likes\":{random.Next(100)}" : "";
        return $$"""{"content":"post","platform":"youtube","time":"{{Rfc3339.Format(micros)}}","views":{{random.Next(100)}}{{likes}}}""";
    }

    private static string Figures(IEnumerable<string> lines)
    {
        var book = new CounterBook();
        foreach (string line in lines)
        {
            using var json = JsonDocument.Parse(line);
            book.Put(CounterParser.TryParse(json.RootElement, out _, out _)!);
        }
        IEnumerable<string> latest = book.Latest(Subject)
            .Select(of => string.Create(CultureInfo.InvariantCulture, $"{of.Key} {of.Value}"));
        return string.Join('\n', latest.Concat(book.Daily(Subject, "views").Select(point => $"{point}")));
    }
}
