using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Authenticity;

/// <summary>A verdict that the task of an actor has applied.</summary>
public readonly record struct HeldVerdict(string Workspace, ulong Visitor, VerdictLevel Level);

/// <summary>Verdicts that were applied, by actor.</summary>
public sealed class HeldSection : PartialSection<HeldVerdict>
{
    public static readonly HeldSection Rows = new();

    private HeldSection()
        : base(11) { }

    public override RowOwner OwnerOf(in HeldVerdict row) => RowOwner.OfWorkspace(row.Workspace);

    public override void Write(BinaryWriter writer, in HeldVerdict row)
    {
        writer.Write(row.Workspace);
        writer.Write(row.Visitor);
        writer.Write((byte)row.Level);
    }

    public override HeldVerdict Read(BinaryReader reader) =>
        new(
            reader.ReadString(),
            reader.ReadUInt64(),
            // A later version may have levels above.
            (VerdictLevel)Math.Min(reader.ReadByte(), (byte)VerdictLevel.Inauthentic)
        );
}
