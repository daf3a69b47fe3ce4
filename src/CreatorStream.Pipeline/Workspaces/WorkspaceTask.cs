using System.Collections.Concurrent;
using System.Reactive.Disposables;
using System.Reactive.Linq;
using System.Reactive.Subjects;
using System.Threading.Channels;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.Flow;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Workspaces.Cases;
using CreatorStream.Pipeline.Workspaces.Fits;
using CreatorStream.Pipeline.Workspaces.Views;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreatorStream.Pipeline.Workspaces;

/// <summary>
/// Stage 2: merges what the visitor tasks publish, settles orders and evidence, and publishes the views that changed.
/// One loop owns the states of all its workspaces.
/// </summary>
/// <param name="owns">Whether a workspace is this task's: entries of others are passed over.</param>
/// <param name="sendVerdict">Takes a verdict about an actor of a partition.</param>
public sealed class WorkspaceTask(
    IFactLog log,
    IViewSink views,
    ChannelReader<PartialRows> partials,
    Predicate<string> owns,
    Action<int, Verdict> sendVerdict,
    StateMemory memory,
    TimeProvider time
) : IHistory, IDisposable
{
    /// <summary>What entries may take of a turn: thousands may come at once.</summary>
    private static readonly TimeSpan EntriesShare = TimeSpan.FromMilliseconds(5);

    /// <summary>What rows may, which may come as fast as they are taken in, and answers.</summary>
    private static readonly TimeSpan Share = TimeSpan.FromMilliseconds(50);

    /// <summary>How often it looks whose events come no more.</summary>
    private static readonly TimeSpan SilenceInterval = TimeSpan.FromMinutes(1);

    private readonly StateScope scope = memory.Open();
    private readonly Questions questions = new();
    private readonly Dictionary<string, (WorkspaceState State, ViewPublisher Publisher)> workspaces = [];
    private readonly Rounds rounds = new(time);
    private WorkspaceFits? fits;
    private readonly TimeProviderScheduler scheduler = new(time);
    private readonly Pulled<PartialRows> rows = new(partials.TryRead);

    /// <summary>Orders were settled that waited for it, or verdicts told.</summary>
    private readonly Subject<long> settled = new();

    private readonly PartialsMerge merging = new(Families.Composed);
    private readonly ConcurrentDictionary<int, TaskProgress> progress = [];
    private readonly ConcurrentDictionary<int, long> greatestMs = [];
    private readonly Dictionary<int, long> verdictsSent = [];

    /// <summary>Workspaces that something came for since verdicts were told.</summary>
    private readonly HashSet<WorkspaceState> judged = [];
    private long catalogOffset;
    private EntryReader<CatalogEntry>? catalog;
    private EntryReader<CounterReading>? counters;
    private EntryReader<Decision>? decisions;
    private long decisionsOffset;
    private Pulled<CatalogEntry>? entries;
    private Pulled<CounterReading>? readings;
    private Pulled<Decision>? decided;
    private IDisposable? publishing;
    private bool hasPublished;
    private volatile int textsLevel;

    /// <summary>Something came since watched views were published.</summary>
    private bool isChanged;

    /// <summary>There may be more entries than it has taken in.</summary>
    private bool entriesLeft;

    /// <summary>What was there at the start has been taken in.</summary>
    private bool hasStart;

    /// <summary>What <see cref="HasAll"/> said when the full round that is under way began; null: none is.</summary>
    private bool? hadAll;

    /// <summary>Whether what it has taken in is what somebody waits for; asked when a full round begins.</summary>
    public Func<bool> HasAll { get; set; } = () => false;

    /// <summary>Called by the loop when that is in the views, be it that more has come meanwhile.</summary>
    public Action? ShowsAll { get; set; }

    /// <summary>Whether it has taken in what there was when it was asked last; asked each minute.</summary>
    public Func<bool> IsCaughtUp { get; set; } = () => true;

    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>Whether a full round has just published all that <see cref="HasAll"/> asks for.</summary>
    public bool IsAllShown { get; private set; }

    /// <summary>Whether it may publish yet: what a former owner published must not be replaced by older views.</summary>
    public Func<bool> MayPublish { get; set; } = () => true;

    /// <summary>Whether models may be fitted yet: those of a part of what was there at the start would be wrong for long.</summary>
    public Func<bool> MayFit { get; set; } = () => true;

    /// <summary>The offset up to which the catalog is in the views.</summary>
    public long CatalogOffset => catalogOffset;

    /// <summary>The same of what people decided.</summary>
    public long DecisionsOffset => decisionsOffset;

    /// <summary>The newest progress of each partition, as it is now.</summary>
    // A copy: sorting the live one fails when a partition reports for the first time meanwhile.
    public IReadOnlyDictionary<int, TaskProgress> Progress => progress.ToArray().ToDictionary();

    /// <summary>The offset up to which a partition's events are in the figures.</summary>
    public long TakenIn(int partition) => progress.GetValueOrDefault(partition)?.EventsOffset ?? 0;

    /// <summary>The greatest event time of each partition that has any: milliseconds since 1970.</summary>
    public IReadOnlyDictionary<int, long> GreatestMs => greatestMs.ToArray().ToDictionary();

    /// <summary>How many zeros the hashes of texts begin with that are held: the most of any workspace.</summary>
    public int TextsLevel => textsLevel;

    /// <summary>How many verdicts it has sent to a partition.</summary>
    public long VerdictsSent(int partition) => verdictsSent.GetValueOrDefault(partition);

    public Task<HistoryRows?> GetAsync(
        string workspace,
        string campaign,
        long fromMicros,
        int steps,
        int stepSeconds,
        CancellationToken cancel
    ) =>
        questions.AskAsync(
            () =>
                workspaces.TryGetValue(workspace, out (WorkspaceState State, ViewPublisher Publisher) of)
                    ? HistoryReader.Read(of.State, campaign, fromMicros, steps, stepSeconds)
                    : null,
            cancel
        );

    public Task<CaseEvidence?> FindCaseAsync(string workspace, string campaign, string id, CancellationToken cancel) =>
        questions.AskAsync(
            () =>
                workspaces.TryGetValue(workspace, out (WorkspaceState State, ViewPublisher Publisher) of)
                    ? of.State.Cases.EvidenceOf(workspace, campaign, id)
                    : null,
            cancel
        );

    /// <summary>Runs until cancelled; whoever then waits for an answer is told that there is none.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            Open();
            using EntryReader<CatalogEntry> ownCatalog = catalog!;
            using EntryReader<CounterReading> ownCounters = counters!;
            using EntryReader<Decision> ownDecisions = decisions!;
            await TakeTurnsAsync(cancel);
        }
        finally
        {
            questions.End();
        }
    }

    private async Task TakeTurnsAsync(CancellationToken cancel)
    {
        Task newRows = Task.CompletedTask;
        Task newQuestion = Task.CompletedTask;
        while (!cancel.IsCancellationRequested)
        {
            // Made anew only when they have completed: waiting tasks must not pile up.
            if (newRows.IsCompleted)
            {
                // Throws where whoever reads them has failed: the task ends with it, and its owner begins anew.
                await newRows;
                newRows = partials.WaitToReadAsync(cancel).AsTask();
            }
            newQuestion = newQuestion.IsCompleted ? questions.WaitAsync(cancel) : newQuestion;
            bool more = TakeIn();
            if (PublishIfDue())
            {
                await views.FlushAsync(cancel);
                if (IsAllShown)
                {
                    // Here too: under a steady stream something has come by the time it would wait.
                    ShowsAll?.Invoke();
                }
                continue;
            }
            if (more)
            {
                continue;
            }
            Task wake = Task.WhenAny(newRows, newQuestion, catalog!.Appended, counters!.Appended, decisions!.Appended);
            if (scheduler.Rest is { } rest)
            {
                // Until it may publish it has nothing else to wait for.
                Task due = scheduler.WaitAsync(MayPublish() ? rest : RoundPace.Interval, cancel);
                // What comes while watched views rest is taken in together.
                wake = isChanged ? due : Task.WhenAny(wake, due);
            }
            if (!isChanged && !rounds.AreBehind && HasAll())
            {
                ShowsAll?.Invoke();
            }
            await wake;
            cancel.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Gives back its state: after the last turn.</summary>
    public void Dispose()
    {
        publishing?.Dispose();
        entries?.Dispose();
        readings?.Dispose();
        decided?.Dispose();
        rows.Dispose();
        settled.Dispose();
        fits?.Dispose();
        scope.Dispose();
    }

    /// <summary>Begins to read. Before the first turn.</summary>
    public void Open()
    {
        catalog = new EntryReader<CatalogEntry>(log.Read(LogStream.Catalog, 0, 0), CatalogParser.TryParse);
        counters = new EntryReader<CounterReading>(log.Read(LogStream.Counters, 0, 0), CounterParser.TryParse);
        decisions = new EntryReader<Decision>(log.Read(LogStream.Decisions, 0, 0), Decision.TryParse);
        entries = new Pulled<CatalogEntry>(catalog.TryRead);
        readings = new Pulled<CounterReading>(counters.TryRead);
        decided = new Pulled<Decision>(decisions.TryRead);
        fits = new WorkspaceFits(questions, time, Logger, Show);
        IConnectableObservable<long> changes = Observable
            .Merge(
                entries.Select(Take),
                readings.Select(Take),
                decided.Select(Take),
                rows.Select(Take),
                settled,
                Observable.Timer(SilenceInterval, scheduler).Repeat().Select(_ => Wait()).Where(live => live > 0)
            )
            .Do(_ => isChanged = true)
            .Publish();
        IDisposable viewing = changes
            .Paced(
                scheduler,
                new PacedWork(_ => PublishWatched(), RoundPace.Quick),
                new PacedWork(_ => PublishAll(), RoundPace.Full)
            )
            .Subscribe(_ => hasPublished = true);
        publishing = StableCompositeDisposable.Create(viewing, fits.Begin(changes, scheduler), changes.Connect());
    }

    /// <summary>Whether something has come that not all views show yet; any thread may ask.</summary>
    public bool IsBehind => Volatile.Read(ref isChanged) || rounds.AreBehind || HasWork;

    /// <summary>Whether it has begun something that goes on at once, in turns with everything else.</summary>
    public bool HasWork => rounds.AreSettling || entriesLeft;

    /// <summary>
    /// Takes in what has arrived, settles orders where there are many, and answers questions, each for no longer than views
    /// may wait.
    /// </summary>
    /// <returns>Whether there may be more at once.</returns>
    public bool TakeIn()
    {
        TakeEntries();
        bool more = rows.Pull(After(Share));
        // What was told goes out with the round that follows, whatever else there is to publish.
        if (TellVerdicts() | rounds.Settle() || HasWork)
        {
            settled.OnNext(1);
        }
        long began = time.GetTimestamp();
        while (questions.TryAnswer())
        {
            if (time.GetElapsedTime(began) >= Share)
            {
                more = true;
                break;
            }
        }
        return more || HasWork;
    }

    /// <summary>Publishes the views that changed, where the last time is long enough ago.</summary>
    public bool PublishIfDue()
    {
        (hasPublished, IsAllShown) = (false, false);
        if (scheduler.Rest == TimeSpan.Zero && MayPublish())
        {
            scheduler.RunDue();
        }
        return hasPublished;
    }

    private TurnEnd PublishWatched()
    {
        isChanged = !rounds.PublishWatched();
        return isChanged ? TurnEnd.GoesOn : TurnEnd.Done;
    }

    private TurnEnd PublishAll()
    {
        // Of a round that takes several turns, what had come by its beginning.
        hadAll ??= !HasWork && HasAll();
        if (!rounds.PublishAll())
        {
            return TurnEnd.GoesOn;
        }
        IsAllShown = hadAll.Value;
        hadAll = null;
        return rounds.AreBehind ? TurnEnd.DoneForNow : TurnEnd.Done;
    }

    /// <summary>Something else was fitted to a workspace: it is to be shown, and verdicts may follow.</summary>
    private void Show(WorkspaceState workspace)
    {
        rounds.Note(workspaces[workspace.Name].Publisher);
        judged.Add(workspace);
        settled.OnNext(1);
    }

    private void TakeEntries()
    {
        Func<bool> isOver = After(EntriesShare);
        entriesLeft = entries!.Pull(isOver);
        catalogOffset = catalog!.Offset;
        entriesLeft |= readings!.Pull(isOver);
        entriesLeft |= decided!.Pull(isOver);
        decisionsOffset = decisions!.Offset;
    }

    /// <summary>Whether so much time is over; before it may publish there is nothing to make room for.</summary>
    private Func<bool> After(TimeSpan share)
    {
        long began = time.GetTimestamp();
        return () => time.GetElapsedTime(began) >= share && MayPublish();
    }

    private long Take(CatalogEntry entry)
    {
        if (owns(entry.Workspace))
        {
            Workspace(entry.Workspace).Apply(entry);
        }
        return 1;
    }

    private long Take(CounterReading reading)
    {
        if (owns(reading.Subject.Workspace))
        {
            Workspace(reading.Subject.Workspace).Put(reading);
        }
        return 1;
    }

    private long Take(Decision decision)
    {
        // One that is taken back where nothing is known of makes no workspace.
        if (!owns(decision.Workspace) || (decision.IsTakenBack && !workspaces.ContainsKey(decision.Workspace)))
        {
            return 1;
        }
        WorkspaceState workspace = Workspace(decision.Workspace);
        switch (decision)
        {
            case Override { Level: var level } of:
                workspace.Authenticity.Put(of.Person.HomeOf(log.Partitions), of.VisitorOf(log.Secret), level);
                break;
            case Separation { IsApart: var isApart } of:
                workspace.Persons.Separate(of.VisitorOf(log.Secret), isApart);
                break;
            case AlertDecision of:
                workspace.Put(of);
                break;
            case CaseOverride of:
                workspace.Put(of);
                break;
        }
        return 1;
    }

    private long Take(PartialRows tick)
    {
        merging.Put(tick, Workspace, workspaces.Keys);
        progress[tick.Partition] = tick.Progress;
        if (tick.GreatestMicros / 1000 is > 0 and var greatest)
        {
            greatestMs[tick.Partition] = Math.Max(greatest, greatestMs.GetValueOrDefault(tick.Partition));
        }
        tick.Release();
        return 1;
    }

    /// <summary>Alerts may follow from nothing coming.</summary>
    private long Wait()
    {
        long live = 0;
        bool isCaughtUp = IsCaughtUp();
        foreach ((_, ViewPublisher publisher) in workspaces.Values.Where(of => of.Publisher.IsLive))
        {
            if (!isCaughtUp)
            {
                publisher.StandStill();
            }
            rounds.Note(publisher);
            live++;
        }
        return live;
    }

    /// <summary>Not before it may publish: until then what was merged is less than what former verdicts rest on.</summary>
    /// <returns>Whether there were any.</returns>
    private bool TellVerdicts()
    {
        bool any = false;
        if (MayPublish())
        {
            foreach (WorkspaceState of in judged)
            {
                any |= of.Authenticity.Tell(SendVerdict, of.Badges.IsStarting);
                textsLevel = Math.Max(textsLevel, of.Authenticity.TextsLevel);
            }
            judged.RemoveWhere(of => !of.Badges.IsStarting);
        }
        return any;
    }

    private void SendVerdict(int partition, Verdict verdict)
    {
        verdictsSent[partition] = verdictsSent.GetValueOrDefault(partition) + 1;
        sendVerdict(partition, verdict);
    }

    /// <summary>The state of a workspace that something came for.</summary>
    private WorkspaceState Workspace(string name)
    {
        if (!workspaces.TryGetValue(name, out (WorkspaceState State, ViewPublisher Publisher) of))
        {
            var state = new WorkspaceState(name, merging.Numbers, scope, log.Secret);
            state.HasStart = () => hasStart = hasStart || (MayPublish() && MayFit());
            fits!.Follow(state);
            workspaces[name] = of = (state, new ViewPublisher(state, views, time));
        }
        rounds.Note(of.Publisher);
        judged.Add(of.State);
        return of.State;
    }
}
