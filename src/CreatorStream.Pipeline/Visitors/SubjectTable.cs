using System.Runtime.Intrinsics;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Partials;

namespace CreatorStream.Pipeline.Visitors;

/// <summary>
/// The subjects of a task by number, with the entities that each counts for by the catalog. Numbers are the task's
/// own and never decide an order.
/// </summary>
public sealed class SubjectTable(StateScope scope)
{
    /// <summary>No entity: the subject belongs to no campaign, or has no creator or content.</summary>
    public const int None = -1;

    /// <summary>Levels of entities that a subject counts for: those of <see cref="FactBatch.Levels"/>, then its platform.</summary>
    public const int Levels = FactBatch.Levels + 1;

    /// <summary>What is known of so many lies in a processor's nearer caches.</summary>
    private const int MostNear = 1 << 12;

    private const int PlainAt = Levels;
    private const int ContentAt = PlainAt + 1;

    /// <summary>Of the workspace its number; of what strangers say its complement.</summary>
    private const int WorkspaceAt = ContentAt + 1;
    private const int PlacedWords = WorkspaceAt + 1;

    private readonly KeyedRows<Nothing> index = new(scope, StatePart.Visitors);
    private readonly List<Subject> subjects = [];
    private readonly List<Entity> entities = [];
    private readonly List<int> entityWorkspaces = [];
    private readonly Dictionary<Entity, int> entityNumbers = [];
    private readonly List<string> workspaces = [];
    private readonly Dictionary<string, int> workspaceNumbers = [];

    /// <summary>By workspace and content, its newest subject; and by subject, the one of the same content before it.</summary>
    private readonly Dictionary<(string Workspace, string Content), int> byContent = [];
    private readonly List<int> beforeOfContent = [];
    private readonly List<Facets> facetsOf = [];

    /// <summary>By number, its entities by level, its number without facets, its content and its workspace: what every event asks for lies together.</summary>
    private int[] placed = new int[16 * PlacedWords];

    public IReadOnlyList<Subject> Subjects => subjects;

    public IReadOnlyList<Entity> Entities => entities;

    /// <summary>By number, the names of workspaces.</summary>
    public IReadOnlyList<string> Workspaces => workspaces;

    /// <summary>Of a subject, the hash that it was added under.</summary>
    public ulong Key(int subject) => index.Key(subject);

    public int Find(ulong key) => index.Find(key);

    /// <summary>Whether there are so many that what is known of one is far away in memory.</summary>
    public bool AreFar => subjects.Count > MostNear;

    /// <summary>Brings near where a subject is looked up.</summary>
    public void PrefetchFar(ulong key) => index.PrefetchSlot(key);

    /// <summary>Brings near what a subject whose slot is near is known as, and what it counts for.</summary>
    public void PrefetchNear(ulong key)
    {
        if (index.PrefetchRow(key) is >= 0 and var number)
        {
            PrefetchPlaced(number);
        }
    }

    /// <summary>Brings near what a subject counts for.</summary>
    public void PrefetchPlaced(int number)
    {
        // Some lie in two lines.
        Prefetch.Line(ref placed[number * PlacedWords]);
        Prefetch.Line(ref placed[(number * PlacedWords) + PlacedWords - 1]);
    }

    /// <summary>Adds a subject under its hash and places it by the catalog.</summary>
    /// <param name="isAnonymous">Strangers say it: of the same by others it is told apart.</param>
    public int Add(ulong key, Subject subject, bool isAnonymous, CatalogState catalog) =>
        Add(key, subject, isAnonymous, default, None, catalog);

    /// <summary>Adds what a subject is with certain facets, as one of its own that counts for the same.</summary>
    /// <param name="plain">Its number without them.</param>
    public int AddSplit(ulong key, int plain, Facets facets, CatalogState catalog) =>
        Add(key, subjects[plain], IsAnonymous(plain), facets, plain, catalog);

    private int Add(ulong key, Subject subject, bool isAnonymous, Facets facets, int plain, CatalogState catalog)
    {
        int number = index.GetOrAdd(key, out bool added);
        if (added)
        {
            facetsOf.Add(facets);
            subjects.Add(subject);
            if (!workspaceNumbers.TryGetValue(subject.Workspace, out int workspace))
            {
                workspaceNumbers[subject.Workspace] = workspace = workspaces.Count;
                workspaces.Add(subject.Workspace);
            }
            if (number * PlacedWords == placed.Length)
            {
                Array.Resize(ref placed, placed.Length * 2);
            }
            placed[(number * PlacedWords) + WorkspaceAt] = isAnonymous ? ~workspace : workspace;
            placed[(number * PlacedWords) + PlainAt] = facets.AreNone ? number : plain;
            (string Workspace, string Content) content = (subject.Workspace, subject.Content);
            int before = byContent.GetValueOrDefault(content, None);
            beforeOfContent.Add(before);
            byContent[content] = number;
            placed[(number * PlacedWords) + ContentAt] =
                subject.Content.Length == 0 ? None
                : before == None ? number
                : ContentOf(before);
            if (facets.AreNone)
            {
                Place(number, catalog);
            }
            else
            {
                // Not by the catalog of now: where the content waits to be moved, both are moved together, by the plain one's visitors.
                placed.AsSpan(plain * PlacedWords, Levels).CopyTo(placed.AsSpan(number * PlacedWords));
            }
        }
        return number;
    }

    /// <summary>The entity of a subject at a level, or <see cref="None"/>.</summary>
    public int Entity(int subject, EntityLevel level) => placed[(subject * PlacedWords) + (int)level];

    /// <summary>The same of every level, by number of the level. Valid until a subject is added.</summary>
    public ReadOnlySpan<int> EntitiesOf(int subject) => placed.AsSpan(subject * PlacedWords, Levels);

    /// <summary>A bit for each level at which a subject has one of the entities, by number of the level, or has none like these.</summary>
    public int Shared(int subject, Vector128<int> entities) =>
        (int)Vector128.Equals(Vector128.Create(EntitiesOf(subject)), entities).ExtractMostSignificantBits();

    public int Workspace(int subject)
    {
        int workspace = placed[(subject * PlacedWords) + WorkspaceAt];
        return workspace < 0 ? ~workspace : workspace;
    }

    public int WorkspaceOfEntity(int entity) => entityWorkspaces[entity];

    /// <summary>Whether it is what strangers say.</summary>
    public bool IsAnonymous(int subject) => placed[(subject * PlacedWords) + WorkspaceAt] < 0;

    /// <summary>Whether a touch is an engagement that no stranger told.</summary>
    public bool IsProvenEngagement(EventType kind, int subject) =>
        kind.Class() == EventClass.Engagement && !IsAnonymous(subject);

    /// <summary>By what its figures may be split.</summary>
    public Facets FacetsOf(int subject) => facetsOf[subject];

    /// <summary>The number that all that is not split counts for.</summary>
    public int PlainOf(int subject) => placed[(subject * PlacedWords) + PlainAt];

    /// <summary>A number that all that events said of the same content have in common, or <see cref="None"/>.</summary>
    public int ContentOf(int subject) => placed[(subject * PlacedWords) + ContentAt];

    public int WorkspaceNumber(string workspace) => workspaceNumbers.GetValueOrDefault(workspace, -1);

    /// <summary>All that events said of a content item.</summary>
    public IEnumerable<int> OfContent(string workspace, string content)
    {
        int subject = byContent.GetValueOrDefault((workspace, content), None);
        for (; subject != None; subject = beforeOfContent[subject])
        {
            yield return subject;
        }
    }

    /// <summary>Places a subject by the catalog of now.</summary>
    /// <returns>Whether it counts for others than before.</returns>
    public bool Place(int number, CatalogState catalog)
    {
        Subject subject = subjects[number];
        Placement placement = catalog[subject.Workspace].Place(subject);
        bool inCampaign = placement.Campaign.Length > 0;
        Span<int> of = placed.AsSpan(number * PlacedWords, Levels);
        (int campaign, int creator, int content, int on) = (of[0], of[1], of[2], of[3]);
        string platform = catalog[subject.Workspace].PlatformMet(subject);
        of[(int)EntityLevel.Campaign] = inCampaign ? Number(subject, placement, EntityLevel.Campaign, "") : None;
        of[(int)EntityLevel.Creator] =
            inCampaign && placement.Creator.Length > 0
                ? Number(subject, placement, EntityLevel.Creator, placement.Creator)
                : None;
        of[(int)EntityLevel.Content] =
            inCampaign && subject.Content.Length > 0
                ? Number(subject, placement, EntityLevel.Content, subject.Content)
                : None;
        of[(int)EntityLevel.Platform] =
            inCampaign && platform.Length > 0 ? Number(subject, placement, EntityLevel.Platform, platform) : None;
        return (campaign, creator, content, on) != (of[0], of[1], of[2], of[3]);
    }

    private int Number(Subject subject, Placement placement, EntityLevel level, string name)
    {
        var entity = new Entity(subject.Workspace, placement.Campaign, level, name);
        if (!entityNumbers.TryGetValue(entity, out int number))
        {
            entityNumbers[entity] = number = entities.Count;
            entities.Add(entity);
            entityWorkspaces.Add(WorkspaceNumber(subject.Workspace));
        }
        return number;
    }

    private readonly struct Nothing;
}
