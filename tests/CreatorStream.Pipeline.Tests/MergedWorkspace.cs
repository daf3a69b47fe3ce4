using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces;

namespace CreatorStream.Pipeline.Tests;

/// <summary>A workspace that takes what visitor tasks publish, as its task lets it, but for views.</summary>
public sealed class MergedWorkspace
{
    private readonly PartialsMerge merge;
    private readonly List<Verdict> verdicts = [];

    public MergedWorkspace(StateScope scope, string name = "default")
    {
        merge = new PartialsMerge(_ => State!, () => [name], (_, verdict) => verdicts.Add(verdict));
        State = new WorkspaceState(name, merge.Numbers, scope, Facts.Secret);
    }

    public WorkspaceState State { get; }

    /// <returns>The verdicts that follow.</returns>
    public List<Verdict> Put(PartialRows rows)
    {
        verdicts.Clear();
        merge.Put(rows);
        State.Settle(() => false);
        return verdicts;
    }
}
