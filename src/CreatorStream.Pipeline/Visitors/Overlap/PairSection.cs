using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Overlap;

/// <summary>People who met both of two creators, or both of two platforms, of one campaign.</summary>
/// <param name="One">The smaller of the two numbers.</param>
public readonly record struct PairRow(int One, int Other, PeopleCounts People);

/// <summary>People by two whom they met.</summary>
public sealed class PairSection : PartialSection<PairRow>
{
    public static readonly PairSection Rows = new();

    private PairSection()
        : base(41) { }

    public override RowOwner OwnerOf(in PairRow row) => RowOwner.OfEntity(row.One);

    public override void Write(BinaryWriter writer, in PairRow row)
    {
        writer.Write7BitEncodedInt(row.One);
        writer.Write7BitEncodedInt(row.Other);
        writer.Write7BitEncodedInt(row.People.All);
        writer.Write7BitEncodedInt(row.People.Excluded);
    }

    public override PairRow Read(BinaryReader reader) =>
        new(
            reader.ReadNumber(),
            reader.ReadNumber(),
            new PeopleCounts { All = reader.Read7BitEncodedInt(), Excluded = reader.Read7BitEncodedInt() }
        );
}
