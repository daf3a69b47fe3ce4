using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Persons;

/// <summary>That a visitor is known by a mark.</summary>
public readonly record struct PersonRow(string Workspace, ulong Visitor, ulong Mark);

/// <summary>Marks of persons by visitor.</summary>
public sealed class PersonSection : PartialSection<PersonRow>
{
    public static readonly PersonSection Rows = new();

    private PersonSection()
        : base(45) { }

    public override RowOwner OwnerOf(in PersonRow row) => RowOwner.OfWorkspace(row.Workspace);

    public override void Write(BinaryWriter writer, in PersonRow row)
    {
        writer.Write(row.Workspace);
        writer.Write(row.Visitor);
        writer.Write(row.Mark);
    }

    public override PersonRow Read(BinaryReader reader) =>
        new(reader.ReadString(), reader.ReadUInt64(), reader.ReadUInt64());
}
