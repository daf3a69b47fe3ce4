using System.Runtime.InteropServices;
using System.Text;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;
using CreatorStream.Pipeline.Visitors.Snapshots;

namespace CreatorStream.Pipeline.Visitors.Authenticity;

/// <summary>
/// Collects what one partition can know of its actors: crawlers by their user agent, and rates that people don't
/// reach. What strangers say in a visitor's name condemns its shadow, never the visitor. Verdicts are stage 2's; evidence
/// never rests on them. More events never lift a reason.
/// </summary>
public sealed class AuthenticityContribution(VisitorState state) : IContribution
{
    private readonly Dictionary<int, Reasons> suspects = [];
    private readonly SuspectEvents events = new(state);
    private readonly HashSet<int> changed = [];
    private readonly List<long> window = [];

    /// <summary>The reasons of all suspects. A new reason, or a rule that changes, is another version.</summary>
    public SnapshotSection Saved => new("authenticity", 1, Write, Read);

    public void Add(FactBatch batch)
    {
        EventBatch columns = batch.Events;
        foreach (int row in batch.Accepted)
        {
            int visitor = batch.Visitors[row];
            Reasons before = suspects.GetValueOrDefault(visitor);
            Reasons reasons = before;
            bool isAnonymous = batch.IsAnonymous(row);
            // A shop's webhook names its own program, and tells nothing about the buyer; who claims has no such program.
            if (batch.IsCrawler(row) && (isAnonymous || columns.Types[row].IsTouch()))
            {
                reasons |= Reasons.KnownBot;
            }
            if (
                !isAnonymous
                && (reasons & Reasons.InhumanRate) == 0
                && columns.Types[row].IsAction()
                && IsInhuman(
                    visitor,
                    columns.TimesMicros[row] - InhumanRate.WindowMicros,
                    columns.TimesMicros[row] + InhumanRate.WindowMicros
                )
            )
            {
                reasons |= Reasons.InhumanRate;
            }
            // A suspect that was found by a rebuild has no name until it comes again.
            if (reasons != before || (reasons != Reasons.None && !state.Actors.IsNoted(visitor)))
            {
                suspects[visitor] = reasons;
                state.Actors.Note(
                    visitor,
                    state.Journeys.HashOf(visitor),
                    Encoding.UTF8.GetString(columns.Bytes(EventField.Visitor, row)),
                    isCrawler: (reasons & Reasons.KnownBot) != 0
                );
            }
            if (reasons != Reasons.None)
            {
                changed.Add(visitor);
                if (columns.Types[row].IsTouch())
                {
                    events.Add(visitor, batch.Subjects[row]);
                }
            }
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

    /// <summary>Of one who is no suspect there is nothing to take out or add. Evidence never rests on verdicts.</summary>
    public void Count(int visitor, int all, int excluded)
    {
        if (all < 0)
        {
            events.Forget(visitor);
        }
        else if (all > 0 && suspects.ContainsKey(visitor))
        {
            changed.Add(visitor);
        }
    }

    public void Rebuild(int visitor)
    {
        if (state.Actors.IsCrawler(visitor))
        {
            Suspect(visitor, Reasons.KnownBot);
        }
        if (IsInhuman(visitor, Rfc3339.EarliestMicros, long.MaxValue))
        {
            Suspect(visitor, Reasons.InhumanRate);
        }
        if (state.Journeys.HasBurst(visitor))
        {
            int shadow = state.Journeys.Find(Shadow.Burst.Of(state.Journeys.HashOf(visitor)));
            Suspect(shadow, Reasons.InhumanRate);
        }
    }

    /// <summary>A visitor's actions in a burst became its shadow's.</summary>
    /// <param name="name">The visitor's.</param>
    public void Condemn(int shadow, string name)
    {
        state.Actors.Note(shadow, state.Journeys.HashOf(shadow), name, isCrawler: false);
        Suspect(shadow, Reasons.InhumanRate);
    }

    private void Suspect(int visitor, Reasons reason)
    {
        suspects[visitor] = suspects.GetValueOrDefault(visitor) | reason;
        changed.Add(visitor);
    }

    private void EraseActor(ulong identity)
    {
        int visitor = state.Journeys.Find(identity);
        state.Actors.Erase(identity, visitor);
        if (suspects.ContainsKey(visitor))
        {
            changed.Add(visitor);
        }
    }

    /// <summary>All evidence comes with the next tick.</summary>
    public void PublishAll()
    {
        changed.UnionWith(suspects.Keys);
        events.ChangeAll();
    }

    public void Publish(TickRows into)
    {
        foreach (int visitor in changed)
        {
            into.Of(EvidenceSection.Rows).Add(Row(visitor));
        }
        changed.Clear();
    }

    private void Write(BinaryWriter writer)
    {
        writer.Write7BitEncodedInt(suspects.Count);
        foreach ((int visitor, Reasons reasons) in suspects.OrderBy(of => of.Key))
        {
            writer.Write7BitEncodedInt(visitor);
            writer.Write((byte)reasons);
        }
    }

    /// <summary>All of it or nothing: what is rebuilt must not find half of something else.</summary>
    private void Read(BinaryReader reader)
    {
        var read = new (int Visitor, Reasons Reasons)[reader.ReadCount()];
        for (int i = 0; i < read.Length; i++)
        {
            read[i] = (reader.ReadNumber(), (Reasons)reader.ReadByte());
            if (read[i].Visitor >= state.Journeys.Count)
            {
                throw SectionReading.Damaged();
            }
        }
        if (reader.BaseStream.Position != reader.BaseStream.Length)
        {
            throw SectionReading.Damaged();
        }
        foreach ((int visitor, Reasons reasons) in read)
        {
            Suspect(visitor, reasons);
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
            suspects[visitor],
            touches.Length == 0 ? 0 : touches[0].TimeMicros,
            touches.Length == 0 ? 0 : touches[touches.Length - 1].TimeMicros,
            events.TakeChanged(visitor)
        );
    }
}
