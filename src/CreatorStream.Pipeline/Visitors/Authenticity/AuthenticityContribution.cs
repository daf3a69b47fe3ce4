using System.Runtime.InteropServices;
using System.Text;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Comments;
using CreatorStream.Pipeline.Visitors.Journeys;
using CreatorStream.Pipeline.Visitors.Snapshots;

namespace CreatorStream.Pipeline.Visitors.Authenticity;

/// <summary>
/// Collects what one partition can know of its actors: crawlers by their user agent, and rates that people don't
/// reach. What strangers say in a visitor's name condemns its shadow, never the visitor. Verdicts are stage 2's; evidence
/// never rests on them. More events lift no sign but those of <see cref="JourneySigns"/>.
/// </summary>
public sealed class AuthenticityContribution(VisitorState state) : IContribution
{
    /// <summary>What is published of each: signs, or none of those whom a verdict names without them.</summary>
    private readonly Dictionary<int, Signs> actors = [];
    private readonly ActorEvents events = new(state);
    private readonly HeldVerdicts held = new(state);
    private readonly HashSet<int> changed = [];
    private readonly List<long> window = [];
    private readonly JourneySigns journeys = new(state);

    /// <summary>Whose journey of the batch may show something else than before, with a row of each.</summary>
    private readonly Dictionary<int, int> toLookAt = [];

    /// <summary>The signs of all actors that show any. A new sign, or a rule that changes, is another version.</summary>
    public SnapshotSection Saved => new("authenticity", 3, Write, Read);

    public void Add(FactBatch batch)
    {
        EventBatch columns = batch.Events;
        IReadOnlyList<int> longRows = batch.LongRows;
        int nextLong = 0;
        foreach (int row in batch.Accepted)
        {
            // Of actions that make an inhuman rate, the last to come finds all others in a journey that is long by then.
            bool isLong = nextLong < longRows.Count && longRows[nextLong] == row;
            nextLong += isLong ? 1 : 0;
            int visitor = batch.Visitors[row];
            bool isListed = actors.TryGetValue(visitor, out Signs before);
            Signs signs = before;
            bool isAnonymous = batch.IsAnonymous(row);
            // A shop's webhook names its own program, and tells nothing about the buyer; who claims has no such program.
            if (batch.IsCrawler(row) && (isAnonymous || columns.Types[row].IsTouch()))
            {
                signs |= Signs.KnownBot;
            }
            else if (batch.IsAutomated(row) && !isAnonymous && columns.Types[row].IsTouch())
            {
                signs |= Signs.LikelyBot;
            }
            if (
                isLong
                && !isAnonymous
                && (signs & Signs.InhumanRate) == 0
                && columns.Types[row].IsAction()
                && IsInhuman(
                    visitor,
                    columns.TimesMicros[row] - InhumanRate.WindowMicros,
                    columns.TimesMicros[row] + InhumanRate.WindowMicros
                )
            )
            {
                signs |= Signs.InhumanRate;
            }
            // One that was found by a rebuild, or that only a verdict names, has no name until it comes again.
            if (signs != before || (isListed && !state.Actors.IsNoted(visitor)))
            {
                isListed = true;
                actors[visitor] = signs;
                Note(visitor, columns, row);
            }
            if (isListed)
            {
                changed.Add(visitor);
                if (columns.Types[row].IsTouch())
                {
                    events.Add(visitor, batch.Subjects[row]);
                }
            }
            if (!columns.Types[row].IsTouch())
            {
                NoteToLookAt(batch, row);
            }
        }
        foreach (int row in longRows)
        {
            NoteToLookAt(batch, row);
        }
        // Also of what is a duplicate but for its text: the set of texts decides, and not which came first.
        foreach ((int row, int visitor, _, CommentFacts said) in batch.Comments)
        {
            if (said.Spam == 0)
            {
                continue;
            }
            var seen = SpamSeen.Of(columns.TimesMicros[row], batch.Identity.PlainSubject(row), said.Spam);
            state.Actors.NoteSpam(visitor, state.Journeys.HashOf(visitor), NameOf(columns, row), seen);
            if ((state.Actors.SaidOf(visitor) & ~actors.GetValueOrDefault(visitor)) != 0)
            {
                Sign(visitor, state.Actors.SaidOf(visitor));
            }
        }
        foreach ((int visitor, int row) in toLookAt)
        {
            // Of those who may show something once others' acts are taken out of their journeys, or none lifts it any more, too.
            if (LookAt(visitor) || !state.Actors.IsNoted(visitor))
            {
                Note(visitor, columns, row);
            }
        }
        toLookAt.Clear();
    }

    private void NoteToLookAt(FactBatch batch, int row)
    {
        int visitor = batch.Visitors[row];
        if (journeys.MayChange(visitor, batch.Events.Types[row], batch.Events.TimesMicros[row]))
        {
            toLookAt[visitor] = row;
        }
    }

    /// <summary>The evidence about a visitor stays, without the name.</summary>
    /// <param name="identity">EventIdentity.Visitors has it.</param>
    public void Erase(ulong identity)
    {
        EraseActor(identity);
        EraseActor(Shadow.Crawler.Of(identity));
        EraseActor(Shadow.Burst.Of(identity));
    }

    /// <summary>Of one who is not published there is nothing to take out or add. Evidence never rests on verdicts.</summary>
    public void Count(int visitor, int all, int excluded)
    {
        if (all < 0)
        {
            events.Forget(visitor);
        }
        else if (all > 0)
        {
            if (actors.ContainsKey(visitor))
            {
                changed.Add(visitor);
            }
            LookAt(visitor);
        }
    }

    public void Rebuild(int visitor)
    {
        if (state.Actors.SaidOf(visitor) is not Signs.None and var said)
        {
            Sign(visitor, said);
        }
        if (IsInhuman(visitor, Rfc3339.EarliestMicros, long.MaxValue))
        {
            Sign(visitor, Signs.InhumanRate);
        }
        if (state.Journeys.HasBurst(visitor))
        {
            int shadow = state.Journeys.Find(Shadow.Burst.Of(state.Journeys.HashOf(visitor)));
            Sign(shadow, Signs.InhumanRate);
        }
        LookAt(visitor);
    }

    /// <summary>A visitor's actions in a burst became its shadow's.</summary>
    /// <param name="name">The visitor's.</param>
    public void Condemn(int shadow, string name)
    {
        state.Actors.Note(shadow, state.Journeys.HashOf(shadow), Encoding.UTF8.GetBytes(name), Signs.None);
        Sign(shadow, Signs.InhumanRate);
    }

    /// <summary>A verdict about a visitor is applied. What there is about whom it names is published, whatever it rests on.</summary>
    public void Hold(int visitor, VerdictLevel level)
    {
        held.Put(visitor, level);
        // Whoever says what an actor is held to be wants its name, also where nothing speaks against it.
        if (actors.TryAdd(visitor, Signs.None))
        {
            changed.Add(visitor);
        }
    }

    /// <summary>Signs that rest on all of a journey, as it is now.</summary>
    /// <returns>Whether they are others than before.</returns>
    private bool LookAt(int visitor)
    {
        Signs before = actors.GetValueOrDefault(visitor);
        Signs signs = (before & ~JourneySigns.All) | journeys.Of(visitor);
        if (signs != before)
        {
            actors[visitor] = signs;
            changed.Add(visitor);
        }
        return signs != before;
    }

    private void Note(int visitor, EventBatch columns, int row) =>
        state.Actors.Note(
            visitor,
            state.Journeys.HashOf(visitor),
            NameOf(columns, row),
            actors.GetValueOrDefault(visitor) & (Signs.KnownBot | Signs.LikelyBot)
        );

    private static ReadOnlySpan<byte> NameOf(EventBatch columns, int row) => columns.Bytes(EventField.Visitor, row);

    private void Sign(int visitor, Signs sign)
    {
        actors[visitor] = actors.GetValueOrDefault(visitor) | sign;
        changed.Add(visitor);
    }

    private void EraseActor(ulong identity)
    {
        int visitor = state.Journeys.Find(identity);
        state.Actors.Erase(identity, visitor);
        if (actors.ContainsKey(visitor))
        {
            changed.Add(visitor);
        }
    }

    /// <summary>All evidence comes with the next tick.</summary>
    public void PublishAll()
    {
        changed.UnionWith(actors.Keys);
        events.ChangeAll();
        held.ChangeAll();
    }

    public void Publish(TickRows into)
    {
        foreach (int visitor in changed)
        {
            into.Of(actors[visitor] == Signs.None ? EvidenceSection.WithoutSigns : EvidenceSection.Rows)
                .Add(Row(visitor));
        }
        changed.Clear();
        held.Publish(into);
    }

    private void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(actors.Count(of => of.Value != Signs.None));
        // Not sorted, which took longer than all else where they are many.
        foreach ((int visitor, Signs signs) in actors)
        {
            if (signs != Signs.None)
            {
                writer.Write7BitEncodedInt(visitor);
                writer.Write((byte)signs);
            }
        }
    }

    /// <summary>All of it or nothing: what is rebuilt must not find half of something else.</summary>
    private void Read(BinaryReader reader)
    {
        var read = new (int Visitor, Signs Signs)[reader.ReadCount()];
        for (int i = 0; i < read.Length; i++)
        {
            read[i] = (reader.ReadNumber(), (Signs)reader.ReadByte());
            if (read[i].Visitor >= state.Journeys.Count)
            {
                throw SectionReading.Damaged();
            }
        }
        if (reader.BaseStream.Position != reader.BaseStream.Length)
        {
            throw SectionReading.Damaged();
        }
        foreach ((int visitor, Signs signs) in read)
        {
            Sign(visitor, signs);
        }
    }

    /// <summary>By what is proven.</summary>
    private bool IsInhuman(int visitor, long fromMicros, long toMicros)
    {
        JourneyTouches touches = state.Journeys.Touches(visitor);
        if (touches.Length <= InhumanRate.MostActions)
        {
            return false;
        }
        window.Clear();
        int index =
            fromMicros <= Rfc3339.EarliestMicros ? 0 : touches.LowerBound(TouchKey.Of(fromMicros, EventType.None));
        for (; index < touches.Length; index++)
        {
            long time = touches[index].TimeMicros;
            if (time > toMicros)
            {
                break;
            }
            if (touches[index].Kind.IsAction() && !state.Subjects.IsAnonymous(touches[index].Subject))
            {
                window.Add(time);
            }
        }
        return InhumanRate.Exceeded(CollectionsMarshal.AsSpan(window));
    }

    private EvidenceRow Row(int visitor)
    {
        JourneyTouches touches = state.Journeys.Touches(visitor);
        return new EvidenceRow(
            state.Subjects.Workspaces[state.Journeys.Workspace(visitor)],
            state.Journeys.HashOf(visitor),
            state.Actors.NameOf(visitor),
            actors[visitor],
            touches.Length == 0 ? 0 : touches[0].TimeMicros,
            touches.Length == 0 ? 0 : touches[touches.Length - 1].TimeMicros,
            events.TakeChanged(visitor)
        );
    }
}
