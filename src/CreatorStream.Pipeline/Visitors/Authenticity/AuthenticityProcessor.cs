using System.Runtime.InteropServices;
using System.Text;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Events;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Journeys;

namespace CreatorStream.Pipeline.Visitors.Authenticity;

/// <summary>
/// Collects what one partition can know of its actors: crawlers by their user agent, and rates that people don't
/// reach. What strangers say in a visitor's name condemns its shadow, never the visitor. Verdicts are stage 2's; evidence
/// never rests on them. More events never lift a reason.
/// </summary>
public sealed class AuthenticityProcessor(VisitorState state) : IProcessor
{
    private readonly Dictionary<int, Suspect> suspects = [];
    private readonly SuspectEvents events = new(state);
    private readonly HashSet<int> changed = [];
    private readonly List<long> window = [];

    // Visitors' identities; erased before their events came, or after.
    private readonly HashSet<ulong> erased = [];

    public IReadOnlyDictionary<int, Suspect> Suspects => suspects;

    public void Add(FactBatch batch)
    {
        EventBatch columns = batch.Events;
        foreach (int row in batch.Accepted)
        {
            int visitor = batch.Visitors[row];
            Reasons reasons = suspects.TryGetValue(visitor, out Suspect? known) ? known.Reasons : Reasons.None;
            Reasons before = reasons;
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
                && IsInhuman(visitor, columns.TimesMicros[row])
            )
            {
                reasons |= Reasons.InhumanRate;
            }
            if (reasons != before)
            {
                bool isErased = erased.Contains(state.Journeys.HashOf(visitor));
                suspects[visitor] = new Suspect(
                    reasons,
                    isErased ? "" : Encoding.UTF8.GetString(columns.Bytes(EventField.Visitor, row))
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

    /// <summary>A visitor's actions in a burst are about to become its shadow's.</summary>
    public void Forget(int visitor, int shadow)
    {
        events.Forget(visitor);
        events.Forget(shadow);
    }

    /// <summary>A visitor's actions in a burst became its shadow's.</summary>
    /// <param name="name">The visitor's.</param>
    public void Condemn(int visitor, int shadow, string name)
    {
        suspects[shadow] = new Suspect(Reasons.InhumanRate, erased.Contains(state.Journeys.HashOf(shadow)) ? "" : name);
        changed.Add(shadow);
        if (suspects.ContainsKey(visitor))
        {
            changed.Add(visitor);
        }
    }

    private void EraseActor(ulong identity)
    {
        erased.Add(identity);
        int visitor = state.Journeys.Find(identity);
        if (visitor >= 0 && suspects.TryGetValue(visitor, out Suspect? suspect))
        {
            suspects[visitor] = suspect with { Actor = "" };
            changed.Add(visitor);
        }
    }

    /// <summary>All evidence comes with the next flush.</summary>
    public void PublishAll()
    {
        changed.UnionWith(suspects.Keys);
        events.ChangeAll();
    }

    public void Flush(TickRows into)
    {
        foreach (int visitor in changed)
        {
            into.Of(EvidenceSection.Rows).Add(Row(visitor));
        }
        changed.Clear();
    }

    public void Restore(int visitor, Suspect suspect)
    {
        suspects[visitor] = suspect;
        changed.Add(visitor);
    }

    /// <summary>By what is proven.</summary>
    private bool IsInhuman(int visitor, long timeMicros)
    {
        JourneyTouches touches = state.Journeys.Touches(visitor);
        if (touches.Length <= InhumanRate.MostActions)
        {
            return false;
        }
        window.Clear();
        int index = touches.LowerBound(TouchKey.Of(timeMicros - InhumanRate.WindowMicros, EventType.None));
        for (; index < touches.Length; index++)
        {
            long time = touches[index].TimeMicros;
            if (time > timeMicros + InhumanRate.WindowMicros)
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
        Suspect suspect = suspects[visitor];
        JourneyTouches touches = state.Journeys.Touches(visitor);
        return new EvidenceRow(
            state.Subjects.Workspaces[state.Journeys.Workspace(visitor)],
            state.Journeys.HashOf(visitor),
            suspect.Actor,
            suspect.Reasons,
            touches.Length == 0 ? 0 : touches[0].TimeMicros,
            touches.Length == 0 ? 0 : touches[touches.Length - 1].TimeMicros,
            events.TakeChanged(visitor)
        );
    }
}

/// <summary>An actor with evidence against it, by its name; empty where the person was erased.</summary>
public sealed record Suspect(Reasons Reasons, string Actor);
