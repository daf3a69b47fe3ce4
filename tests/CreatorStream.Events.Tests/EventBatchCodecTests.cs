using System.Buffers.Binary;
using Xunit.Abstractions;

namespace CreatorStream.Events.Tests;

public class EventBatchCodecTests(ITestOutputHelper output)
{
    [Fact]
    public void Any_batch_comes_back_as_it_was()
    {
        var events = new RandomEvents(Seed.Next(output));
        byte[] buffer = [];
        // One batch and one buffer for all, as in the service: what was in them before must not show.
        var decoded = new EventBatch();
        foreach (int rows in (int[])[1, 2, 500, 3, 64, 65, 1, 2000, 7])
        {
            EventBatch batch = Read.Good(Enumerable.Range(0, rows).Select(_ => events.Next()));
            int length = EventBatchCodec.Encode(batch, ref buffer);
            EventBatchCodec.Decode(buffer.AsSpan(0, length), decoded);
            Batches.AssertEqual(batch, decoded);
        }
    }

    [Fact]
    public void An_empty_batch_comes_back_empty()
    {
        byte[] buffer = [];
        int length = EventBatchCodec.Encode(new EventBatch(), ref buffer);
        EventBatch decoded = Read.Good(Read.Event());
        EventBatchCodec.Decode(buffer.AsSpan(0, length), decoded);
        Assert.Equal(0, decoded.Count);
        Assert.Equal(0, decoded.Strings.Count);
    }

    [Fact]
    public void Columns_of_one_value_and_absent_ones_take_no_room()
    {
        byte[] buffer = [];
        int One() => EventBatchCodec.Encode(Good(2, i => Read.Event(("id", $"\"{i}\""))), ref buffer);
        int Two() => EventBatchCodec.Encode(Good(1002, i => Read.Event(("id", $"\"{i % 2}\""))), ref buffer);
        // 1,000 rows more: type, time and the code of the id; visitor is the same in all.
        Assert.Equal(One() + (1000 * (1 + 8 + 4)), Two());
    }

    [Fact]
    public void A_constant_column_comes_back_in_every_row()
    {
        byte[] buffer = [];
        EventBatch batch = Good(5, i => Read.Event(("id", $"\"{i}\""), ("campaign", "\"spring\""), ("value", "5")));
        EventBatch decoded = RoundTrip(batch, ref buffer);
        Assert.All(Enumerable.Range(0, 5), row => Assert.Equal("spring"u8, decoded.Bytes(EventField.Campaign, row)));
        Batches.AssertEqual(batch, decoded);
    }

    [Fact]
    public void A_decoded_batch_can_be_added_to()
    {
        byte[] buffer = [];
        EventBatch decoded = RoundTrip(Good(3, i => Read.Event(("id", $"\"{i}\""))), ref buffer);
        new EventParser().ParseJson(
            System.Text.Encoding.UTF8.GetBytes(Read.Event(("id", "\"1\""), ("creator", "\"ann\""))),
            1,
            Read.Now,
            decoded.Append,
            []
        );
        Assert.Equal(4, decoded.Count);
        Assert.Equal(decoded.Code(EventField.Id, 1), decoded.Code(EventField.Id, 3));
        Assert.Equal(0, decoded.Code(EventField.Creator, 0));
        Assert.Equal("ann"u8, decoded.Bytes(EventField.Creator, 3));
    }

    [Fact]
    public void A_cut_batch_is_damaged_wherever_it_is_cut()
    {
        byte[] bytes = Some();
        for (int length = 0; length < bytes.Length; length++)
        {
            int cut = length;
            Assert.Throws<InvalidDataException>(() => EventBatchCodec.Decode(bytes.AsSpan(0, cut), new EventBatch()));
        }
    }

    [Fact]
    public void Another_version_is_refused()
    {
        byte[] bytes = Some();
        BinaryPrimitives.WriteInt32LittleEndian(bytes, 2);
        Assert.Throws<InvalidDataException>(() => EventBatchCodec.Decode(bytes, new EventBatch()));
    }

    [Fact]
    public void A_header_that_lies_is_damage_and_takes_no_memory()
    {
        Random random = Seed.Next(output);
        byte[] good = Some();
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = [.. good];
            // Version and whole length are right; rows, strings, string bytes and fields are anything.
            for (int at = 4; at < 24; at += 4)
            {
                if (random.Next(3) == 0)
                {
                    int lie = random.Next(2) == 0 ? random.Next(-4, 4) : random.Next(int.MinValue, int.MaxValue);
                    BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), lie);
                }
            }
            try
            {
                EventBatchCodec.Decode(bytes, new EventBatch());
            }
            catch (InvalidDataException)
            {
                // As it should; what still fits is told by the log's checksum.
            }
        }
    }

    private static byte[] Some()
    {
        byte[] buffer = [];
        var events = new RandomEvents(new Random(1));
        int length = EventBatchCodec.Encode(Read.Good(Enumerable.Range(0, 20).Select(_ => events.Next())), ref buffer);
        return buffer[..length];
    }

    private static EventBatch Good(int count, Func<int, string> make) =>
        Read.Good(Enumerable.Range(0, count).Select(make));

    private static EventBatch RoundTrip(EventBatch batch, ref byte[] buffer)
    {
        var decoded = new EventBatch();
        int length = EventBatchCodec.Encode(batch, ref buffer);
        EventBatchCodec.Decode(buffer.AsSpan(0, length), decoded);
        return decoded;
    }
}
