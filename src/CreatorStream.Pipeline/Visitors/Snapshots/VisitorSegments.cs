using System.Globalization;
using CreatorStream.Events;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Visitors.Snapshots;

/// <summary>
/// The parts that a visitor task's state is saved in, and their bytes, which begin with the version of their form: what all
/// contributions share ("subjects", "counters", "actors", "texts"; and journeys by block of visitors, "visitors/4096/3", each the
/// number of them and one after another), without which there is no state; and what contributions save of themselves, which
/// are rebuilt without. Parts of other names are of a later version and passed over.
/// </summary>
public sealed class VisitorSegments
{
    private const string OfVisitors = "visitors";
    private static readonly string[] SharedNames = ["subjects", "counters", "actors"];

    /// <summary>Read behind the journeys, whose visitors it names by number.</summary>
    private const string OfTexts = "texts";

    private readonly VisitorState state;

    /// <summary>In the order in which they are read: later ones need what is in earlier ones.</summary>
    private readonly SnapshotSection[] shared;
    private readonly SnapshotSection block;

    /// <summary>What earlier versions wrote, and nobody writes any more.</summary>
    private readonly SnapshotSection[] former;

    public VisitorSegments(VisitorState state)
    {
        this.state = state;
        shared =
        [
            // Not 1, which had no facets: what repeats an event follows from them, so only the log can tell those.
            new SnapshotSection(SharedNames[0], 2, WriteSubjects, ReadSubjects),
            new SnapshotSection(SharedNames[1], 1, WriteCounters, ReadCounters),
            new SnapshotSection(SharedNames[2], 1, WriteActors, ReadActors),
            new SnapshotSection(
                OfTexts,
                2,
                state.Texts.Write,
                from => state.Texts.Read(from, state.Journeys.Workspace)
            ),
        ];
        former = [new SnapshotSection(OfTexts, 1, _ => { }, state.Texts.ReadByText)];
        block = new SnapshotSection(OfVisitors, 2, _ => { }, ReadBlock);
    }

    /// <summary>What is written whole at each snapshot, since all of it changes with what comes.</summary>
    public IReadOnlyList<SnapshotSection> Shared => shared;

    /// <summary>The name of a block of visitors. One of another size is another part.</summary>
    public string Block(int number) => $"{OfVisitors}/{state.BlockSize}/{number}";

    /// <summary>The parts without which a snapshot is not used, in the order in which they are read.</summary>
    /// <param name="parts">Those that it has.</param>
    public static IReadOnlyList<string> Needed(IEnumerable<string> parts) =>
        [.. SharedNames, .. parts.Where(IsBlock).OrderBy(NumberOf), OfTexts];

    /// <summary>Whether this version can read a part's bytes.</summary>
    public bool IsReadable(string part, byte[] content) => Of(part, content) != null;

    /// <summary>Takes back a part, into an empty state and in the order of <see cref="Needed"/>.</summary>
    public void Read(string part, byte[] content) => Of(part, content)!.ReadFrom(content);

    /// <summary>Whether no snapshot is used without a part.</summary>
    public static bool IsNeeded(string part) => IsBlock(part) || part == OfTexts || SharedNames.Contains(part);

    /// <summary>Exactly «visitors/SIZE/NUMBER»: a later version may have other parts of visitors.</summary>
    private static bool IsBlock(string part) =>
        part.Split('/') is [OfVisitors, var size, var number]
        && int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out _)
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static int NumberOf(string part) =>
        int.Parse(part.AsSpan(part.LastIndexOf('/') + 1), CultureInfo.InvariantCulture);

    /// <summary>The form that a part has; null: of another version.</summary>
    private SnapshotSection? Of(string part, byte[] content)
    {
        string name = IsBlock(part) ? OfVisitors : part;
        return Array.Find([block, .. shared, .. former], section => section.Name == name && section.Begins(content));
    }

    private void WriteSubjects(BinaryWriter writer)
    {
        writer.Write(state.Subjects.Subjects.Count);
        for (int i = 0; i < state.Subjects.Subjects.Count; i++)
        {
            Subject subject = state.Subjects.Subjects[i];
            writer.Write(state.Subjects.Key(i));
            writer.Write(state.Subjects.FacetsOf(i).Code);
            if (!state.Subjects.FacetsOf(i).AreNone)
            {
                writer.Write7BitEncodedInt(state.Subjects.PlainOf(i));
                continue;
            }
            writer.Write(subject.Workspace);
            writer.Write(subject.Content);
            writer.Write(subject.Campaign);
            writer.Write(subject.Creator);
            writer.Write(subject.Platform);
            writer.Write(subject.Channel);
            writer.Write(state.Subjects.IsAnonymous(i));
        }
    }

    private void ReadSubjects(BinaryReader reader)
    {
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            ulong key = reader.ReadUInt64();
            var facets = new Facets(reader.ReadUInt64());
            if (!facets.AreNone)
            {
                state.Subjects.AddSplit(key, reader.Read7BitEncodedInt(), facets, state.Catalog);
                continue;
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
    }

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

    private void WriteActors(BinaryWriter writer)
    {
        writer.Write(state.Actors.Count);
        foreach ((int visitor, Actor actor) in state.Actors.All)
        {
            writer.Write(visitor);
            writer.Write(actor.Name);
            writer.Write(actor.IsCrawler);
        }
    }

    private void ReadActors(BinaryReader reader)
    {
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            state.Actors.Restore(reader.ReadInt32(), new Actor(reader.ReadString(), reader.ReadBoolean()));
        }
    }

    /// <summary>Begins a block of visitors, whom <see cref="WriteVisitor"/> writes.</summary>
    public void BeginBlock(BinaryWriter writer, int visitors)
    {
        writer.Write7BitEncodedInt(block.Version);
        writer.Write(visitors);
    }

    /// <summary>What a visitor did.</summary>
    public void WriteVisitor(BinaryWriter writer, int visitor)
    {
        writer.Write(state.Journeys.HashOf(visitor));
        writer.Write7BitEncodedInt(state.Journeys.Workspace(visitor));
        JourneyTouches touches = state.Journeys.Touches(visitor);
        writer.Write7BitEncodedInt(touches.Length);
        writer.Write(touches.HasFingerprints);
        writer.Write(state.Journeys.HasBurst(visitor));
        ulong before = 0;
        for (int index = 0; index < touches.Length; index++)
        {
            JourneyTouch touch = touches[index];
            writer.Write7BitEncodedInt64((long)(touch.Key - before));
            writer.Write7BitEncodedInt(touch.Subject);
            writer.Write7BitEncodedInt(touch.EngagedMillis);
            before = touch.Key;
            if (touches.HasFingerprints)
            {
                writer.Write(touches.Fingerprint(index));
            }
            else
            {
                writer.Write((uint)touches.Fingerprint(index));
            }
        }
        ReadOnlySpan<byte> conversions = state.Journeys.ConversionBytes(visitor);
        writer.Write7BitEncodedInt(conversions.Length);
        writer.Write(conversions);
    }

    private void ReadBlock(BinaryReader reader)
    {
        int visitors = reader.ReadInt32();
        for (int i = 0; i < visitors; i++)
        {
            ulong hash = reader.ReadUInt64();
            int visitor = state.Journeys.GetOrAdd(hash, reader.Read7BitEncodedInt());
            int touches = reader.Read7BitEncodedInt();
            bool hasFingerprints = reader.ReadBoolean();
            if (reader.ReadBoolean())
            {
                state.Journeys.SetHasBurst(visitor);
            }
            ulong key = 0;
            for (int index = 0; index < touches; index++)
            {
                key += (ulong)reader.Read7BitEncodedInt64();
                int subject = reader.Read7BitEncodedInt();
                var touch = new JourneyTouch(key, subject, reader.Read7BitEncodedInt());
                state.Journeys.AddTouch(visitor, touch, hasFingerprints ? reader.ReadUInt64() : reader.ReadUInt32());
            }
            state.Journeys.AddConversions(visitor, reader.ReadBytes(reader.ReadCount()));
        }
    }
}
