using System.Buffers.Binary;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors;
using CreatorStream.Pipeline.Visitors.Engagement;
using CreatorStream.Pipeline.Visitors.Sessions;

namespace CreatorStream.Pipeline.Tests;

/// <summary>Processes of two versions read each other's ticks, and damaged ones are told.</summary>
public sealed class PartialSectionsTests : IDisposable
{
    /// <summary>No section of this version has it. In bytes: two of seven bits.</summary>
    private const int UnknownTag = 1_000;

    private const int VersionBytes = 1;

    private readonly int seed = Random.Shared.Next();
    private readonly StateMemory memory = new();

    public void Dispose() => memory.Dispose();

    [Fact]
    public void A_section_of_a_later_version_is_passed_over()
    {
        byte[] bytes = Bytes(Tick());
        foreach (Section before in Sections(bytes))
        {
            byte[] later = [.. bytes[..before.Start], .. Unknown("of a later version"u8), .. bytes[before.Start..]];
            Assert.True(Bytes(Read(later)).SequenceEqual(bytes), $"seed {seed}");
        }
    }

    [Fact]
    public void What_a_later_version_adds_at_a_sections_end_is_passed_over()
    {
        byte[] bytes = Bytes(Tick());
        foreach (Section section in Sections(bytes))
        {
            byte[] longer = [.. bytes[..section.End], .. "more"u8, .. bytes[section.End..]];
            BinaryPrimitives.WriteInt32LittleEndian(longer.AsSpan(section.LengthAt), section.Length + 4);
            Assert.True(Bytes(Read(longer)).SequenceEqual(bytes), $"seed {seed}");
        }
    }

    [Fact]
    public void Of_a_section_that_is_missing_there_are_no_rows_and_the_others_are_there()
    {
        byte[] bytes = Bytes(Tick());
        Section sessions = Sections(bytes).Single(of => of.Tag == SessionSection.Rows.Tag);
        PartialRows read = Read([.. bytes[..sessions.Start], .. bytes[sessions.End..]]);
        PartialRows whole = Read(bytes);
        Assert.NotEmpty(whole.Of(SessionSection.Rows));
        Assert.Empty(read.Of(SessionSection.Rows));
        Assert.Equal(whole.Of(ReachSection.Rows), read.Of(ReachSection.Rows));
        Assert.Equal(whole.Rows.Count - whole.Of(SessionSection.Rows).Count, read.Rows.Count);
    }

    [Fact]
    public void A_tick_that_does_not_say_which_or_says_anything_twice_is_refused()
    {
        byte[] bytes = Bytes(Tick());
        Section[] sections = Sections(bytes);
        Assert.Throws<InvalidDataException>(() => Read([.. bytes[..VersionBytes], .. bytes[sections[0].End..]]));
        foreach (Section twice in sections)
        {
            Assert.Throws<InvalidDataException>(() => Read([.. bytes, .. bytes[twice.Start..twice.End]]));
        }
    }

    /// <summary>Lengths and counts of what isn't there, and of more than there is, take no room.</summary>
    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(1 << 28)]
    public void Hostile_lengths_are_refused_before_they_take_room(int length)
    {
        byte[] bytes = Bytes(Tick());
        foreach (Section section in Sections(bytes))
        {
            byte[] hostile = [.. bytes];
            BinaryPrimitives.WriteInt32LittleEndian(hostile.AsSpan(section.LengthAt), length);
            AssertRefused(hostile);
        }
        foreach (Section section in Sections(bytes).Skip(1))
        {
            using var count = new MemoryStream();
            using var writer = new BinaryWriter(count);
            writer.Write7BitEncodedInt(length);
            byte[] body = [.. count.ToArray(), .. bytes[section.BodyAt..section.End]];
            byte[] hostile = [.. bytes[..section.LengthAt], .. BitConverter.GetBytes(body.Length), .. body];
            AssertRefused(hostile);
        }
    }

    [Fact]
    public void A_count_that_the_bytes_allow_makes_no_room_before_its_rows_are_read()
    {
        const int Count = 1_000_000;
        byte[] bytes = Bytes(Tick());
        foreach (Section section in Sections(bytes).Skip(1))
        {
            using var body = new MemoryStream();
            using var writer = new BinaryWriter(body);
            writer.Write7BitEncodedInt(Count);
            // No first row can be read.
            writer.Write(Enumerable.Repeat((byte)0xFF, Count).ToArray());
            byte[] hostile =
            [
                .. bytes[..section.LengthAt],
                .. BitConverter.GetBytes((int)body.Length),
                .. body.ToArray(),
            ];
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<InvalidDataException>(() => Read(hostile));
            // Made ahead it would be 8 MB at least: a reference a row.
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
        }
    }

    [Fact]
    public void Damaged_bytes_are_refused_or_read_and_nothing_else()
    {
        var random = new Random(seed);
        byte[] bytes = Bytes(Tick());
        int refused = 0;
        for (int i = 0; i < 2_000; i++)
        {
            byte[] damaged = [.. bytes];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }
            if (random.Next(2) == 0)
            {
                damaged = damaged[..random.Next(damaged.Length)];
            }
            try
            {
                Read(damaged);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        Assert.True(refused > 500, $"{refused}, seed {seed}");
    }

    private static void AssertRefused(byte[] hostile)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => Read(hostile));
        // An object of its own for each thing that has some bytes, and no more.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000 + (100L * hostile.Length));
    }

    private PartialRows Tick()
    {
        var state = new VisitorState(memory.Open(), retention: null);
        var flow = new VisitorFlow(state, Families.Composed);
        Facts.Feed(flow, Facts.Random(new Random(seed), 300), 100);
        Facts.Feed(flow, Facts.Clicks("everybody", 60), 100);
        Facts.Feed(flow, Facts.Bought("buyer"), 100);
        int first = state.Journeys.Count;
        Facts.Feed(flow, [Facts.LongComment("c1", "writer-1"), Facts.LongComment("c2", "writer-2")], 100);
        flow.Apply(new Verdict("default", state.Journeys.HashOf(first), VerdictLevel.Suspect));
        PartialRows tick = flow.Tick(3, new TaskProgress(1, 2, 3, new TaskCounters(4, 5, 6, 7, 8, 9, 10, 11)));
        return tick with { ReplacesAll = true };
    }

    private static PartialRows Read(byte[] tick) => PartialRowsCodec.Read(tick, Families.Composed);

    private static byte[] Bytes(PartialRows rows)
    {
        using var bytes = new MemoryStream();
        PartialRowsCodec.Write(rows, bytes);
        return bytes.ToArray();
    }

    private static byte[] Unknown(ReadOnlySpan<byte> body)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write7BitEncodedInt(UnknownTag);
        writer.Write(body.Length);
        writer.Write(body);
        return bytes.ToArray();
    }

    /// <summary>Each section of a tick, by what the format says and not by what reads it.</summary>
    private static Section[] Sections(byte[] tick)
    {
        var sections = new List<Section>();
        for (int at = VersionBytes; at < tick.Length; at = sections[^1].End)
        {
            sections.Add(new Section(tick[at], at, BinaryPrimitives.ReadInt32LittleEndian(tick.AsSpan(at + 1))));
        }
        Assert.Equal(
            [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 20, 30, 31, 32, 40, 41, 45, 50, 51, 52, 71, 72],
            sections.Select(of => of.Tag).Order()
        );
        return [.. sections];
    }

    private readonly record struct Section(int Tag, int Start, int Length)
    {
        public int LengthAt => Start + 1;
        public int BodyAt => LengthAt + sizeof(int);
        public int End => BodyAt + Length;
    }
}
