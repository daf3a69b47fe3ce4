using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Engagement;

/// <summary>Steps of reach by entity, window and pane.</summary>
public sealed class ReachSection : PartialSection<ReachRow>
{
    public static readonly ReachSection Rows = new();

    private ReachSection()
        : base(5) { }

    public override RowOwner OwnerOf(in ReachRow row) => RowOwner.OfEntity(row.Entity);

    public override void Write(BinaryWriter writer, in ReachRow row)
    {
        writer.Write7BitEncodedInt(row.Entity);
        writer.Write(row.Window);
        writer.Write7BitEncodedInt(row.Pane);
        writer.Write7BitEncodedInt(ZigZag(row.All));
        writer.Write7BitEncodedInt(ZigZag(row.Excluded));
    }

    public override ReachRow Read(BinaryReader reader) =>
        new(
            reader.ReadNumber(),
            reader.ReadByte(),
            reader.Read7BitEncodedInt(),
            UnZigZag(reader.Read7BitEncodedInt()),
            UnZigZag(reader.Read7BitEncodedInt())
        );

    private static int ZigZag(int value) => (value << 1) ^ (value >> 31);

    private static int UnZigZag(int value) => (int)((uint)value >> 1) ^ -(value & 1);
}
