using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Workspaces.Counters;

/// <summary>
/// Whose counters are whose: of an account the creator that its readings name; of content the catalog's, else the one that readings
/// name. What names nobody is nobody's.
/// </summary>
internal sealed class CreatorCounters(WorkspaceCatalog catalog, CounterBook counters)
{
    private readonly Dictionary<CounterSubject, string> creators = [];
    private readonly Dictionary<string, SortedSet<CounterSubject>> byCreator = [];

    /// <summary>Whose counters, or publications, are others since they were taken.</summary>
    private readonly HashSet<string> changed = [];

    /// <summary>A reading came.</summary>
    public void Put(CounterSubject subject)
    {
        string creator = subject.Account.Length > 0 ? subject.Creator : OfContent(subject);
        string before = creators.GetValueOrDefault(subject, "");
        if (before != creator)
        {
            Note(before);
            byCreator.GetValueOrDefault(before)?.Remove(subject);
            creators[subject] = creator;
        }
        if (creator.Length == 0)
        {
            return;
        }
        if (!byCreator.TryGetValue(creator, out SortedSet<CounterSubject>? of))
        {
            byCreator[creator] = of = new SortedSet<CounterSubject>(CounterSubject.ByName);
        }
        of.Add(subject);
        Note(creator);
    }

    /// <summary>The catalog says something else of content; before and after it does.</summary>
    public void NoteContent(string content)
    {
        Note(catalog.Content.GetValueOrDefault(content)?.Creator ?? "");
        foreach (CounterSubject subject in counters.OfContent(content))
        {
            Put(subject);
        }
    }

    /// <summary>Those with counters, since the last time.</summary>
    public string[] TakeChanged()
    {
        string[] taken = [.. changed.Where(byCreator.ContainsKey)];
        changed.Clear();
        return taken;
    }

    /// <summary>By name.</summary>
    public IReadOnlyCollection<CounterSubject> Of(string creator) =>
        byCreator.GetValueOrDefault(creator) ?? (IReadOnlyCollection<CounterSubject>)[];

    /// <summary>Empty: nobody's.</summary>
    public string CreatorOf(CounterSubject subject) => creators.GetValueOrDefault(subject, "");

    /// <summary>The campaign in which a counter stands; empty: in none.</summary>
    public string CampaignOf(CounterSubject subject) =>
        subject.Account.Length > 0
            ? subject.Campaign
            : catalog.Content.GetValueOrDefault(subject.Content)?.Campaign ?? subject.Campaign;

    private string OfContent(CounterSubject subject) =>
        catalog.Content.GetValueOrDefault(subject.Content)?.Creator ?? subject.Creator;

    private void Note(string creator)
    {
        if (creator.Length > 0)
        {
            changed.Add(creator);
        }
    }
}
