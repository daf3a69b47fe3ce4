using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Texts;

/// <summary>That an actor wrote a text in an hour.</summary>
/// <param name="Level">Of the partition's texts of the workspace (<see cref="HeldTexts.Level"/>).</param>
/// <param name="Text">Its hash; 0: nothing but the level.</param>
/// <param name="Hour">Since 1970.</param>
public readonly record struct TextRow(string Workspace, int Level, ulong Visitor, ulong Text, int Hour);

/// <summary>Texts by actor.</summary>
public sealed class TextSection : PartialSection<TextRow>
{
    public static readonly TextSection Rows = new();

    private TextSection()
        : base(12) { }

    public override RowOwner OwnerOf(in TextRow row) => RowOwner.OfWorkspace(row.Workspace);

    public override void Write(BinaryWriter writer, in TextRow row)
    {
        writer.Write(row.Workspace);
        writer.Write7BitEncodedInt(row.Level);
        writer.Write(row.Visitor);
        writer.Write(row.Text);
        writer.Write7BitEncodedInt(row.Hour);
    }

    public override TextRow Read(BinaryReader reader) =>
        new(
            reader.ReadString(),
            Math.Min(reader.ReadNumber(), HeldTexts.MostLevel),
            reader.ReadUInt64(),
            reader.ReadUInt64(),
            reader.ReadNumber()
        );
}
