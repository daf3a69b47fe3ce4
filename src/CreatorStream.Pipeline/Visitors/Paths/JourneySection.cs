using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Visitors.Paths;

/// <summary>Journeys by visitor, of those who converted or are known by a mark.</summary>
public sealed class JourneySection : PartialSection<JourneyRow>
{
    public static readonly JourneySection Rows = new();

    private JourneySection()
        : base(8) { }

    public override RowOwner OwnerOf(in JourneyRow row) => RowOwner.OfWorkspace(row.Workspace);

    public override void Write(BinaryWriter writer, in JourneyRow row)
    {
        writer.Write(row.Workspace);
        writer.Write(row.Visitor);
        writer.Write(row.Inauthentic);
        writer.Write7BitEncodedInt(row.Touches.Length);
        foreach (JourneyTouch touch in row.Touches.Span)
        {
            writer.Write(TouchKey.ToNarrow(touch.Key));
            writer.Write7BitEncodedInt(touch.Subject);
            writer.Write7BitEncodedInt(touch.EngagedMillis);
        }
        writer.Write7BitEncodedInt(row.ConversionBytes.Length);
        writer.Write(row.ConversionBytes.Span);
        writer.Write7BitEncodedInt(row.TouchesBefore);
        writer.Write7BitEncodedInt(row.ConversionBytesBefore);
    }

    public override JourneyRow Read(BinaryReader reader)
    {
        string workspace = reader.ReadString();
        ulong visitor = reader.ReadUInt64();
        bool isInauthentic = reader.ReadBoolean();
        var touches = new JourneyTouch[reader.ReadCount()];
        for (int i = 0; i < touches.Length; i++)
        {
            touches[i] = new JourneyTouch(
                TouchKey.OfNarrow(reader.ReadUInt64()),
                reader.ReadNumber(),
                reader.Read7BitEncodedInt()
            );
        }
        byte[] conversions = reader.ReadBytes(reader.ReadCount());
        return new JourneyRow(workspace, visitor, isInauthentic, touches, conversions)
        {
            TouchesBefore = reader.ReadNumber(),
            ConversionBytesBefore = reader.ReadNumber(),
        };
    }
}
