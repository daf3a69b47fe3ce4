using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Texts;

/// <summary>That an actor wrote a text at a time.</summary>
/// <param name="Level">Of the partition's texts of the workspace (<see cref="HeldTexts.Level"/>).</param>
/// <param name="Text">Its hash; 0: nothing but the level.</param>
/// <param name="Time">Since 1970: the hour, or of copies the minute.</param>
public readonly record struct TextRow(string Workspace, int Level, ulong Visitor, ulong Text, int Time);

/// <summary>Texts by actor.</summary>
public sealed class TextSection : PartialSection<TextRow>
{
    /// <summary>Who wrote which, for those that many wrote.</summary>
    public static readonly TextSection Rows = new(12);

    /// <summary>Who wrote which again (<see cref="OwnText"/>).</summary>
    public static readonly TextSection Copies = new(14);

    private TextSection(int tag)
        : base(tag) { }

    public override RowOwner OwnerOf(in TextRow row) => RowOwner.OfWorkspace(row.Workspace);

    public override void Write(BinaryWriter writer, in TextRow row)
    {
        writer.Write(row.Workspace);
        writer.Write7BitEncodedInt(row.Level);
        writer.Write(row.Visitor);
        writer.Write(row.Text);
        writer.Write7BitEncodedInt(row.Time);
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
