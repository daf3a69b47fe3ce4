using System.Reactive.Concurrency;
using System.Reactive.Disposables;
using System.Reactive.Linq;

namespace CreatorStream.Pipeline.Flow;

internal static class PacedExtensions
{
    /// <summary>
    /// Does work for what changed, at a pace that may follow what the work costs: at once where it has rested long enough, else
    /// when it has. However much changes meanwhile, it is done once. Emits after each turn.
    /// </summary>
    /// <param name="changes">How much changed each time, in whatever the paces count.</param>
    /// <param name="works">
    /// From light to heavy. Where one is due, the lighter ones that wait have a turn before it, rested or not; and their turns
    /// are changes to it.
    /// </param>
    public static IObservable<PacedWork> Paced(
        this IObservable<long> changes,
        IScheduler scheduler,
        params PacedWork[] works
    ) =>
        Observable.Create<PacedWork>(observer =>
        {
            var paced = new Run(observer, scheduler, works);
            return StableCompositeDisposable.Create(
                changes.Subscribe(paced.Note, observer.OnError, observer.OnCompleted),
                paced
            );
        });

    private sealed class Run(IObserver<PacedWork> observer, IScheduler scheduler, PacedWork[] works) : IDisposable
    {
        private readonly IStopwatch clock = scheduler.StartStopwatch();
        private readonly Waiting[] waiting = [.. works.Select(work => new Waiting(work))];
        private readonly SerialDisposable timer = new();
        private TimeSpan changedAt;

        /// <summary>When it looks what is due; null: nothing waits.</summary>
        private TimeSpan? looksAt;

        public void Note(long changes)
        {
            changedAt = clock.Elapsed;
            foreach (Waiting work in waiting)
            {
                work.Note(changes);
            }
            // What waits already may be due sooner by it; where it is due later, it is asked then.
            Schedule(changedAt);
        }

        public void Dispose() => timer.Dispose();

        private void Look()
        {
            looksAt = null;
            TimeSpan now = clock.Elapsed;
            int due = Array.FindLastIndex(waiting, of => of.Rest(now, changedAt) <= TimeSpan.Zero);
            for (int of = 0; of <= due; of++)
            {
                if (waiting[of].Turn(clock, changedAt))
                {
                    // What it did may leave something to the heavier ones.
                    foreach (Waiting heavier in waiting.AsSpan(of + 1))
                    {
                        heavier.Note(0);
                    }
                    observer.OnNext(works[of]);
                }
            }
            now = clock.Elapsed;
            foreach (Waiting work in waiting.AsSpan(0, due + 1))
            {
                // Nobody rests while others are at work.
                work.BeginRest(now);
            }
            Schedule(now);
        }

        private void Schedule(TimeSpan now)
        {
            TimeSpan rest = TimeSpan.MaxValue;
            foreach (Waiting work in waiting)
            {
                TimeSpan of = work.Rest(now, changedAt);
                rest = of < rest ? of : rest;
            }
            if (rest == TimeSpan.MaxValue || looksAt <= now + rest)
            {
                return;
            }
            looksAt = now + rest;
            timer.Disposable = scheduler.Schedule(rest, Look);
        }
    }

    private sealed class Waiting(PacedWork work)
    {
        private bool isWaiting;
        private bool isUnderWay;
        private bool hasJustEnded;
        private TimeSpan? doneAt;
        private TimeSpan spent;
        private TimeSpan spentBefore;
        private long changes;

        public void Note(long more)
        {
            changes += more;
            isWaiting = true;
        }

        /// <summary>How long until it is due; for ever where nothing waits.</summary>
        public TimeSpan Rest(TimeSpan now, TimeSpan changedAt) =>
            !isWaiting ? TimeSpan.MaxValue
            : isUnderWay ? TimeSpan.Zero
            : work.Rest(Since(now, changedAt));

        /// <returns>Whether there was something to do.</returns>
        public bool Turn(IStopwatch clock, TimeSpan changedAt)
        {
            if (!isWaiting)
            {
                return false;
            }
            TimeSpan began = clock.Elapsed;
            Since since = Since(began, changedAt);
            (isWaiting, changes) = (false, isUnderWay ? changes : 0);
            TurnEnd end = work.Turn(since);
            spent += clock.Elapsed - began;
            isUnderWay = end == TurnEnd.GoesOn;
            isWaiting |= end != TurnEnd.Done;
            hasJustEnded = !isUnderWay;
            return true;
        }

        public void BeginRest(TimeSpan now)
        {
            if (hasJustEnded)
            {
                (doneAt, spentBefore, spent) = (now, spent, TimeSpan.Zero);
                hasJustEnded = false;
            }
        }

        private Since Since(TimeSpan now, TimeSpan changedAt) =>
            new(now - doneAt ?? TimeSpan.MaxValue, now - changedAt, spentBefore, changes);
    }
}
