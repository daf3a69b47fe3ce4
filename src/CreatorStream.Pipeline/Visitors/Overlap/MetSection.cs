using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Overlap;

/// <summary>People who met a creator or platform, or any of a campaign's.</summary>
/// <param name="Group">
/// 0: who met the entity itself, a creator or platform; else the level of the group whom people met any of, in the campaign that
/// the entity is.
/// </param>
public readonly record struct MetRow(int Entity, byte Group, MetCounts Counts);

/// <summary>People by whom they met.</summary>
public sealed class MetSection : PartialSection<MetRow>
{
    public static readonly MetSection Rows = new();

    private MetSection()
        : base(40) { }

    public override RowOwner OwnerOf(in MetRow row) => RowOwner.OfEntity(row.Entity);

    public override void Write(BinaryWriter writer, in MetRow row)
    {
        writer.Write7BitEncodedInt(row.Entity);
        writer.Write(row.Group);
        foreach (int count in row.Counts)
        {
            writer.Write7BitEncodedInt(count);
        }
    }

    public override MetRow Read(BinaryReader reader)
    {
        int entity = reader.ReadNumber();
        byte group = reader.ReadByte();
        var counts = new MetCounts();
        foreach (ref int count in counts)
        {
            count = reader.Read7BitEncodedInt();
        }
        return new MetRow(entity, group, counts);
    }
}
