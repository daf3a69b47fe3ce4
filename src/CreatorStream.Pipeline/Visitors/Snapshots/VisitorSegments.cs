using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Comments;
using CreatorStream.Pipeline.Visitors.Persons;
using CreatorStream.Pipeline.Visitors.Texts;

namespace CreatorStream.Pipeline.Visitors.Snapshots;

/// <summary>
/// The parts that a visitor task's state is saved in, and their bytes, which begin with the version of their form: what all
/// contributions share, without which there is no state – lists in blocks ("visitors/4096/3", and of subjects, actors, texts, persons
/// and comments), and "counters" and a word on some of the lists whole –; and what contributions save of themselves, which are
/// rebuilt without. Parts of other names are of a later version and passed over.
/// </summary>
public sealed class VisitorSegments
{
    private const string OfSubjects = "subjects";
    private const string OfCounters = "counters";
    private const string OfActors = "actors";
    private const string OfVisitors = "visitors";

    /// <summary>Read behind the journeys, whose visitors it names by number; whole, at which level each workspace's are held.</summary>
    private const string OfTexts = "texts";
    private const string OfCopies = "copies";

    /// <summary>Likewise; whole, how many there are, so that a snapshot without any is told from one of before there were marks.</summary>
    private const string OfPersons = "persons";

    /// <summary>The same of comments, whose visitors and subjects it names by number.</summary>
    private const string OfComments = "comments";

    private readonly VisitorState state;

    public VisitorSegments(VisitorState state)
    {
        this.state = state;
        int size = state.BlockSize;
        var journeys = new JourneyForm(state.Journeys);
        Journeys = new SnapshotBlocks(
            OfVisitors,
            2,
            size,
            () => state.Journeys.Count,
            journeys.Write,
            journeys.Read,
            state.ChangedJourneys
        );
        Lists =
        [
            // First: the longer it waits, the more journeys change meanwhile, and are kept as they were.
            Journeys,
            new SnapshotBlocks(OfSubjects, 1, size, () => state.Subjects.Subjects.Count, WriteSubject, ReadSubject),
            new SnapshotBlocks(
                OfActors,
                // 1 knew crawlers only, and 2 told two texts of one comment from each other.
                3,
                size,
                () => state.Actors.Count,
                state.Actors.Write,
                state.Actors.Read,
                state.Actors.Changed
            ),
            Postings(OfTexts, state.Texts),
            Postings(OfCopies, state.Copies),
            new SnapshotBlocks(OfPersons, 1, size, () => state.Persons.Count, WritePerson, ReadPerson),
            new SnapshotBlocks(OfComments, 1, size, () => state.Comments.Count, WriteComment, ReadComment),
        ];
        Whole =
        [
            new SnapshotSection(OfCounters, 1, WriteCounters, ReadCounters),
            // 2 had the postings too, and was never released.
            new SnapshotSection(OfTexts, 3, state.Texts.WriteLevels, state.Texts.ReadLevels),
            new SnapshotSection(OfCopies, 1, state.Copies.WriteLevels, state.Copies.ReadLevels),
            Number(OfPersons, () => state.Persons.Count),
            Number(OfComments, () => state.Comments.Count),
        ];
    }

    internal SnapshotBlocks Journeys { get; }

    /// <summary>What is written in blocks, of which only those that changed; in the order in which they are written.</summary>
    internal IReadOnlyList<SnapshotBlocks> Lists { get; }

    /// <summary>What is written whole at each snapshot: little, of which all changes with what comes.</summary>
    public IReadOnlyList<SnapshotSection> Whole { get; }

    /// <summary>The parts without which a snapshot is not used, in the order in which they are read: later ones need what is in earlier ones.</summary>
    /// <param name="parts">Those that it has.</param>
    public static IReadOnlyList<string> Needed(IReadOnlyCollection<string> parts)
    {
        return
        [
            .. Blocks(OfSubjects),
            OfCounters,
            .. Blocks(OfActors),
            .. Blocks(OfVisitors),
            OfTexts,
            .. Blocks(OfTexts),
            OfCopies,
            .. Blocks(OfCopies),
            OfPersons,
            .. Blocks(OfPersons),
            OfComments,
            .. Blocks(OfComments),
        ];

        IEnumerable<string> Blocks(string name) =>
            parts
                .Where(part => SnapshotBlocks.NumberOf(part, name) >= 0)
                .OrderBy(part => SnapshotBlocks.NumberOf(part, name));
    }

    /// <summary>Whether no snapshot is used without a part.</summary>
    public static bool IsNeeded(string part) => Needed([part]).Contains(part);

    /// <summary>Whether this version can read a part's bytes.</summary>
    public bool IsReadable(string part, byte[] content) => Of(part, content, _ => { }) != null;

    /// <summary>Takes back a part, into an empty state and in the order of <see cref="Needed"/>.</summary>
    /// <returns>Of a block, how many items it has.</returns>
    public int Read(string part, byte[] content)
    {
        int items = 0;
        Of(part, content, read => items = read)!.ReadFrom(content);
        return items;
    }

    /// <summary>The form that a part has; null: of another version.</summary>
    private SnapshotSection? Of(string part, byte[] content, Action<int> read)
    {
        IEnumerable<SnapshotSection> forms = Lists.FirstOrDefault(list => SnapshotBlocks.NumberOf(part, list.Name) >= 0)
            is { } blocks
            ? FormsOf(blocks).Select(form => form.Section(read))
            : Whole.Where(section => section.Name == part);
        return forms.FirstOrDefault(section => section.Begins(content));
    }

    /// <summary>Of actors the first two forms, too: what they don't tell is weak evidence, which begins with what comes.</summary>
    private IEnumerable<SnapshotBlocks> FormsOf(SnapshotBlocks blocks) =>
        blocks.Name == OfActors
            ?
            [
                blocks,
                blocks with
                {
                    Version = 2,
                    Read = state.Actors.ReadSecondForm,
                },
                blocks with
                {
                    Version = 1,
                    Read = state.Actors.ReadFirstForm,
                },
            ]
            : [blocks];

    private SnapshotBlocks Postings(string name, TextPostings of) =>
        new(name, 1, state.BlockSize, () => of.Count, of.Write, reader => of.Read(reader, state.Journeys.Workspace));

    private void WriteSubject(BinaryWriter writer, int number)
    {
        Subject subject = state.Subjects.Subjects[number];
        Facets facets = state.Subjects.FacetsOf(number);
        writer.Write(state.Subjects.Key(number));
        writer.Write(facets.Code);
        if (!facets.AreNone)
        {
            writer.Write7BitEncodedInt(state.Subjects.PlainOf(number));
            return;
        }
        writer.Write(subject.Workspace);
        writer.Write(subject.Content);
        writer.Write(subject.Campaign);
        writer.Write(subject.Creator);
        writer.Write(subject.Platform);
        writer.Write(subject.Channel);
        writer.Write(state.Subjects.IsAnonymous(number));
    }

    private void ReadSubject(BinaryReader reader)
    {
        ulong key = reader.ReadUInt64();
        var facets = new Facets(reader.ReadUInt64());
        if (!facets.AreNone)
        {
            state.Subjects.AddSplit(key, reader.Read7BitEncodedInt(), facets, state.Catalog);
            return;
        }
        var subject = new Subject(
            reader.ReadString(),
            reader.ReadString(),
            reader.ReadString(),
            reader.ReadString(),
            reader.ReadString(),
            reader.ReadString()
        );
        state.Subjects.Add(key, subject, reader.ReadBoolean(), state.Catalog);
    }

    private void WritePerson(BinaryWriter writer, int number)
    {
        PersonLink link = state.Persons[number];
        writer.Write(link.Mark);
        writer.Write7BitEncodedInt(link.Visitor);
    }

    private void ReadPerson(BinaryReader reader)
    {
        ulong mark = reader.ReadUInt64();
        int visitor = reader.ReadNumber();
        state.Persons.Add(visitor, mark);
        state.Journeys.SetHasPerson(visitor);
    }

    private void WriteComment(BinaryWriter writer, int number)
    {
        ReadComment comment = state.Comments[number];
        writer.Write(comment.Event);
        writer.Write7BitEncodedInt(comment.Visitor);
        writer.Write7BitEncodedInt(comment.Subject);
        writer.Write7BitEncodedInt(comment.Reading);
    }

    private void ReadComment(BinaryReader reader)
    {
        ulong of = reader.ReadUInt64();
        state.Comments.Add(
            new ReadComment(of, reader.ReadNumber(), reader.ReadNumber(), reader.ReadNumber()),
            replaced: out _
        );
    }

    /// <summary>How many items a list has.</summary>
    private static SnapshotSection Number(string name, Func<int> count) =>
        new(name, 1, writer => writer.Write(count()), reader => reader.ReadInt32());

    private void WriteCounters(BinaryWriter writer)
    {
        Acceptance seen = state.Acceptance;
        foreach (
            long count in (ReadOnlySpan<long>)
                [seen.Count, seen.Duplicates, seen.ReusedIds, seen.Late, seen.TooOld, seen.TooEarly]
        )
        {
            writer.Write(count);
        }
        writer.Write(state.Subjects.Workspaces.Count);
        for (int i = 0; i < state.Subjects.Workspaces.Count; i++)
        {
            writer.Write(state.GreatestMicros(i));
        }
    }

    private void ReadCounters(BinaryReader reader)
    {
        Acceptance seen = state.Acceptance;
        seen.Count = reader.ReadInt64();
        seen.Duplicates = reader.ReadInt64();
        seen.ReusedIds = reader.ReadInt64();
        seen.Late = reader.ReadInt64();
        seen.TooOld = reader.ReadInt64();
        seen.TooEarly = reader.ReadInt64();
        int workspaces = reader.ReadInt32();
        for (int i = 0; i < workspaces; i++)
        {
            state.Advance(i, reader.ReadInt64());
        }
    }
}
