using System.Text;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Partials;

/// <summary>
/// What a visitor task publishes as bytes, for a log between the stages. Numbers are packed by seven bits. A later version
/// may add behind the end: this one passes over it.
/// </summary>
public static class PartialRowsCodec
{
    private const byte Version = 3;

    public static void Write(PartialRows rows, Stream into)
    {
        using var writer = new BinaryWriter(into, Encoding.UTF8, leaveOpen: true);
        writer.Write(Version);
        writer.Write7BitEncodedInt(rows.Partition);
        writer.Write(rows.ReplacesAll);
        Write(writer, rows.NewSubjects, WriteSubject);
        Write(writer, rows.Engagement.NewEntities, WriteEntity);
        Write(writer, rows.Engagement.Counts, WriteCounts);
        Write(writer, rows.Engagement.Reach, WriteReach);
        Write(writer, rows.Sessions, WriteSessions);
        Write(writer, rows.Evidence, WriteEvidence);
        Write(writer, rows.Journeys, WriteJourney);
        Write(
            writer,
            [.. rows.GreatestTimesMicros],
            (to, of) =>
            {
                to.Write(of.Key);
                to.Write(of.Value);
            }
        );
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
        NextVersion.AddTo(writer);
    }

    /// <exception cref="InvalidDataException">Another version, or damaged.</exception>
    public static PartialRows Read(byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
            byte version = reader.ReadByte();
            return version == Version
                ? Read(reader)
                : throw new InvalidDataException($"Rows of version {version}; this program reads {Version}.");
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException or DecoderFallbackException)
        {
            throw new InvalidDataException("The rows are damaged.", error);
        }
    }

    private static PartialRows Read(BinaryReader reader)
    {
        int partition = reader.Read7BitEncodedInt();
        bool replacesAll = reader.ReadBoolean();
        IReadOnlyList<Numbered<Subject>> subjects = ReadList(reader, ReadSubject);
        var engagement = new EngagementRows(
            ReadList(reader, ReadEntity),
            ReadList(reader, ReadCounts),
            ReadList(reader, ReadReach)
        );
        IReadOnlyList<SessionRow> sessions = ReadList(reader, ReadSessions);
        return new PartialRows(
            partition,
            replacesAll,
            subjects,
            engagement,
            sessions,
            ReadList(reader, ReadEvidence),
            ReadList(reader, ReadJourney),
            ReadList(reader, from => KeyValuePair.Create(from.ReadString(), from.ReadInt64())).ToDictionary(),
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

    private static void Write<T>(BinaryWriter writer, IReadOnlyList<T> items, Action<BinaryWriter, T> write)
    {
        writer.Write7BitEncodedInt(items.Count);
        foreach (T item in items)
        {
            write(writer, item);
        }
    }

    private static List<T> ReadList<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        int count = reader.Read7BitEncodedInt();
        if ((uint)count > reader.BaseStream.Length)
        {
            // Every item takes a byte at least: nothing is allocated by what a damaged count says.
            throw new InvalidDataException("The rows are damaged.");
        }
        var items = new List<T>(count);
        for (int i = 0; i < count; i++)
        {
            items.Add(read(reader));
        }
        return items;
    }

    private static void WriteSubject(BinaryWriter writer, Numbered<Subject> subject)
    {
        writer.Write7BitEncodedInt(subject.Number);
        writer.Write(subject.Value.Workspace);
        writer.Write(subject.Value.Content);
        writer.Write(subject.Value.Campaign);
        writer.Write(subject.Value.Creator);
        writer.Write(subject.Value.Platform);
        writer.Write(subject.Value.Channel);
    }

    private static Numbered<Subject> ReadSubject(BinaryReader reader) =>
        new(
            reader.Read7BitEncodedInt(),
            new Subject(
                reader.ReadString(),
                reader.ReadString(),
                reader.ReadString(),
                reader.ReadString(),
                reader.ReadString(),
                reader.ReadString()
            )
        );

    private static void WriteEntity(BinaryWriter writer, Numbered<Entity> entity)
    {
        writer.Write7BitEncodedInt(entity.Number);
        writer.Write(entity.Value.Workspace);
        writer.Write(entity.Value.Campaign);
        writer.Write((byte)entity.Value.Level);
        writer.Write(entity.Value.Name);
    }

    private static Numbered<Entity> ReadEntity(BinaryReader reader) =>
        new(
            reader.Read7BitEncodedInt(),
            new Entity(reader.ReadString(), reader.ReadString(), (EntityLevel)reader.ReadByte(), reader.ReadString())
        );

    private static void WriteCounts(BinaryWriter writer, CountRow row)
    {
        writer.Write7BitEncodedInt(row.Subject);
        writer.Write7BitEncodedInt(row.Pane);
        foreach (int count in row.Counts)
        {
            writer.Write7BitEncodedInt(count);
        }
    }

    private static CountRow ReadCounts(BinaryReader reader)
    {
        int subject = reader.Read7BitEncodedInt();
        int pane = reader.Read7BitEncodedInt();
        var counts = new TouchCounts();
        foreach (ref int count in counts)
        {
            count = reader.Read7BitEncodedInt();
        }
        return new CountRow(subject, pane, counts);
    }

    private static void WriteReach(BinaryWriter writer, ReachRow row)
    {
        writer.Write7BitEncodedInt(row.Entity);
        writer.Write(row.Window);
        writer.Write7BitEncodedInt(row.Pane);
        writer.Write7BitEncodedInt(ZigZag(row.All));
        writer.Write7BitEncodedInt(ZigZag(row.Excluded));
    }

    private static ReachRow ReadReach(BinaryReader reader) =>
        new(
            reader.Read7BitEncodedInt(),
            reader.ReadByte(),
            reader.Read7BitEncodedInt(),
            UnZigZag(reader.Read7BitEncodedInt()),
            UnZigZag(reader.Read7BitEncodedInt())
        );

    private static void WriteSessions(BinaryWriter writer, SessionRow row)
    {
        writer.Write7BitEncodedInt(row.Entity);
        writer.Write7BitEncodedInt(row.Pane);
        foreach (long count in row.Counts)
        {
            writer.Write7BitEncodedInt64(count);
        }
    }

    private static SessionRow ReadSessions(BinaryReader reader)
    {
        int entity = reader.Read7BitEncodedInt();
        int pane = reader.Read7BitEncodedInt();
        var counts = new SessionCounts();
        foreach (ref long count in counts)
        {
            count = reader.Read7BitEncodedInt64();
        }
        return new SessionRow(entity, pane, counts);
    }

    private static void WriteEvidence(BinaryWriter writer, EvidenceRow row)
    {
        writer.Write(row.Workspace);
        writer.Write(row.Visitor);
        writer.Write(row.Actor);
        writer.Write((byte)row.Reasons);
        writer.Write(row.FirstMicros);
        writer.Write(row.LastMicros);
        Write(
            writer,
            [.. row.EventsBySubject],
            (to, of) =>
            {
                to.Write7BitEncodedInt(of.Key);
                to.Write7BitEncodedInt(of.Value);
            }
        );
    }

    private static EvidenceRow ReadEvidence(BinaryReader reader) =>
        new(
            reader.ReadString(),
            reader.ReadUInt64(),
            reader.ReadString(),
            (Reasons)reader.ReadByte(),
            reader.ReadInt64(),
            reader.ReadInt64(),
            ReadList(reader, from => KeyValuePair.Create(from.Read7BitEncodedInt(), from.Read7BitEncodedInt()))
                .ToDictionary()
        );

    private static void WriteJourney(BinaryWriter writer, JourneyRow row)
    {
        writer.Write(row.Workspace);
        writer.Write(row.Visitor);
        writer.Write(row.Inauthentic);
        writer.Write7BitEncodedInt(row.Touches.Length);
        foreach (JourneyTouch touch in row.Touches.Span)
        {
            writer.Write(touch.Key);
            writer.Write7BitEncodedInt(touch.Subject);
            writer.Write7BitEncodedInt(touch.EngagedMillis);
        }
        writer.Write7BitEncodedInt(row.ConversionBytes.Length);
        writer.Write(row.ConversionBytes.Span);
        writer.Write7BitEncodedInt(row.TouchesBefore);
        writer.Write7BitEncodedInt(row.ConversionBytesBefore);
    }

    private static JourneyRow ReadJourney(BinaryReader reader) =>
        new(
            reader.ReadString(),
            reader.ReadUInt64(),
            reader.ReadBoolean(),
            ReadList(
                    reader,
                    from => new JourneyTouch(from.ReadUInt64(), from.Read7BitEncodedInt(), from.Read7BitEncodedInt())
                )
                .ToArray(),
            reader.ReadBytes(reader.Read7BitEncodedInt())
        )
        {
            TouchesBefore = reader.Read7BitEncodedInt(),
            ConversionBytesBefore = reader.Read7BitEncodedInt(),
        };

    private static int ZigZag(int value) => (value << 1) ^ (value >> 31);

    private static int UnZigZag(int value) => (int)((uint)value >> 1) ^ -(value & 1);
}
