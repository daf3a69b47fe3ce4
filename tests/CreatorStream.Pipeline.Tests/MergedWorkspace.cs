using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces;

namespace CreatorStream.Pipeline.Tests;

/// <summary>A workspace that takes what visitor tasks publish, as its task lets it, but for views.</summary>
public sealed class MergedWorkspace
{
    private readonly PartialsMerge merge = new(Families.Composed);
    private readonly List<Verdict> verdicts = [];

    public MergedWorkspace(StateScope scope, string name = "default")
    {
        State = new WorkspaceState(name, merge.Numbers, scope, Facts.Secret);
    }

    public WorkspaceState State { get; }

    /// <returns>The verdicts that follow.</returns>
    public List<Verdict> Put(PartialRows rows)
    {
        verdicts.Clear();
        merge.Put(rows, _ => State, [State.Name]);
        State.Authenticity.Tell((_, verdict) => verdicts.Add(verdict));
        State.Settle(() => false);
        return verdicts;
    }
}
