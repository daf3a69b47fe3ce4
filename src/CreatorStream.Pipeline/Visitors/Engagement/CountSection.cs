using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Engagement;

/// <summary>Counts by subject and pane.</summary>
public sealed class CountSection : PartialSection<CountRow>
{
    public static readonly CountSection Rows = new();

    private CountSection()
        : base(4) { }

    public override RowOwner OwnerOf(in CountRow row) => RowOwner.OfSubject(row.Subject);

    public override void Write(BinaryWriter writer, in CountRow row)
    {
        writer.Write7BitEncodedInt(row.Subject);
        writer.Write7BitEncodedInt(row.Pane);
        foreach (int count in row.Counts)
        {
            writer.Write7BitEncodedInt(count);
        }
    }

    public override CountRow Read(BinaryReader reader)
    {
        int subject = reader.ReadNumber();
        int pane = reader.Read7BitEncodedInt();
        var counts = new TouchCounts();
        foreach (ref int count in counts)
        {
            count = reader.Read7BitEncodedInt();
        }
        return new CountRow(subject, pane, counts);
    }
}
