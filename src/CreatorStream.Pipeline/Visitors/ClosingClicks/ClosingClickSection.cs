using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.ClosingClicks;

/// <summary>The last click on content within half an hour before a conversion of a visitor.</summary>
/// <param name="Order">Tells the conversions of a visitor apart.</param>
/// <param name="ClickMicros">0: there is none any more.</param>
/// <param name="Subject">What was clicked.</param>
/// <param name="IsInjected">It looks like one that nobody made: see ClickInjection.</param>
public readonly record struct ClosingClickRow(
    string Workspace,
    ulong Visitor,
    ulong Order,
    long OrderMicros,
    long ClickMicros,
    int Subject,
    bool IsInjected
);

/// <summary>Closing clicks by visitor and conversion.</summary>
public sealed class ClosingClickSection : PartialSection<ClosingClickRow>
{
    public static readonly ClosingClickSection Rows = new();

    private ClosingClickSection()
        : base(50) { }

    public override RowOwner OwnerOf(in ClosingClickRow row) => RowOwner.OfWorkspace(row.Workspace);

    public override void Write(BinaryWriter writer, in ClosingClickRow row)
    {
        writer.Write(row.Workspace);
        writer.Write(row.Visitor);
        writer.Write(row.Order);
        writer.Write(row.OrderMicros);
        writer.Write(row.ClickMicros);
        writer.Write7BitEncodedInt(row.Subject);
        writer.Write(row.IsInjected);
    }

    public override ClosingClickRow Read(BinaryReader reader) =>
        new(
            reader.ReadString(),
            reader.ReadUInt64(),
            reader.ReadUInt64(),
            reader.ReadInt64(),
            reader.ReadInt64(),
            reader.ReadNumber(),
            reader.ReadBoolean()
        );
}
