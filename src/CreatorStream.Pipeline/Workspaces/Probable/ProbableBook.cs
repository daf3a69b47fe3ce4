using CreatorStream.Pipeline.Catalog;

namespace CreatorStream.Pipeline.Workspaces.Probable;

/// <summary>
/// The probable ledger of a workspace: what publications probably brought that came by no link. It is beside the ledger of
/// orders, and nothing of the one is ever in a sum of the other.
/// </summary>
public sealed class ProbableBook
{
    /// <summary>So many publications are looked at, the newest: more would hold up the loop while they are copied.</summary>
    public const int MostPublications = 10_000;

    private static readonly Comparer<(long Micros, string Content)> ByTime = Comparer<(
        long Micros,
        string Content
    )>.Create(
        (a, b) => a.Micros != b.Micros ? a.Micros.CompareTo(b.Micros) : string.CompareOrdinal(a.Content, b.Content)
    );

    private readonly WorkspaceCatalog catalog;
    private readonly SiteHours hours;
    private readonly SortedSet<(long Micros, string Content)> published = new(ByTime);
    private LiftFit? fit;
    private bool isChanged;
    private bool isNew;

    public ProbableBook(WorkspaceCatalog catalog, SiteHours hours)
    {
        (this.catalog, this.hours) = (catalog, hours);
        hours.Changed = Note;
    }

    /// <summary>Told when what effects are found from is other than it was; null: nobody asks.</summary>
    public Action? Changed { get; set; }

    /// <summary>What was found last; null: nothing yet, though something was published.</summary>
    public LiftFit? Fit => fit ?? (published.Count == 0 ? LiftFit.None : null);

    /// <summary>The catalog is about to have another entry of content.</summary>
    public void Put(ContentEntry content)
    {
        bool was =
            catalog.Content.GetValueOrDefault(content.Id)?.PublishedMicros is { } before
            && published.Remove((before, content.Id));
        if (content?.PublishedMicros is { } time)
        {
            published.Add((time, content.Id));
        }
        else if (!was)
        {
            return;
        }
        isChanged = true;
        Changed?.Invoke();
    }

    /// <summary>What effects are found from, where it is other than the last time.</summary>
    /// <returns>null: it is not.</returns>
    internal LiftInput? TakeInput()
    {
        if (!isChanged)
        {
            return null;
        }
        isChanged = false;
        int earliest = Math.Max(0, hours.Newest - SiteHours.Most + 1);
        // What the catalog says of the future has had no effect yet.
        List<Publication> newest =
        [
            .. published
                .GetViewBetween((SiteHours.StartMicros(earliest), ""), (SiteHours.StartMicros(hours.Newest + 1), ""))
                .Reverse()
                .Take(MostPublications)
                .Select(of => (of.Micros, Entry: catalog.Content[of.Content]))
                .Select(of => new Publication(of.Micros, of.Entry.Id, of.Entry.Campaign ?? "", of.Entry.Creator ?? "")),
        ];
        newest.Reverse();
        int first = Math.Max(earliest, hours.First ?? hours.Newest);
        return new LiftInput(first, hours.Newest, hours.Copy(first, hours.Newest), newest, Fit ?? LiftFit.None);
    }

    public void Put(LiftFit found)
    {
        fit = found;
        isNew = true;
    }

    /// <summary>Whether effects were found since it was asked last.</summary>
    public bool TakeNew()
    {
        bool was = isNew;
        isNew = false;
        return was;
    }

    private void Note()
    {
        if (published.Count > 0)
        {
            isChanged = true;
            Changed?.Invoke();
        }
    }
}
