using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Visitors.Comments;
using CreatorStream.Pipeline.Visitors.Journeys;
using CreatorStream.Pipeline.Visitors.Persons;
using CreatorStream.Pipeline.Visitors.Snapshots;
using CreatorStream.Pipeline.Visitors.Texts;

namespace CreatorStream.Pipeline.Visitors;

/// <summary>
/// Everything a visitor task knows, shared by its contributions. One writer, no locks. What these publish can be
/// computed from it again.
/// </summary>
public sealed class VisitorState
{
    private long[] greatestMicros = new long[4];

    // Those whose greatest event time is another one than at the last tick: of many, few are.
    private readonly List<int> advanced = [];
    private bool[] isAdvanced = new bool[4];

    /// <param name="blockSize">Visitors, and items of other lists, per segment of a snapshot: a power of two.</param>
    public VisitorState(StateScope scope, TimeSpan? retention, int blockSize = EngineOptions.DefaultSnapshotBlockSize)
    {
        Scope = scope;
        BlockSize = blockSize;
        Acceptance = new Acceptance(retention);
        ChangedJourneys = new ChangedBlocks(blockSize);
        Actors = new ActorFacts(scope, blockSize);
        TouchedBy = new TouchedBy(scope);
        Subjects = new SubjectTable(scope);
        Journeys = new JourneyStore(scope, Subjects.Workspace);
        MetBefore = new MetBefore(scope);
        Texts = new TextPostings(scope);
        Copies = new TextPostings(scope, areCopies: true);
        Comments = new CommentReadings(scope);
        Persons = new PersonLinks(scope);
    }

    public StateScope Scope { get; }
    public int BlockSize { get; }
    public Acceptance Acceptance { get; }
    public JourneyStore Journeys { get; }
    public ChangedBlocks ChangedJourneys { get; }
    public ActorFacts Actors { get; }
    public TouchedBy TouchedBy { get; }
    public SubjectTable Subjects { get; }
    public MetBefore MetBefore { get; }
    public TextPostings Texts { get; }
    public TextPostings Copies { get; }
    public CommentReadings Comments { get; }
    public PersonLinks Persons { get; }
    public CatalogState Catalog { get; } = new();

    /// <summary>The greatest event time of a workspace in this task, by its number; never ahead of the workspace's.</summary>
    public long GreatestMicros(int workspace) => workspace < greatestMicros.Length ? greatestMicros[workspace] : 0;

    /// <summary>The workspaces, by number, whose greatest event time moved since <see cref="ClearAdvanced"/>.</summary>
    public IReadOnlyList<int> Advanced => advanced;

    public void Advance(int workspace, long timeMicros)
    {
        if (workspace >= greatestMicros.Length)
        {
            Array.Resize(ref greatestMicros, workspace * 2);
            Array.Resize(ref isAdvanced, workspace * 2);
        }
        if (timeMicros > greatestMicros[workspace])
        {
            greatestMicros[workspace] = timeMicros;
            NoteAdvanced(workspace);
        }
    }

    /// <summary>All workspaces count as advanced.</summary>
    public void AdvanceAll()
    {
        for (int workspace = 0; workspace < Subjects.Workspaces.Count; workspace++)
        {
            if (GreatestMicros(workspace) > 0)
            {
                NoteAdvanced(workspace);
            }
        }
    }

    public void ClearAdvanced()
    {
        foreach (int workspace in advanced)
        {
            isAdvanced[workspace] = false;
        }
        advanced.Clear();
    }

    private void NoteAdvanced(int workspace)
    {
        if (!isAdvanced[workspace])
        {
            isAdvanced[workspace] = true;
            advanced.Add(workspace);
        }
    }

    /// <summary>Notes that a visitor's part of the snapshot is old.</summary>
    public void MarkChanged(int visitor) => ChangedJourneys.Mark(visitor);
}
