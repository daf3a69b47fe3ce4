using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Workspaces.Counters;

/// <summary>
/// What the counters of all creators say, kept up: a creator is judged anew when a reading of its counters, or the catalog's word on
/// its content, came, once before somebody looks.
/// </summary>
internal sealed class CounterFindings
{
    private readonly CreatorCounters owners;
    private readonly CounterJudge judge;
    private readonly SortedDictionary<string, CounterFinding[]> byCreator = new(StringComparer.Ordinal);
    private readonly HashSet<string> changed = [];

    public CounterFindings(WorkspaceCatalog catalog, CounterBook counters)
    {
        owners = new CreatorCounters(catalog, counters);
        judge = new CounterJudge(catalog, counters, owners);
    }

    /// <summary>A reading came.</summary>
    public void Put(CounterSubject subject) => owners.Put(subject);

    /// <inheritdoc cref="CreatorCounters.NoteContent" />
    public void NoteContent(string content) => owners.NoteContent(content);

    /// <summary>All of a campaign, by creator.</summary>
    public IEnumerable<CounterFinding> Of(string campaign)
    {
        Judge();
        return byCreator.Values.SelectMany(of => of).Where(of => of.Campaigns.Contains(campaign));
    }

    /// <summary>Those that are about a counter's subject.</summary>
    public IEnumerable<CounterFinding> Of(CounterSubject subject)
    {
        Judge();
        return (byCreator.GetValueOrDefault(owners.CreatorOf(subject)) ?? []).Where(of =>
            of.Parts.ContainsKey(subject)
        );
    }

    /// <inheritdoc cref="CounterJudge.EvidenceOf" />
    public IEnumerable<CounterEvidence> EvidenceOf(CounterFinding finding) => judge.EvidenceOf(finding);

    /// <summary>The campaigns that findings came of, changed in or left, since the last time.</summary>
    public IReadOnlyCollection<string> TakeChanged()
    {
        Judge();
        string[] taken = [.. changed];
        changed.Clear();
        return taken;
    }

    private void Judge()
    {
        foreach (string creator in owners.TakeChanged())
        {
            CounterFinding[] found = [.. judge.Of(creator)];
            changed.UnionWith(found.Concat(byCreator.GetValueOrDefault(creator) ?? []).SelectMany(of => of.Campaigns));
            if (found.Length > 0)
            {
                byCreator[creator] = found;
            }
            else
            {
                byCreator.Remove(creator);
            }
        }
    }
}
