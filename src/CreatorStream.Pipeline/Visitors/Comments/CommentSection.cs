using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Comments;

/// <summary>What the comments on a subject came to, of all time.</summary>
public readonly record struct CommentRow(int Subject, CommentCounts Counts);

/// <summary>Comments by subject.</summary>
public sealed class CommentSection : PartialSection<CommentRow>
{
    public static readonly CommentSection Rows = new();

    private CommentSection()
        : base(71) { }

    public override RowOwner OwnerOf(in CommentRow row) => RowOwner.OfSubject(row.Subject);

    public override void Write(BinaryWriter writer, in CommentRow row)
    {
        writer.Write7BitEncodedInt(row.Subject);
        foreach (long count in row.Counts)
        {
            writer.Write7BitEncodedInt64(count);
        }
    }

    public override CommentRow Read(BinaryReader reader)
    {
        int subject = reader.ReadNumber();
        var counts = new CommentCounts();
        foreach (ref long count in counts)
        {
            count = reader.Read7BitEncodedInt64();
        }
        return new CommentRow(subject, counts);
    }
}
