using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Partials;

/// <summary>Subjects with their numbers, which rows of other sections use. New ones, in the order of their numbers.</summary>
public sealed class SubjectSection : PartialSection<Numbered<Subject>>
{
    public static readonly SubjectSection Rows = new();

    private SubjectSection()
        : base(1) { }

    public override RowOwner OwnerOf(in Numbered<Subject> row) => RowOwner.OfWorkspace(row.Value.Workspace);

    public override void Write(BinaryWriter writer, in Numbered<Subject> row)
    {
        writer.Write7BitEncodedInt(row.Number);
        writer.Write(row.Value.Workspace);
        writer.Write(row.Value.Content);
        writer.Write(row.Value.Campaign);
        writer.Write(row.Value.Creator);
        writer.Write(row.Value.Platform);
        writer.Write(row.Value.Channel);
    }

    public override Numbered<Subject> Read(BinaryReader reader) =>
        new(
            reader.ReadNumber(),
            new Subject(
                reader.ReadString(),
                reader.ReadString(),
                reader.ReadString(),
                reader.ReadString(),
                reader.ReadString(),
                reader.ReadString()
            )
        );
}

/// <summary>The same of entities.</summary>
public sealed class EntitySection : PartialSection<Numbered<Entity>>
{
    public static readonly EntitySection Rows = new();

    private EntitySection()
        : base(2) { }

    public override RowOwner OwnerOf(in Numbered<Entity> row) => RowOwner.OfWorkspace(row.Value.Workspace);

    public override void Write(BinaryWriter writer, in Numbered<Entity> row)
    {
        writer.Write7BitEncodedInt(row.Number);
        writer.Write(row.Value.Workspace);
        writer.Write(row.Value.Campaign);
        writer.Write((byte)row.Value.Level);
        writer.Write(row.Value.Name);
    }

    public override Numbered<Entity> Read(BinaryReader reader) =>
        new(
            reader.ReadNumber(),
            new Entity(reader.ReadString(), reader.ReadString(), (EntityLevel)reader.ReadByte(), reader.ReadString())
        );
}

/// <summary>The greatest event times of the workspaces in which it moved.</summary>
public sealed class TimeSection : PartialSection<WorkspaceTime>
{
    public static readonly TimeSection Rows = new();

    private TimeSection()
        : base(3) { }

    public override RowOwner OwnerOf(in WorkspaceTime row) => RowOwner.OfWorkspace(row.Workspace);

    public override void Write(BinaryWriter writer, in WorkspaceTime row)
    {
        writer.Write(row.Workspace);
        writer.Write(row.GreatestMicros);
    }

    public override WorkspaceTime Read(BinaryReader reader) => new(reader.ReadString(), reader.ReadInt64());
}
