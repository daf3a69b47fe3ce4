using CreatorStream.Analytics.Comments;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Comments;

/// <summary>
/// Counts comments with texts by subject, of all time, and what was read in them. Also what is a duplicate but for its text is
/// looked at: the set of texts decides, and not which came first.
/// </summary>
public sealed class CommentContribution(VisitorState state) : IContribution
{
    /// <summary>By subject without facets.</summary>
    private readonly RowTable<CommentCounts> counts = new(state.Scope, StatePart.Panes);

    public void Add(FactBatch batch)
    {
        foreach ((int row, int visitor, int subject, CommentFacts facts) in batch.Comments)
        {
            if (facts.Reading == 0)
            {
                continue;
            }
            var comment = new ReadComment(batch.Identity.Fingerprints[row], visitor, subject, facts.Reading);
            if (state.Comments.Add(comment, out int replaced))
            {
                int excluded = state.Journeys.IsInauthentic(visitor) ? 1 : 0;
                Count(comment with { Reading = replaced }, -1, -excluded);
                Count(comment, 1, excluded);
            }
        }
    }

    public void Count(int visitor, int all, int excluded)
    {
        foreach (ReadComment comment in state.Comments.Of(visitor))
        {
            Count(comment, all, excluded);
        }
    }

    public void Rebuild(int visitor) => Count(visitor, 1, state.Journeys.IsInauthentic(visitor) ? 1 : 0);

    public void PublishAll() => counts.ChangeAll();

    public void Publish(TickRows into)
    {
        List<CommentRow> rows = into.Of(CommentSection.Rows);
        counts.Flush((subject, ref row) => rows.Add(new CommentRow((int)subject, row)));
    }

    private void Count(in ReadComment comment, int all, int excluded)
    {
        if (CommentReading.FromCode(comment.Reading) is { } reading)
        {
            counts.Change((ulong)comment.Subject).Add(reading, all, excluded);
        }
    }
}
