using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors.Authenticity;

/// <summary>
/// The verdicts that this task has applied. It publishes them, so that whoever owns the workspace takes back what doesn't
/// follow any more: a former owner may have sent it.
/// </summary>
public sealed class HeldVerdicts(VisitorState state)
{
    private readonly Dictionary<int, VerdictLevel> levels = [];
    private readonly HashSet<int> changed = [];

    public void Put(int visitor, VerdictLevel level)
    {
        if (levels.GetValueOrDefault(visitor) != level)
        {
            levels[visitor] = level;
            changed.Add(visitor);
        }
    }

    public void ChangeAll() => changed.UnionWith(levels.Keys);

    public void Publish(TickRows into)
    {
        foreach (int visitor in changed)
        {
            into.Of(HeldSection.Rows)
                .Add(
                    new HeldVerdict(
                        state.Subjects.Workspaces[state.Journeys.Workspace(visitor)],
                        state.Journeys.HashOf(visitor),
                        levels[visitor]
                    )
                );
        }
        changed.Clear();
    }
}
