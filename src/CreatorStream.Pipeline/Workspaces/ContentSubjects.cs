using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Workspaces.Orders;

namespace CreatorStream.Pipeline.Workspaces;

/// <summary>All that events said of the content items of a workspace, by partition and number.</summary>
/// <param name="placeOf">Where a partition's subject is by now.</param>
public sealed class ContentSubjects(Func<int, int, PlacedSubject> placeOf)
{
    private readonly Dictionary<string, List<(int Partition, int Number)>> byContent = [];

    public void Add(int partition, Numbered<Subject> subject)
    {
        string content = subject.Value.Content;
        if (content.Length == 0)
        {
            return;
        }
        if (!byContent.TryGetValue(content, out List<(int, int)>? of))
        {
            byContent[content] = of = [];
        }
        of.Add((partition, subject.Number));
    }

    public IReadOnlyList<(int Partition, int Number)> NumbersOf(string content) =>
        byContent.GetValueOrDefault(content) ?? [];

    /// <summary>All that events said of a content item, with its place.</summary>
    public IEnumerable<PlacedSubject> Of(string content) =>
        NumbersOf(content).Select(of => placeOf(of.Partition, of.Number));

    /// <summary>Creator and platform of content that the catalog doesn't know, by its events: the ordinally smallest named.</summary>
    public (string? Creator, string? Platform) OwnWords(string campaign, string content)
    {
        string? creator = null;
        string? platform = null;
        foreach (PlacedSubject of in Of(content))
        {
            Subject subject = of.Subject;
            if (of.Placement.Campaign == campaign)
            {
                creator = Smaller(creator, subject.Creator);
                platform = Smaller(platform, subject.Platform);
            }
        }
        return (creator, platform);
    }

    /// <summary>A new owner of a partition begins anew.</summary>
    public void Void(int partition)
    {
        foreach (List<(int Partition, int Number)> of in byContent.Values)
        {
            of.RemoveAll(subject => subject.Partition == partition);
        }
    }

    private static string? Smaller(string? a, string b) =>
        b.Length == 0 || (a != null && string.CompareOrdinal(a, b) <= 0) ? a : b;
}
