using CreatorStream.Analytics.Kpis;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Engagement;

/// <summary>Counts by subject and pane, of one group of kinds.</summary>
public sealed class CountSection : PartialSection<CountRow>
{
    /// <summary>Of each group: the first was there before there were others, whose tags begin at 20.</summary>
    public static IReadOnlyList<CountSection> Groups { get; } =
    [.. Enumerable.Range(0, KindColumns.Groups).Select(group => new CountSection(group == 0 ? 4 : 19 + group))];

    private CountSection(int tag)
        : base(tag) { }

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
