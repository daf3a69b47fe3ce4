using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Audience;

/// <summary>How many engaged with a creator so often, of all time.</summary>
/// <param name="Engagements">Of each of them, at least 1.</param>
public readonly record struct AudienceRow(int Entity, int Engagements, PeopleCounts Engagers);

/// <summary>Engagers by creator, and by how often they engaged.</summary>
public sealed class AudienceSection : PartialSection<AudienceRow>
{
    public static readonly AudienceSection Rows = new();

    private AudienceSection()
        : base(72) { }

    public override RowOwner OwnerOf(in AudienceRow row) => RowOwner.OfEntity(row.Entity);

    public override void Write(BinaryWriter writer, in AudienceRow row)
    {
        writer.Write7BitEncodedInt(row.Entity);
        writer.Write7BitEncodedInt(row.Engagements);
        writer.Write7BitEncodedInt(row.Engagers.All);
        writer.Write7BitEncodedInt(row.Engagers.Excluded);
    }

    public override AudienceRow Read(BinaryReader reader) =>
        new(
            reader.ReadNumber(),
            reader.ReadNumber(),
            new PeopleCounts { All = reader.Read7BitEncodedInt(), Excluded = reader.Read7BitEncodedInt() }
        );
}
