using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Authenticity;

/// <summary>What there is about an actor.</summary>
public sealed class EvidenceSection : PartialSection<EvidenceRow>
{
    /// <summary>Of actors with signs.</summary>
    public static readonly EvidenceSection Rows = new(7);

    /// <summary>
    /// Of actors without, whom a verdict names that rests on something else. Apart, since to the first release each of the
    /// others is a verdict.
    /// </summary>
    public static readonly EvidenceSection WithoutSigns = new(13);

    private EvidenceSection(int tag)
        : base(tag) { }

    public override RowOwner OwnerOf(in EvidenceRow row) => RowOwner.OfWorkspace(row.Workspace);

    public override void Write(BinaryWriter writer, in EvidenceRow row)
    {
        writer.Write(row.Workspace);
        writer.Write(row.Visitor);
        writer.Write(row.Actor);
        writer.Write((byte)row.Signs);
        writer.Write(row.FirstMicros);
        writer.Write(row.LastMicros);
        writer.Write7BitEncodedInt(row.EventsBySubject.Count);
        foreach ((int subject, int events) in row.EventsBySubject)
        {
            writer.Write7BitEncodedInt(subject);
            writer.Write7BitEncodedInt(events);
        }
    }

    public override EvidenceRow Read(BinaryReader reader)
    {
        string workspace = reader.ReadString();
        ulong visitor = reader.ReadUInt64();
        string actor = reader.ReadString();
        var signs = (Signs)reader.ReadByte();
        long first = reader.ReadInt64();
        long last = reader.ReadInt64();
        var events = new Dictionary<int, int>();
        for (int left = reader.ReadCount(); left > 0; left--)
        {
            int subject = reader.ReadNumber();
            events[subject] = reader.Read7BitEncodedInt();
        }
        return new EvidenceRow(workspace, visitor, actor, signs, first, last, events);
    }
}
