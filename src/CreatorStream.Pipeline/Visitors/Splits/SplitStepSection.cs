using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Splits;

/// <summary>What a subject's touches with certain facets came to in a step of 5 minutes (<c>Step</c>), of the newest two days.</summary>
public readonly record struct SplitStepRow(int Subject, Facets Facets, int Step, StepCounts Counts);

/// <summary>Counts by subject, facets and step.</summary>
public sealed class SplitStepSection : PartialSection<SplitStepRow>
{
    public static readonly SplitStepSection Rows = new();

    private SplitStepSection()
        : base(32) { }

    public override RowOwner OwnerOf(in SplitStepRow row) => RowOwner.OfSubject(row.Subject);

    public override void Write(BinaryWriter writer, in SplitStepRow row)
    {
        writer.Write7BitEncodedInt(row.Subject);
        writer.Write(row.Facets.Code);
        writer.Write7BitEncodedInt(row.Step);
        foreach (int count in row.Counts)
        {
            writer.Write7BitEncodedInt(count);
        }
    }

    public override SplitStepRow Read(BinaryReader reader)
    {
        int subject = reader.ReadNumber();
        var facets = new Facets(reader.ReadUInt64());
        int step = reader.ReadNumber();
        var counts = new StepCounts();
        foreach (ref int count in counts)
        {
            count = reader.Read7BitEncodedInt();
        }
        return new SplitStepRow(subject, facets, step, counts);
    }
}
