using System.Collections.Concurrent;
using System.Reactive.Linq;
using CreatorStream.Analytics.Authenticity;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Visitors.Authenticity;
using CreatorStream.Pipeline.Visitors.Journeys;
using CreatorStream.Pipeline.Visitors.Snapshots;

namespace CreatorStream.Pipeline.Visitors;

/// <summary>
/// The flow of a visitor task: inputs → journeys, which hold each event once → what each family of figures makes of them. It
/// has no thread and no queue: what comes is taken in at once, by whoever brings it; and the element is a batch, so that costs
/// nothing per event.
/// </summary>
public sealed class VisitorFlow
{
    private readonly ConcurrentQueue<TickRows> released = new();
    private readonly VisitorState state;
    private readonly IContribution[] contributions;
    private readonly JourneyRecorder recorder;
    private readonly Bursts bursts;

    /// <summary>Verdicts about visitors whose events a new owner has still to read.</summary>
    private readonly Dictionary<ulong, Verdict> early = [];
    private long burstTouches;
    private int subjectsSent;
    private int entitiesSent;
    private int visitorsSeen;
    private readonly ContentMoves moves;

    public VisitorFlow(VisitorState state, Families families)
    {
        this.state = state;
        contributions = families.Contribute(state);
        moves = new ContentMoves(state, contributions);
        bursts = new Bursts(state);
        recorder = new JourneyRecorder(state, moves, bursts);
    }

    /// <summary>All that comes in, as one flow: takes in each, and emits how many events were accepted by it.</summary>
    /// <param name="erasures">Identities of visitors (<see cref="Erase"/>).</param>
    public IObservable<long> TakeIn(
        IObservable<FactBatch> batches,
        IObservable<CatalogEntry> entries,
        IObservable<Verdict> verdicts,
        IObservable<ulong> erasures
    ) =>
        Observable.Merge(
            batches.Select(batch =>
            {
                long before = state.Acceptance.Count;
                Next(batch);
                return state.Acceptance.Count - before;
            }),
            entries.Do(Apply).Select(_ => 0L),
            verdicts.Do(Apply).Select(_ => 0L),
            erasures.Do(Erase).Select(_ => 0L)
        );

    /// <summary>A batch whose events have been read.</summary>
    public void Next(FactBatch batch)
    {
        batch.Start();
        recorder.Process(batch);
        foreach (IContribution of in contributions)
        {
            of.Add(batch);
        }
    }

    /// <summary>Whether no burst waits to be taken out.</summary>
    public bool AreBurstsOut => bursts.AreOut;

    /// <summary>
    /// Takes out bursts that were found. Each costs as much as its visitor's journey is long, and one call of a stranger may
    /// complete one; so a visitor waits until enough was allowed.
    /// </summary>
    /// <param name="touches">Of how many touches the journeys may be this time; what is not used counts the next time.</param>
    public void TakeOutBursts(int touches)
    {
        burstTouches += touches;
        while (bursts.Next is { } visitor && burstTouches >= bursts.TouchesOf(visitor))
        {
            burstTouches -= bursts.TouchesOf(visitor);
            TakeOut(visitor, bursts.TakeNext());
        }
        burstTouches = bursts.AreOut ? 0 : burstTouches;
    }

    /// <summary>The same of all that were found.</summary>
    public void TakeOutAllBursts() => TakeOutBursts(int.MaxValue);

    /// <summary>
    /// What came in bursts becomes the shadow's, who acts in the visitor's name. Everything here is a sum over journeys:
    /// both go, and come again as they are then.
    /// </summary>
    private void TakeOut(int visitor, string name)
    {
        int shadow = bursts.ShadowOf(visitor);
        moves.Settle(visitor);
        moves.Settle(shadow);
        foreach (int actor in (ReadOnlySpan<int>)[visitor, shadow])
        {
            Count(actor, -1);
            state.MetBefore.Drop(actor, state.Journeys.Touches(actor), state.Subjects.Entity);
        }
        bursts.Move(visitor, shadow);
        Count(visitor, 1);
        Count(shadow, 1);
        foreach (IContribution of in contributions)
        {
            of.Condemn(shadow, name);
        }
        state.MarkChanged(visitor);
        state.MarkChanged(shadow);
    }

    /// <summary>Adds all that a visitor did to everything, or takes it out.</summary>
    private void Count(int visitor, int sign) => Count(visitor, sign, state.Journeys.IsInauthentic(visitor) ? sign : 0);

    private void Count(int visitor, int all, int excluded)
    {
        foreach (IContribution of in contributions)
        {
            of.Count(visitor, all, excluded);
        }
    }

    /// <summary>Whether everything counts where the catalog places it.</summary>
    public bool IsPlaced => moves.AreDone;

    /// <summary>A catalog entry. What content it moves is placed by <see cref="Place"/>.</summary>
    public void Apply(CatalogEntry entry)
    {
        if (state.Catalog.Apply(entry))
        {
            moves.Add(entry.Workspace, entry.Id);
        }
    }

    /// <summary>Places some of what the catalog moved.</summary>
    /// <param name="touches">About how many touches to look at.</param>
    public void Place(int touches) => moves.Go(touches);

    /// <summary>
    /// What stage 2 holds an actor to be by now: all that an inauthentic one did counts as excluded from here on, and no longer
    /// where that is taken back. Of orders <see cref="Workspaces.Orders.OrderRules.Settle"/> leaves it out.
    /// </summary>
    public void Apply(Verdict verdict)
    {
        int visitor = state.Journeys.Find(verdict.Visitor);
        if (visitor < 0)
        {
            early[verdict.Visitor] = verdict;
            return;
        }
        // One that came before is older.
        early.Remove(verdict.Visitor);
        foreach (IContribution of in contributions)
        {
            of.Hold(visitor, verdict.Level);
        }
        bool isInauthentic = verdict.Level == VerdictLevel.Inauthentic;
        if (state.Journeys.IsInauthentic(visitor) == isInauthentic)
        {
            return;
        }
        moves.Settle(visitor);
        state.Journeys.SetInauthentic(visitor, isInauthentic);
        Count(visitor, 0, isInauthentic ? 1 : -1);
    }

    /// <summary>A person is to be forgotten: what was counted stays.</summary>
    /// <param name="identity">EventIdentity.Visitors has it.</param>
    public void Erase(ulong identity)
    {
        foreach (IContribution of in contributions)
        {
            of.Erase(identity);
        }
    }

    /// <summary>What contributions save.</summary>
    public IEnumerable<SnapshotSection> Saved => contributions.Select(of => of.Saved).OfType<SnapshotSection>();

    /// <summary>Makes everything from the restored journeys, to be published at the next tick.</summary>
    /// <param name="restore">Restores what a contribution saved; false: it can't, and the contribution is rebuilt.</param>
    public void Rebuild(Predicate<SnapshotSection> restore)
    {
        IContribution[] rebuilt = [.. contributions.Where(of => of.Saved is not { } saved || !restore(saved))];
        for (int visitor = 0; visitor < state.Journeys.Count; visitor++)
        {
            foreach (JourneyTouch touch in state.Journeys.Touches(visitor))
            {
                state.TouchedBy.Add(state.Subjects.PlainOf(touch.Subject), visitor, state.Journeys.Count);
            }
            foreach (IContribution of in rebuilt)
            {
                of.Rebuild(visitor);
            }
        }
    }

    /// <summary>Everything comes with the next tick, as if it were the first.</summary>
    public void PublishAll()
    {
        (subjectsSent, entitiesSent) = (0, 0);
        state.AdvanceAll();
        foreach (IContribution of in contributions)
        {
            of.PublishAll();
        }
    }

    /// <summary>All that changed since the last tick. Valid until it is released.</summary>
    public PartialRows Tick(int partition, TaskProgress progress)
    {
        ApplyEarly();
        var rows = TickRows.Take(released);
        AddSince(state.Subjects.Subjects, ref subjectsSent, rows.Of(SubjectSection.Rows), IsPublished);
        foreach (IContribution of in moves.AreDone ? contributions : [])
        {
            of.Settle();
        }
        foreach (IContribution of in contributions)
        {
            of.Publish(rows);
        }
        AddSince(state.Subjects.Entities, ref entitiesSent, rows.Of(EntitySection.Rows), _ => true);
        foreach (int workspace in state.Advanced)
        {
            rows.Of(TimeSection.Rows)
                .Add(new WorkspaceTime(state.Subjects.Workspaces[workspace], state.GreatestMicros(workspace)));
        }
        state.ClearAdvanced();
        return new PartialRows(partition, ReplacesAll: false, rows, progress);
    }

    /// <summary>Applies verdicts that came before their visitors, of whom some may have come by now.</summary>
    private void ApplyEarly()
    {
        for (; visitorsSeen < state.Journeys.Count && early.Count > 0; visitorsSeen++)
        {
            if (early.Remove(state.Journeys.HashOf(visitorsSeen), out Verdict verdict))
            {
                Apply(verdict);
            }
        }
        visitorsSeen = state.Journeys.Count;
    }

    /// <summary>Rows tell of subjects without facets.</summary>
    private bool IsPublished(int subject) => state.Subjects.FacetsOf(subject).AreNone;

    private static void AddSince<T>(
        IReadOnlyList<T> items,
        ref int sent,
        List<Numbered<T>> into,
        Predicate<int> isWanted
    )
    {
        for (; sent < items.Count; sent++)
        {
            if (isWanted(sent))
            {
                into.Add(new Numbered<T>(sent, items[sent]));
            }
        }
    }
}
