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
    private const long HourMicros = 3_600_000_000;

    public void Add(FactBatch batch)
    {
        foreach ((int row, int visitor, _, CommentFacts said) in batch.Comments)
        {
            if (said.Words == 0)
            {
                continue;
            }
            int hour = (int)(batch.Events.TimesMicros[row] / HourMicros);
            bool isNew = state.Texts.Add(state.Journeys.Workspace(visitor), visitor, said.Words, hour);
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

    public void PublishAll() => state.Texts.ChangeAll();

    public void Publish(TickRows into)
    {
        foreach (int workspace in state.Texts.Raised)
        {
            into.Of(TextSection.Rows).Add(Row(workspace, visitor: 0, text: 0, hour: 0));
        }
        foreach (TextPosting of in state.Texts.Changed(state.Journeys.Workspace))
        {
            int workspace = state.Journeys.Workspace(of.Visitor);
            into.Of(TextSection.Rows).Add(Row(workspace, state.Journeys.HashOf(of.Visitor), of.Text, of.Hour));
        }
        state.Texts.ClearChanged();
    }

    private TextRow Row(int workspace, ulong visitor, ulong text, int hour) =>
        new(state.Subjects.Workspaces[workspace], state.Texts.LevelOf(workspace), visitor, text, hour);
}
