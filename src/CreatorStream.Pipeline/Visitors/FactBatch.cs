using System.Numerics;
using System.Runtime.InteropServices;
using CreatorStream.Analytics.Authenticity.Agents;
using CreatorStream.Analytics.Sessions;
using CreatorStream.Events;
using CreatorStream.Pipeline.Visitors.Comments;

namespace CreatorStream.Pipeline.Visitors;

/// <summary>A row with which a visitor met a creator of a campaign, or a platform of it, for the first time.</summary>
/// <param name="BeforeAt">
/// Where in <see cref="FactBatch.MetBefore"/> those begin whom they had met of the same campaign: creators, then platforms. Of
/// more than AudienceOverlap.MostInPairs there is one more than that.
/// </param>
/// <param name="Creators">How many creators these are; −1: it is not the first meeting with the creator, or there is none.</param>
/// <param name="Platforms">The same of platforms.</param>
public readonly record struct FirstMeeting(int Row, int BeforeAt, short Creators, short Platforms);

/// <summary>
/// A batch on its way through a visitor task: the columns of the log's record, and what the journey recorder finds of each row, for
/// the contributions. One per task, reused; valid until the next.
/// </summary>
public sealed class FactBatch(ulong secret)
{
    public EventBatch Events { get; private set; } = new(secret);

    /// <summary>By row, when the log took the event, in microseconds since 1970.</summary>
    public ReadOnlySpan<long> AppendedAtMicros => appendedAtMicros.AsSpan(0, Events.Count);

    /// <summary>Hashes of names and contents, computed once for all contributions.</summary>
    public EventIdentity Identity { get; } = new(secret);

    /// <summary>The rows that are new events, ascending: what follows looks at these only.</summary>
    public ReadOnlySpan<int> Accepted => accepted.AsSpan(0, acceptedCount);

    /// <summary>By row, the visitor's number in the task.</summary>
    public int[] Visitors { get; private set; } = [];

    /// <summary>By row, the subject's number in the task.</summary>
    public int[] Subjects { get; private set; } = [];

    /// <summary>By row, the same of the subject without facets, for which all counts that is not split.</summary>
    public int[] PlainSubjects { get; private set; } = [];

    /// <summary>By row, whether its visitor is held to be no person.</summary>
    public bool[] Excluded { get; private set; } = [];

    /// <summary>By row, whether its visitor has conversions, with this event.</summary>
    public bool[] Converted { get; private set; } = [];

    /// <summary>By row, whether stage 2 is told of its visitor's whole journey.</summary>
    public bool[] Told { get; private set; } = [];

    /// <summary>By row of a touch, whether its visitor has, or may have, another touch of the same content.</summary>
    public bool[] MetContent { get; private set; } = [];

    /// <summary>By row of a proven engagement, how many others with the same creator of a campaign were in the journey when it was added.</summary>
    public int[] EngagedBefore { get; private set; } = [];

    /// <summary>Levels of entities that people are counted for: campaign, creator, content.</summary>
    public const int Levels = 3;

    private readonly List<FirstMeeting> firstMeetings = [];
    private readonly List<int> metBefore = [];

    /// <summary>Or anything else that is automated.</summary>
    private bool hasCrawlers;
    private AgentSign[] agentSigns = [];
    private bool[] isAsked = [];
    private bool hasComments;
    private CommentFacts[] commentFacts = [];
    private readonly List<Comment> comments = [];
    private bool hasMarks;
    private ulong[] marks = [];
    private readonly List<int> marked = [];
    private readonly List<int> longRows = [];
    private long[] appendedAtMicros = [];
    private int[] accepted = [];
    private int acceptedCount;
    private (int Previous, int Next)[] neighbours = [];
    private (NearVisit Previous, NearVisit Next)[] nearVisits = [];

    /// <summary>
    /// For a touch and a level, the panes of the nearest touches of the same visitor with the same entity, before and
    /// after, when this one was added to the journey; RollingReach.None where there is none.
    /// </summary>
    public ref (int Previous, int Next) Neighbours(int row, int level) => ref neighbours[(row * Levels) + level];

    /// <summary>
    /// For a visit and a level, the visits next to it of the same visitor and entity when this one was added to the
    /// journey, as far as they are of its session.
    /// </summary>
    public ref (NearVisit Previous, NearVisit Next) NearVisits(int row, int level) =>
        ref nearVisits[(row * Levels) + level];

    /// <summary>Who of the batch met a creator or platform for the first time, in the order of their rows.</summary>
    public ReadOnlySpan<FirstMeeting> FirstMeetings => CollectionsMarshal.AsSpan(firstMeetings);

    /// <summary>Whom they had met before: see <see cref="FirstMeeting.BeforeAt"/>.</summary>
    public ReadOnlySpan<int> MetBefore => CollectionsMarshal.AsSpan(metBefore);

    /// <summary>Notes a first meeting with a creator, a platform or both.</summary>
    /// <param name="creators">Whom of the creators they had met before; not kept.</param>
    public void NoteFirst(
        int row,
        bool isOfCreator,
        ReadOnlySpan<int> creators,
        bool isOfPlatform,
        ReadOnlySpan<int> platforms
    )
    {
        short ofCreators = isOfCreator ? (short)creators.Length : (short)-1;
        short ofPlatforms = isOfPlatform ? (short)platforms.Length : (short)-1;
        firstMeetings.Add(new FirstMeeting(row, metBefore.Count, ofCreators, ofPlatforms));
        metBefore.AddRange(isOfCreator ? creators : []);
        metBefore.AddRange(isOfPlatform ? platforms : []);
    }

    /// <summary>Takes columns that were filled elsewhere, and gives its own for the next.</summary>
    public void Exchange(ref EventBatch events, ref long[] appended)
    {
        (Events, events) = (events, Events);
        (appendedAtMicros, appended) = (appended, appendedAtMicros);
    }

    /// <summary>Room for <see cref="AppendedAtMicros"/> of the events that have been read.</summary>
    public Span<long> AppendedToFill()
    {
        if (appendedAtMicros.Length < Events.Count)
        {
            appendedAtMicros = new long[Capacity];
        }
        return appendedAtMicros.AsSpan(0, Events.Count);
    }

    /// <summary>Starts a new batch whose events have been read.</summary>
    public void Start()
    {
        acceptedCount = 0;
        longRows.Clear();
        firstMeetings.Clear();
        metBefore.Clear();
        if (accepted.Length < Events.Count)
        {
            int capacity = Capacity;
            accepted = new int[capacity];
            Visitors = new int[capacity];
            Subjects = new int[capacity];
            PlainSubjects = new int[capacity];
            Excluded = new bool[capacity];
            Converted = new bool[capacity];
            Told = new bool[capacity];
            MetContent = new bool[capacity];
            EngagedBefore = new int[capacity];
            neighbours = new (int, int)[capacity * Levels];
            nearVisits = new (NearVisit, NearVisit)[capacity * Levels];
        }
        Identity.Compute(Events);
        FindCrawlers();
        FindComments();
        FindMarks();
    }

    /// <summary>Whether a row came by a way that is open to strangers.</summary>
    public bool IsAnonymous(int row) => Identity.HasAnonymous && Identity.Anonymous[row];

    /// <summary>Whether a row's agent is a crawler's.</summary>
    public bool IsCrawler(int row) => SignOf(row) == AgentSign.KnownCrawler;

    /// <summary>
    /// Whether a row's agent, which no list knows, says itself that it is a program's. That it merely looks like none of a browser
    /// says too little: an app that we don't know would make suspects of all who have it.
    /// </summary>
    public bool IsAutomated(int row) => SignOf(row) is AgentSign.Word or AgentSign.Address;

    private AgentSign SignOf(int row) => hasCrawlers ? agentSigns[Events.Code(EventField.Agent, row)] : AgentSign.None;

    /// <summary>Comments of visitors whom they name, whose time is accepted; repeats too.</summary>
    public ReadOnlySpan<Comment> Comments => CollectionsMarshal.AsSpan(comments);

    /// <summary>Whether a row is a comment with a text that isn't in a stranger's words.</summary>
    public bool IsComment(int row) => hasComments && commentFacts[row] != default;

    /// <param name="subject">Without facets.</param>
    public void NoteComment(int row, int visitor, int subject) =>
        comments.Add(new Comment(row, visitor, subject, commentFacts[row]));

    /// <summary>By what else a row's person is known (<see cref="PersonMark"/>); 0: by nothing, or by the words of who called in that name.</summary>
    public ulong MarkOf(int row) => hasMarks ? marks[row] : 0;

    /// <summary>Visitors who are known by a mark that they weren't before, some perhaps several times.</summary>
    public IReadOnlyList<int> Marked => marked;

    public void NoteMarked(int visitor) => marked.Add(visitor);

    /// <summary>Accepted touches whose visitors have at least JourneySigns.Least by now, ascending.</summary>
    public IReadOnlyList<int> LongRows => longRows;

    public void NoteLong(int row) => longRows.Add(row);

    private void FindMarks()
    {
        marked.Clear();
        hasMarks = Events.Has(EventField.Person);
        if (!hasMarks)
        {
            return;
        }
        if (marks.Length < Events.Count)
        {
            marks = new ulong[Capacity];
        }
        ReadOnlySpan<int> codes = Events.Codes(EventField.Person);
        for (int row = 0; row < codes.Length; row++)
        {
            bool isOthers = codes[row] == 0 || (IsAnonymous(row) && IsCrawler(row));
            marks[row] = isOthers ? 0 : PersonMark.KeyOf(Events.Strings[codes[row]], secret);
        }
    }

    private void FindComments()
    {
        comments.Clear();
        hasComments = Events.Has(EventField.Text);
        if (!hasComments)
        {
            return;
        }
        if (commentFacts.Length < Events.Count)
        {
            commentFacts = new CommentFacts[Capacity];
        }
        ReadOnlySpan<EventType> types = Events.Types;
        for (int row = 0; row < types.Length; row++)
        {
            commentFacts[row] =
                types[row] == EventType.Comment && !IsAnonymous(row) ? CommentFacts.Of(Events, row, secret) : default;
        }
    }

    /// <summary>Asks once per distinct agent of the batch. What a stranger says with one is nobody's but the caller's.</summary>
    private void FindCrawlers()
    {
        hasCrawlers = false;
        if (!Events.Has(EventField.Agent))
        {
            return;
        }
        if (agentSigns.Length <= Events.Strings.Count)
        {
            agentSigns = new AgentSign[Events.Strings.Count * 2];
            isAsked = new bool[agentSigns.Length];
        }
        Array.Clear(agentSigns);
        Array.Clear(isAsked);
        ReadOnlySpan<int> agents = Events.Codes(EventField.Agent);
        for (int row = 0; row < agents.Length; row++)
        {
            int agent = agents[row];
            if (!isAsked[agent])
            {
                isAsked[agent] = true;
                agentSigns[agent] = AutomatedAgents.JudgeRemembered(Events.Strings[agent]);
            }
            if (agentSigns[agent] != AgentSign.None)
            {
                hasCrawlers = true;
                if (agentSigns[agent] == AgentSign.KnownCrawler && IsAnonymous(row))
                {
                    Identity.MoveToShadow(row, Shadow.Crawler);
                }
            }
        }
    }

    /// <summary>Rounded up, for batches that grow little by little.</summary>
    private int Capacity => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1024, Events.Count));

    public void Accept(int row) => accepted[acceptedCount++] = row;
}
