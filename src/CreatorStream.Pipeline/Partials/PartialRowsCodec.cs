using System.Text;

namespace CreatorStream.Pipeline.Partials;

/// <summary>
/// What a visitor task publishes as bytes, for a log between the stages: a version, then sections, each with its tag, the
/// length of what follows and that. One whose tag this version doesn't know is passed over, and so is what a later version
/// adds at a section's end; one without rows is left out.
/// </summary>
public static class PartialRowsCodec
{
    /// <summary>Of all this: sections come and go without another one.</summary>
    private const byte Version = 4;

    /// <summary>The section that says which tick it is. No tick is without it.</summary>
    private const int HeadTag = 0;

    /// <param name="into">At its end; it can be gone back in.</param>
    public static void Write(PartialRows rows, Stream into)
    {
        using var writer = new BinaryWriter(into, Encoding.UTF8, leaveOpen: true);
        writer.Write(Version);
        WriteSection(writer, HeadTag, to => WriteHead(to, rows));
        NextVersion.AddTo(writer);
        foreach (RowList list in rows.Rows.Lists)
        {
            if (list.Count > 0)
            {
                WriteSection(writer, list.Tag, list.Write);
            }
        }
    }

    /// <param name="families">Whose sections it reads.</param>
    /// <exception cref="InvalidDataException">Another version, or damaged.</exception>
    public static PartialRows Read(byte[] bytes, Families families)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
            byte version = reader.ReadByte();
            return version == Version
                ? Read(bytes, reader, families)
                : throw new InvalidDataException($"Rows of version {version}; this program reads {Version}.");
        }
        catch (Exception error) when (error is IOException or FormatException)
        {
            throw SectionReading.Damaged(error);
        }
    }

    internal static void WriteSection(BinaryWriter writer, int tag, Action<BinaryWriter> body)
    {
        writer.Write7BitEncodedInt(tag);
        long lengthAt = writer.BaseStream.Position;
        writer.Write(0);
        body(writer);
        long end = writer.BaseStream.Position;
        writer.BaseStream.Position = lengthAt;
        writer.Write(checked((int)(end - lengthAt - sizeof(int))));
        writer.BaseStream.Position = end;
    }

    private static PartialRows Read(byte[] bytes, BinaryReader reader, Families families)
    {
        var rows = new TickRows();
        PartialRows? head = null;
        Stream from = reader.BaseStream;
        while (from.Position < from.Length)
        {
            int tag = reader.ReadNumber();
            int length = reader.ReadInt32();
            if ((uint)length > from.Length - from.Position)
            {
                throw SectionReading.Damaged();
            }
            // It ends where it says: what it holds can't read on in the next one.
            var section = new MemoryStream(bytes, (int)from.Position, length, writable: false);
            using var body = new BinaryReader(section, Encoding.UTF8);
            if (tag == HeadTag && head == null)
            {
                head = ReadHead(body, rows);
            }
            else if (families.Find(tag) is { } known && rows.List(known) is { Count: 0 } list)
            {
                list.Read(body);
            }
            else if (families.Find(tag) != null || tag == HeadTag)
            {
                // It has come before.
                throw SectionReading.Damaged();
            }
            from.Position += length;
        }
        return head ?? throw SectionReading.Damaged();
    }

    private static void WriteHead(BinaryWriter writer, PartialRows rows)
    {
        writer.Write7BitEncodedInt(rows.Partition);
        writer.Write(rows.ReplacesAll);
        writer.Write(rows.Progress.EventsOffset);
        writer.Write(rows.Progress.CatalogOffset);
        writer.Write(rows.Progress.VerdictsApplied);
        TaskCounters of = rows.Progress.Counters;
        foreach (
            long count in (ReadOnlySpan<long>)
                [of.Accepted, of.Duplicates, of.ReusedIds, of.Late, of.TooOld, of.TooEarly, of.Damaged, of.Visitors]
        )
        {
            writer.Write(count);
        }
    }

    private static PartialRows ReadHead(BinaryReader reader, TickRows rows) =>
        new(
            reader.ReadNumber(),
            reader.ReadBoolean(),
            rows,
            new TaskProgress(
                reader.ReadInt64(),
                reader.ReadInt64(),
                reader.ReadInt64(),
                new TaskCounters(
                    reader.ReadInt64(),
                    reader.ReadInt64(),
                    reader.ReadInt64(),
                    reader.ReadInt64(),
                    reader.ReadInt64(),
                    reader.ReadInt64(),
                    reader.ReadInt64(),
                    reader.ReadInt64()
                )
            )
        );
}
