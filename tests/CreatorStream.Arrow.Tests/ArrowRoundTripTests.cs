using Xunit.Abstractions;

namespace CreatorStream.Arrow.Tests;

public class ArrowRoundTripTests(ITestOutputHelper output)
{
    [Fact]
    public void Any_batch_comes_back_as_it_was()
    {
        var events = new RandomEvents(Seed.Next(output));
        var codec = new ArrowEventCodec();
        byte[] buffer = [];
        // One codec, batch and buffer for all, as in the service: what was in them before must not show.
        var decoded = new EventBatch();
        foreach (int rows in (int[])[1, 2, 500, 3, 64, 65, 1, 2000, 7, 9, 129, 8])
        {
            EventBatch batch = Read.Good(Enumerable.Range(0, rows).Select(_ => events.Next()));
            int length = codec.Encode(batch, ref buffer);
            decoded.Clear();
            Assert.Equal(rows, Decode(codec, buffer.AsSpan(0, length), decoded));
            Batches.AssertEqual(batch, decoded);
        }
    }

    [Fact]
    public void Streams_add_to_a_batch()
    {
        var events = new RandomEvents(Seed.Next(output));
        var codec = new ArrowEventCodec();
        byte[] buffer = [];
        List<string> all = [];
        var decoded = new EventBatch();
        for (int part = 0; part < 20; part++)
        {
            List<string> more = [.. Enumerable.Range(0, part % 5).Select(_ => events.Next())];
            all.AddRange(more);
            int length = codec.Encode(Read.Good(more), ref buffer);
            Decode(codec, buffer.AsSpan(0, length), decoded);
        }
        Batches.AssertEqual(Read.Good(all), decoded);
    }

    [Fact]
    public void An_empty_batch_adds_nothing()
    {
        var codec = new ArrowEventCodec();
        byte[] buffer = [];
        int length = codec.Encode(new EventBatch(), ref buffer);
        EventBatch decoded = Read.Good(Read.Event());
        Assert.Equal(0, Decode(codec, buffer.AsSpan(0, length), decoded));
        Batches.AssertEqual(Read.Good(Read.Event()), decoded);
    }

    [Fact]
    public void Dictionaries_of_all_widths_come_back()
    {
        var codec = new ArrowEventCodec();
        byte[] buffer = [];
        foreach (int distinct in (int[])[128, 129, 32_769])
        {
            EventBatch batch = Rows(
                distinct * 2,
                i => Read.Event(("id", $"\"{i}\""), ("campaign", $"\"a campaign with a long name {i % distinct}\""))
            );
            int length = codec.Encode(batch, ref buffer);
            // Long texts, each twice: only as a dictionary do they take less than their bytes.
            Assert.True(length < distinct * (27 + 27 + 60));
            var decoded = new EventBatch();
            Decode(codec, buffer.AsSpan(0, length), decoded);
            Batches.AssertEqual(batch, decoded);
        }
    }

    [Fact]
    public void Extreme_numbers_come_back()
    {
        EventBatch batch = Read.Good(
            Read.Event(("value", "9000000000000"), ("seconds", "86400")),
            Read.Event(("value", "0"), ("seconds", "0.001")),
            Read.Event(("type", "\"lead\""), ("completeness", "0"), ("address", "\"disposable\"")),
            Read.Event(("type", "\"form\""), ("completeness", "1")),
            Read.Event(("value", "8999999999999.999999"), ("time", "\"2000-01-01T00:00:00Z\"")),
            Read.Event(("value", "0.000001"), ("seconds", "4321.987"), ("time", "\"2026-03-01T12:09:59.999999Z\""))
        );
        var codec = new ArrowEventCodec();
        byte[] buffer = [];
        int length = codec.Encode(batch, ref buffer);
        var decoded = new EventBatch();
        Decode(codec, buffer.AsSpan(0, length), decoded);
        Batches.AssertEqual(batch, decoded);
    }

    [Fact]
    public void More_events_than_may_be_are_not_taken()
    {
        var codec = new ArrowEventCodec();
        byte[] buffer = [];
        int length = codec.Encode(Rows(10, i => Read.Event(("id", $"\"{i}\""))), ref buffer);
        var decoded = new EventBatch();
        Assert.Equal(10, codec.Decode(buffer.AsSpan(0, length), decoded, 9, Read.Now, []));
        Assert.Equal(0, decoded.Count);
        Assert.Equal(10, codec.Decode(buffer.AsSpan(0, length), decoded, 10, Read.Now, []));
        Assert.Equal(10, decoded.Count);
    }

    [Fact]
    public void A_row_of_the_future_is_left_out_and_the_rest_taken()
    {
        var codec = new ArrowEventCodec();
        byte[] buffer = [];
        EventBatch batch = Rows(
            100,
            i => Read.Event(("id", $"\"{i}\""), ("time", $"\"2026-03-01T12:{i % 10:00}:00Z\""), ("order", $"\"o{i}\""))
        );
        int length = codec.Encode(batch, ref buffer);
        var decoded = new EventBatch();
        var rejections = new List<Rejection>();
        // The clock stands at 12:00 less 2 minutes, so that minutes 9 are too far ahead.
        long now = Read.Now - 120_000_000;
        Assert.Equal(100, codec.Decode(buffer.AsSpan(0, length), decoded, 100, now, rejections));
        Assert.Equal(90, decoded.Count);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (i * 10) + 9), rejections.Select(r => r.Index));
        Assert.All(rejections, r => Assert.Equal("time", r.Field));
        EventBatch expected = Rows(
            100,
            i => Read.Event(("id", $"\"{i}\""), ("time", $"\"2026-03-01T12:{i % 10:00}:00Z\""), ("order", $"\"o{i}\"")),
            i => i % 10 != 9
        );
        Batches.AssertEqual(expected, decoded);
    }

    [Fact]
    public void Encoding_and_decoding_allocate_nothing_in_the_steady_state()
    {
        var events = new RandomEvents(Seed.Next(output));
        EventBatch batch = Read.Good(Enumerable.Range(0, 5000).Select(_ => events.Next()));
        var codec = new ArrowEventCodec();
        var rejections = new List<Rejection>();
        byte[] buffer = [];
        var decoded = new EventBatch();
        long allocated = Allocations.Least(_ =>
        {
            int length = codec.Encode(batch, ref buffer);
            decoded.Clear();
            codec.Decode(buffer.AsSpan(0, length), decoded, 5000, Read.Now, rejections);
        });
        output.WriteLine($"{allocated} bytes for {decoded.Count} events");
        Assert.True(allocated < 200, $"{allocated} bytes for {decoded.Count} events");
    }

    private static int Decode(ArrowEventCodec codec, ReadOnlySpan<byte> stream, EventBatch batch)
    {
        var rejections = new List<Rejection>();
        int met = codec.Decode(stream, batch, 100_000, Read.Now, rejections);
        Assert.Empty(rejections);
        return met;
    }

    private static EventBatch Rows(int count, Func<int, string> make, Func<int, bool>? which = null)
    {
        var batch = new EventBatch();
        var parser = new EventParser();
        List<Rejection> rejections = [];
        foreach (int i in Enumerable.Range(0, count).Where(which ?? (_ => true)))
        {
            parser.ParseLine(System.Text.Encoding.UTF8.GetBytes(make(i)), i, Read.Now, batch.Append, rejections);
        }
        Assert.Empty(rejections);
        return batch;
    }
}
