using System.Text;
using Xunit.Abstractions;

namespace CreatorStream.Arrow.Tests;

/// <summary>What a reader doesn't want is checked and not stored; nothing else changes.</summary>
public class ArrowColumnsWantedTests(ITestOutputHelper output)
{
    private static readonly EventField[] Left =
    [
        EventField.Url,
        EventField.Referrer,
        EventField.Country,
        EventField.Text,
    ];

    private static readonly EventColumns Wanted = EventColumns
        .All.Without(Left)
        .WithUnshared(EventField.Id, EventField.Visitor);

    [Fact]
    public void Any_stream_has_the_same_events_and_the_same_rejections()
    {
        Random random = Seed.Next(output);
        var all = new ArrowEventCodec();
        var some = new ArrowEventCodec(Wanted);
        for (int round = 0; round < 150; round++)
        {
            var stream = new RandomForeignStream(random, random.Next(2, 200), spoiled: random.Next(3) * 0.1);
            (EventBatch expected, List<Rejection> expectedRejections) = Decode(all, stream.Bytes);
            (EventBatch batch, List<Rejection> rejections) = Decode(some, stream.Bytes);
            Assert.Equal(expectedRejections, rejections);
            AssertEqualButForLeft(expected, batch);
            Assert.Equal(stream.Lines.Length, ArrowEventCodec.CountRows(stream.Bytes));
        }
    }

    [Fact]
    public void Own_streams_too_which_have_texts_one_after_another()
    {
        var events = new RandomEvents(Seed.Next(output));
        var codec = new ArrowEventCodec(Wanted);
        byte[] buffer = [];
        foreach (int rows in (int[])[1, 2, 500, 3, 2000, 7])
        {
            EventBatch expected = Read.Good(Enumerable.Range(0, rows).Select(_ => events.Next()));
            int length = codec.Encode(expected, ref buffer);
            (EventBatch batch, _) = Decode(codec, buffer.AsSpan(0, length));
            AssertEqualButForLeft(expected, batch);
            Assert.Equal(rows, ArrowEventCodec.CountRows(buffer.AsSpan(0, length)));

            var hashed = new EventIdentity(3);
            var known = new EventIdentity(3);
            hashed.Compute(expected);
            known.Compute(batch);
            Assert.Equal(hashed.Fingerprints[..rows], known.Fingerprints[..rows]);
            Assert.Equal(hashed.Visitors[..rows], known.Visitors[..rows]);
        }
    }

    [Fact]
    public void Codes_of_what_is_needed_to_settle_a_row_must_be_wanted() =>
        Assert.Throws<ArgumentException>(() => new ArrowEventCodec(EventColumns.All.Without(EventField.Order)));

    [Fact]
    public void Rows_are_counted_as_far_as_a_stream_is_whole()
    {
        var codec = new ArrowEventCodec();
        byte[] buffer = [];
        int length = codec.Encode(Read.Good(Read.Event(), Read.Event()), ref buffer);
        Assert.Equal(2, ArrowEventCodec.CountRows(buffer.AsSpan(0, length)));
        Assert.Throws<InvalidDataException>(() => ArrowEventCodec.CountRows(buffer.AsSpan(0, length - 20)));
        Assert.Throws<InvalidDataException>(() => ArrowEventCodec.CountRows("{\"id\":1}"u8));
    }

    [Fact]
    public void Strings_added_at_once_are_those_added_one_by_one()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("--abcdefghé12345678901234567890");
        int[] offsets = [2, 3, 5, 10, 12, bytes.Length];
        var one = new StringTable(1, key: 5);
        var all = new StringTable(1, key: 5);
        one.GetOrAdd("first"u8);
        all.GetOrAdd("first"u8);
        Assert.Equal(2, all.AddAll(bytes, offsets));
        for (int i = 0; i + 1 < offsets.Length; i++)
        {
            int code = one.Add(bytes.AsSpan(offsets[i]..offsets[i + 1]));
            Assert.Equal(one.Text(code), all.Text(code));
            Assert.Equal(one.Hashes![code], all.Hashes![code]);
        }
        Assert.Equal(one.Count, all.Count);
        // What was added so is not found, and what comes then is.
        Assert.Equal(all.Count + 1, all.GetOrAdd("a"u8));
        Assert.Equal(1, all.GetOrAdd("first"u8));
    }

    private static (EventBatch, List<Rejection>) Decode(ArrowEventCodec codec, ReadOnlySpan<byte> stream)
    {
        var batch = new EventBatch(3);
        var rejections = new List<Rejection>();
        codec.Decode(stream, batch, 10_000, Read.Now, rejections);
        return (batch, rejections);
    }

    private static void AssertEqualButForLeft(EventBatch expected, EventBatch actual)
    {
        var without = new EventBatch();
        foreach (EventField field in Left)
        {
            Assert.False(actual.Has(field));
            if (expected.Has(field))
            {
                expected.CodesToFill(field).Clear();
            }
        }
        for (int row = 0; row < expected.Count; row++)
        {
            without.Append(expected, row);
        }
        Batches.AssertEqual(without, actual);
    }
}
