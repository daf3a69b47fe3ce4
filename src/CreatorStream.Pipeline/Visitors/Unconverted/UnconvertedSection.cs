using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Unconverted;

/// <summary>What a visitor of the sample met who bought nothing.</summary>
/// <param name="Level">Of the partition's sample of the workspace (<see cref="VisitorSample.Level"/>).</param>
/// <param name="Visitor">The hash; 0: nothing but the level.</param>
/// <param name="Subjects">Numbers of subjects, 4 bytes each, the earliest first; empty: there is no such path by now.</param>
public readonly record struct UnconvertedRow(
    string Workspace,
    int Level,
    ulong Visitor,
    bool Inauthentic,
    ReadOnlyMemory<byte> Subjects
);

/// <summary>Paths of visitors who bought nothing, by visitor.</summary>
public sealed class UnconvertedSection : PartialSection<UnconvertedRow>
{
    public static readonly UnconvertedSection Rows = new();

    private UnconvertedSection()
        : base(31) { }

    public override RowOwner OwnerOf(in UnconvertedRow row) => RowOwner.OfWorkspace(row.Workspace);

    public override void Write(BinaryWriter writer, in UnconvertedRow row)
    {
        writer.Write(row.Workspace);
        writer.Write((byte)row.Level);
        writer.Write(row.Visitor);
        writer.Write(row.Inauthentic);
        writer.Write7BitEncodedInt(row.Subjects.Length);
        writer.Write(row.Subjects.Span);
    }

    public override UnconvertedRow Read(BinaryReader reader)
    {
        string workspace = reader.ReadString();
        int level = Math.Min((int)reader.ReadByte(), VisitorSample.MostLevel);
        ulong visitor = reader.ReadUInt64();
        bool isInauthentic = reader.ReadBoolean();
        byte[] subjects = reader.ReadBytes(reader.ReadCount());
        return subjects.Length % sizeof(int) == 0
            ? new UnconvertedRow(workspace, level, visitor, isInauthentic, subjects)
            : throw new InvalidDataException("A path is not whole.");
    }
}
