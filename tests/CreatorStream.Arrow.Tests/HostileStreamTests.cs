using System.Buffers.Binary;
using Xunit.Abstractions;

namespace CreatorStream.Arrow.Tests;

/// <summary>Streams cut off or damaged anywhere: refused with a reason, or read; never anything else.</summary>
public class HostileStreamTests(ITestOutputHelper output)
{
    [Fact]
    public void A_stream_cut_off_is_malformed_or_ends_between_two_messages()
    {
        Random random = Seed.Next(output);
        var codec = new ArrowEventCodec();
        foreach (byte[] stream in Samples(random, 2, 0))
        {
            for (int length = 0; length < stream.Length; length++)
            {
                var batch = new EventBatch();
                List<Rejection> rejections = [];
                try
                {
                    int met = codec.Decode(stream.AsSpan(0, length), batch, 1000, Read.Now, rejections);
                    Assert.Equal(met, batch.Count + rejections.Count);
                    Assert.True(length % 4 == 0, $"{length} of {stream.Length} bytes");
                }
                catch (InvalidDataException)
                {
                    // Nothing of it is taken.
                    Assert.Equal(0, batch.Count + rejections.Count);
                }
            }
        }
    }

    [Fact]
    public void Own_streams_cut_off_are_malformed_but_where_only_the_end_is_missing()
    {
        var codec = new ArrowEventCodec();
        byte[] stream = Own(Seed.Next(output));
        int read = 0;
        for (int length = 0; length < stream.Length - 8; length++)
        {
            try
            {
                Assert.Equal(0, codec.Decode(stream.AsSpan(0, length), new EventBatch(), 1000, Read.Now, []));
                read++;
            }
            catch (InvalidDataException error)
            {
                Assert.Matches(@"at byte \d+: .+\.$", error.Message);
            }
        }
        // Between schema, dictionaries and the record batch a stream may end, with no row.
        Assert.InRange(read, 1, 30);
    }

    [Fact]
    public void Whatever_is_done_to_a_stream_it_is_read_or_refused()
    {
        Random random = Seed.Next(output);
        var codec = new ArrowEventCodec();
        var batch = new EventBatch();
        List<Rejection> rejections = [];
        int read = 0;
        int malformed = 0;
        byte[] good = Own(random);
        for (int round = 0; round < 200; round++)
        {
            foreach (byte[] sample in Samples(random, 6, 0.1))
            {
                for (int times = 0; times < 40; times++)
                {
                    byte[] stream = Damaged(sample, random);
                    batch.Clear();
                    rejections.Clear();
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    try
                    {
                        int met = codec.Decode(stream, batch, 100_000, Read.Now, rejections);
                        Assert.True(met > 100_000 || met == batch.Count + rejections.Count);
                        read++;
                    }
                    catch (InvalidDataException)
                    {
                        Assert.Equal(0, batch.Count + rejections.Count);
                        malformed++;
                    }
                    long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
                    Assert.True(
                        allocated < (stream.Length * 1000L) + 100_000,
                        $"{allocated} for {stream.Length} bytes"
                    );
                }
            }
            // What was in it before must not show.
            batch.Clear();
            rejections.Clear();
            codec.Decode(good, batch, 1000, Read.Now, rejections);
            Assert.Equal((30, 0), (batch.Count, rejections.Count));
        }
        output.WriteLine($"{read} read, {malformed} malformed");
        Assert.True(read > 1000 && malformed > 1000);
    }

    [SkippableFact]
    public void Whatever_is_done_to_what_Java_wrote_it_is_read_or_refused()
    {
        ArrowFixtures.SkipUnlessThere();
        Random random = Seed.Next(output);
        var codec = new ArrowEventCodec();
        foreach (string name in ArrowFixtures.Names)
        {
            byte[] sample = ArrowFixtures.Read(name);
            for (int length = 0; length < sample.Length; length += length < 4000 ? 1 : 97)
            {
                Try(codec, sample[..length]);
            }
            for (int times = 0; times < 2000; times++)
            {
                Try(codec, Damaged(sample, random));
            }
        }
    }

    private static void Try(ArrowEventCodec codec, byte[] stream)
    {
        try
        {
            codec.Decode(stream, new EventBatch(), 10_000, Read.Now, []);
        }
        catch (InvalidDataException)
        {
            // As it should.
        }
    }

    private static byte[] Own(Random random)
    {
        byte[] buffer = [];
        var events = new RandomEvents(random);
        EventBatch batch = Read.Good(Enumerable.Range(0, 30).Select(_ => events.Next()));
        int length = new ArrowEventCodec().Encode(batch, ref buffer);
        return buffer[..length];
    }

    private static IEnumerable<byte[]> Samples(Random random, int foreign, double spoiled) =>
        Enumerable
            .Range(0, foreign)
            .Select(_ => new RandomForeignStream(random, random.Next(2, 12), spoiled).Bytes)
            .Append(Own(random));

    /// <summary>Bits, numbers at any place, parts repeated or left out.</summary>
    private static byte[] Damaged(byte[] sample, Random random)
    {
        byte[] stream = [.. sample];
        for (int times = random.Next(1, 4); times > 0; times--)
        {
            // Mostly in the metadata, which is the first kilobytes of a small stream.
            int at = random.Next(random.Next(2) == 0 ? stream.Length - 8 : Math.Min(stream.Length - 8, 3000));
            switch (random.Next(5))
            {
                case 0:
                    stream[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    stream[at] = (byte)random.Next(256);
                    break;
                case 2:
                    BinaryPrimitives.WriteInt32LittleEndian(stream.AsSpan(at & -4), Lie(random));
                    break;
                case 3:
                    BinaryPrimitives.WriteInt64LittleEndian(stream.AsSpan(at & -8), Lie(random) * random.NextInt64(5));
                    break;
                default:
                    int from = random.Next(stream.Length - 8) & -8;
                    stream.AsSpan(from, 8).CopyTo(stream.AsSpan(at & -8));
                    break;
            }
        }
        return stream;
    }

    private static int Lie(Random random) =>
        random.Next(3) switch
        {
            0 => random.Next(-4, 64),
            1 => random.Next(int.MinValue, int.MaxValue),
            _ => int.MaxValue - random.Next(3),
        };
}
