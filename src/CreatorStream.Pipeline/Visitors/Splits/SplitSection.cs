using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Splits;

/// <summary>What a subject's touches with certain facets came to, of all time.</summary>
/// <param name="Group">Of kinds.</param>
public readonly record struct SplitRow(int Subject, Facets Facets, int Group, TouchCounts Counts);

/// <summary>Counts by subject and facets.</summary>
public sealed class SplitSection : PartialSection<SplitRow>
{
    public static readonly SplitSection Rows = new();

    private SplitSection()
        : base(30) { }

    public override RowOwner OwnerOf(in SplitRow row) => RowOwner.OfSubject(row.Subject);

    public override void Write(BinaryWriter writer, in SplitRow row)
    {
        writer.Write7BitEncodedInt(row.Subject);
        writer.Write(row.Facets.Code);
        writer.Write7BitEncodedInt(row.Group);
        foreach (int count in row.Counts)
        {
            writer.Write7BitEncodedInt(count);
        }
    }

    public override SplitRow Read(BinaryReader reader)
    {
        int subject = reader.ReadNumber();
        var facets = new Facets(reader.ReadUInt64());
        int group = reader.ReadNumber();
        var counts = new TouchCounts();
        foreach (ref int count in counts)
        {
            count = reader.Read7BitEncodedInt();
        }
        return new SplitRow(subject, facets, group, counts);
    }
}
