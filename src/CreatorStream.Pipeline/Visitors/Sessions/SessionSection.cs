using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Sessions;

/// <summary>Sessions by entity and pane.</summary>
public sealed class SessionSection : PartialSection<SessionRow>
{
    public static readonly SessionSection Rows = new();

    private SessionSection()
        : base(6) { }

    public override RowOwner OwnerOf(in SessionRow row) => RowOwner.OfEntity(row.Entity);

    public override void Write(BinaryWriter writer, in SessionRow row)
    {
        writer.Write7BitEncodedInt(row.Entity);
        writer.Write7BitEncodedInt(row.Pane);
        foreach (long count in row.Counts)
        {
            writer.Write7BitEncodedInt64(count);
        }
    }

    public override SessionRow Read(BinaryReader reader)
    {
        int entity = reader.ReadNumber();
        int pane = reader.Read7BitEncodedInt();
        var counts = new SessionCounts();
        foreach (ref long count in counts)
        {
            count = reader.Read7BitEncodedInt64();
        }
        return new SessionRow(entity, pane, counts);
    }
}
