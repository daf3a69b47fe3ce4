using System.Collections.Concurrent;
using System.Threading.Channels;
using CreatorStream.Pipeline.Catalog;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Overrides;
using CreatorStream.Pipeline.Partials;
using CreatorStream.Pipeline.Ports;
using CreatorStream.Pipeline.Workspaces.Views;

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
    private static readonly TimeSpan PublishInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Making watched views takes at most one part in so many of the loop's time: large ones come less often.</summary>
    private const int PublishShare = 5;

    /// <summary>What entries may take of a turn: thousands may come at once.</summary>
    private static readonly TimeSpan EntriesShare = TimeSpan.FromMilliseconds(5);

    private readonly StateScope scope = memory.Open();
    private readonly Questions questions = new();
    private readonly Dictionary<string, (WorkspaceState State, ViewPublisher Publisher)> workspaces = [];
    private readonly Rounds rounds = new(time);

    /// <summary>How often views come that nobody looks at, and those that only the passing of event time changes.</summary>
    private readonly FullPace fullPace = new(time);
    private readonly PartialsMerge merging = new();
    private readonly ConcurrentDictionary<int, TaskProgress> progress = [];
    private readonly ConcurrentDictionary<int, long> greatestMs = [];
    private readonly Dictionary<int, long> verdictsSent = [];

    /// <summary>Workspaces that something came for since verdicts were told.</summary>
    private readonly HashSet<WorkspaceState> judged = [];
    private long catalogOffset;
    private EntryReader<CatalogEntry>? catalog;
    private EntryReader<CounterReading>? counters;
    private EntryReader<Override>? decisions;
    private long decisionsOffset;
    private long publishedAt;
    private TimeSpan pause = PublishInterval;
    private bool touched;

    /// <summary>There may be more entries than it has taken in.</summary>
    private bool entriesLeft;

    /// <summary>Watched views of some workspaces are left of the round: its share of time was over.</summary>
    private bool goesOn;

    /// <summary>A full round has begun and goes on.</summary>
    private bool isFullUnderWay;

    /// <summary>What <see cref="HasAll"/> said when it began.</summary>
    private bool hadAll;

    /// <summary>What the round has taken so far.</summary>
    private TimeSpan spent;

    /// <summary>Whether what it has taken in is what somebody waits for; asked when a full round begins.</summary>
    public Func<bool> HasAll { get; set; } = () => false;

    /// <summary>Called by the loop when that is in the views, be it that more has come meanwhile.</summary>
    public Action? ShowsAll { get; set; }

    /// <summary>Whether a full round has just published all that <see cref="HasAll"/> asks for.</summary>
    public bool IsAllShown { get; private set; }

    /// <summary>Whether it may publish yet: what a former owner published must not be replaced by older views.</summary>
    public Func<bool> MayPublish { get; set; } = () => true;

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

    /// <summary>Runs until cancelled; whoever then waits for an answer is told that there is none.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            Open();
            using EntryReader<CatalogEntry> ownCatalog = catalog!;
            using EntryReader<CounterReading> ownCounters = counters!;
            using EntryReader<Override> ownDecisions = decisions!;
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
            newRows = newRows.IsCompleted ? partials.WaitToReadAsync(cancel).AsTask() : newRows;
            newQuestion = newQuestion.IsCompleted ? questions.WaitAsync(cancel) : newQuestion;
            TakeIn();
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
            if (HasWork)
            {
                continue;
            }
            Task wake = Task.WhenAny(newRows, newQuestion, catalog!.Appended, counters!.Appended, decisions!.Appended);
            if (touched)
            {
                await Task.Delay(MayPublish() ? Rest(publishedAt, pause) : pause, time, cancel);
            }
            else if (rounds.AreBehind)
            {
                await Task.WhenAny(wake, Task.Delay(fullPace.Rest(), time, cancel));
            }
            else
            {
                if (HasAll())
                {
                    ShowsAll?.Invoke();
                }
                await wake;
                cancel.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>Gives back its state: after the last turn.</summary>
    public void Dispose() => scope.Dispose();

    /// <summary>Begins to read. Before the first turn.</summary>
    public void Open()
    {
        catalog = new EntryReader<CatalogEntry>(log.Read(LogStream.Catalog, 0, 0), CatalogParser.TryParse);
        counters = new EntryReader<CounterReading>(log.Read(LogStream.Counters, 0, 0), CounterParser.TryParse);
        decisions = new EntryReader<Override>(log.Read(LogStream.Decisions, 0, 0), Override.TryParse);
    }

    /// <summary>Whether it has begun something that goes on at once, in turns with everything else.</summary>
    public bool HasWork => rounds.AreSettling || entriesLeft;

    /// <summary>
    /// Takes in what has arrived, settles orders where there are many, and answers questions, each for no longer than views
    /// may wait.
    /// </summary>
    public void TakeIn()
    {
        TakeEntries();
        TakeRows();
        TellVerdicts();
        rounds.Settle();
        touched |= HasWork;
        long began = time.GetTimestamp();
        while (questions.TryAnswer() && time.GetElapsedTime(began) < pause) { }
    }

    /// <summary>Publishes the views that changed, where the last time is long enough ago.</summary>
    public bool PublishIfDue()
    {
        if (touched)
        {
            fullPace.NoteFacts();
        }
        bool fullIsDue = fullPace.IsDue;
        // A round that has begun goes on at once, when what came meanwhile has been taken in: it rests when it is done.
        bool isDue = touched && (goesOn || publishedAt == 0 || time.GetElapsedTime(publishedAt) >= pause);
        if ((!isDue && !(rounds.AreBehind && fullIsDue)) || !MayPublish())
        {
            return false;
        }
        long began = time.GetTimestamp();
        bool wentOn = goesOn;
        goesOn = !rounds.PublishWatched();
        touched = goesOn || HasWork;
        IsAllShown = false;
        if (fullIsDue)
        {
            long fullBegan = time.GetTimestamp();
            // Of a round that takes several turns, what had come by its beginning.
            hadAll = isFullUnderWay ? hadAll : !HasWork && HasAll();
            bool isDone = rounds.PublishAll();
            isFullUnderWay = !isDone;
            IsAllShown = isDone && hadAll;
            fullPace.Note(time.GetElapsedTime(fullBegan), isDone);
        }
        publishedAt = time.GetTimestamp();
        // What all views cost must not delay those that somebody looks at. They may cost less now than when a quick round
        // was last measured, and a pause of a second would meet full rounds only, and never end.
        spent = (wentOn ? spent : TimeSpan.Zero) + time.GetElapsedTime(began, publishedAt);
        TimeSpan rest =
            goesOn ? PublishInterval
            : fullIsDue ? pause / 2
            : spent * (PublishShare - 1);
        pause = TimeSpan.FromTicks(Math.Clamp(rest.Ticks, PublishInterval.Ticks, FullPace.Interval.Ticks));
        return true;
    }

    private TimeSpan Rest(long since, TimeSpan interval)
    {
        TimeSpan rest = interval - time.GetElapsedTime(since);
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    private void TakeEntries()
    {
        long began = time.GetTimestamp();
        bool IsOver() => time.GetElapsedTime(began) >= EntriesShare && MayPublish();
        while (!IsOver() && catalog!.TryRead(out CatalogEntry? entry))
        {
            touched = true;
            if (owns(entry.Workspace))
            {
                Workspace(entry.Workspace).Apply(entry);
            }
        }
        catalogOffset = catalog!.Offset;
        while (!IsOver() && counters!.TryRead(out CounterReading? reading))
        {
            touched = true;
            if (owns(reading.Subject.Workspace))
            {
                Workspace(reading.Subject.Workspace).Put(reading);
            }
        }
        while (!IsOver() && decisions!.TryRead(out Override? decision))
        {
            touched = true;
            if (owns(decision.Workspace))
            {
                Workspace(decision.Workspace)
                    .Authenticity.Put(
                        decision.Person.HomeOf(log.Partitions),
                        decision.VisitorOf(log.Secret),
                        decision.Level
                    );
            }
        }
        decisionsOffset = decisions!.Offset;
        entriesLeft = IsOver();
    }

    private void TakeRows()
    {
        // Rows may come as fast as they are taken in: views have their turn all the same.
        long began = time.GetTimestamp();
        while (partials.TryRead(out PartialRows? rows))
        {
            touched = true;
            Merge(rows);
            rows.Release();
            if (time.GetElapsedTime(began) >= pause && MayPublish())
            {
                break;
            }
        }
    }

    private void Merge(PartialRows rows)
    {
        merging.Put(rows, Workspace, workspaces.Keys);
        progress[rows.Partition] = rows.Progress;
        if (rows.GreatestMicros / 1000 is > 0 and var greatest)
        {
            greatestMs[rows.Partition] = Math.Max(greatest, greatestMs.GetValueOrDefault(rows.Partition));
        }
    }

    /// <summary>Not before it may publish: until then what was merged is less than what former verdicts rest on.</summary>
    private void TellVerdicts()
    {
        if (MayPublish())
        {
            foreach (WorkspaceState of in judged)
            {
                of.Authenticity.Tell(SendVerdict);
            }
            judged.Clear();
        }
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
            var state = new WorkspaceState(name, merging.Numbers, scope, log.Secret, AttributionModels.Composed);
            workspaces[name] = of = (state, new ViewPublisher(state, views, time));
        }
        rounds.Note(of.Publisher);
        judged.Add(of.State);
        return of.State;
    }
}
