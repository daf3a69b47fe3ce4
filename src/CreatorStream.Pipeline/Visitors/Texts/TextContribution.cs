using CreatorStream.Analytics.Authenticity;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Comments;

namespace CreatorStream.Pipeline.Visitors.Texts;

/// <summary>
/// Who wrote what: evidence that only all partitions together can tell something by. What strangers say in a visitor's name is
/// none. It is a set that no journey holds, so the snapshot has all of it; and a repeat adds nothing, hence also what is a duplicate
/// but for its text is looked at.
/// </summary>
public sealed class TextContribution(VisitorState state) : IContribution
{
    private const long MinuteMicros = 60_000_000;
    private const int HourMinutes = 60;

    public void Add(FactBatch batch)
    {
        foreach ((int row, int visitor, _, CommentFacts said) in batch.Comments)
        {
            if (said.Words == 0)
            {
                continue;
            }
            int minute = (int)(batch.Events.TimesMicros[row] / MinuteMicros);
            int workspace = state.Journeys.Workspace(visitor);
            ulong own = OwnText.Of(said.Words, state.Journeys.HashOf(visitor));
            bool isNew = state.Texts.Add(workspace, visitor, said.Words, minute / HourMinutes);
            isNew |= state.Copies.Add(workspace, visitor, own, minute);
            if (isNew && !state.Actors.IsNoted(visitor))
            {
                ReadOnlySpan<byte> name = batch.Events.Bytes(EventField.Visitor, row);
                state.Actors.Note(visitor, state.Journeys.HashOf(visitor), name, Signs.None);
            }
        }
    }

    public void Count(int visitor, int all, int excluded)
    {
        // What was written stays so, whoever is excluded.
    }

    public void Rebuild(int visitor)
    {
        // Nothing follows from journeys.
    }

    public void PublishAll()
    {
        state.Texts.ChangeAll();
        state.Copies.ChangeAll();
    }

    public void Publish(TickRows into)
    {
        Publish(state.Texts, into.Of(TextSection.Rows));
        Publish(state.Copies, into.Of(TextSection.Copies));
    }

    private void Publish(TextPostings postings, List<TextRow> into)
    {
        foreach (int workspace in postings.Raised)
        {
            into.Add(Row(workspace, visitor: 0, text: 0, time: 0));
        }
        foreach (TextPosting of in postings.Changed(state.Journeys.Workspace))
        {
            into.Add(Row(state.Journeys.Workspace(of.Visitor), state.Journeys.HashOf(of.Visitor), of.Text, of.Time));
        }
        postings.ClearChanged();

        TextRow Row(int workspace, ulong visitor, ulong text, int time) =>
            new(state.Subjects.Workspaces[workspace], postings.LevelOf(workspace), visitor, text, time);
    }
}
