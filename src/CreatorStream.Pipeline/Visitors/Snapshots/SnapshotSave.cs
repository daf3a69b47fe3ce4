using System.Text;
using CreatorStream.Pipeline.OffHeap;
using CreatorStream.Pipeline.Ports;
using Microsoft.Extensions.Logging;

namespace CreatorStream.Pipeline.Visitors.Snapshots;

/// <summary>
/// One snapshot that is being saved while its task goes on: some of it is written down in each turn, all of it as it was at
/// the moment when it was begun. A journey that changes before its block was written down is kept as it was.
/// </summary>
internal sealed class SnapshotSave : IDisposable
{
    /// <summary>Between two turns that write something down: a snapshot has time, figures have not.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Where more was kept of journeys that changed, it hurries.</summary>
    private const long MostKept = 16 << 20;

    private readonly VisitorState state;
    private readonly VisitorSegments parts;
    private readonly ISnapshotStore store;
    private readonly string task;
    private readonly IReadOnlyDictionary<string, (string Name, int Bytes)> before;
    private readonly Func<Dictionary<string, string>, long, SnapshotManifest> sign;
    private readonly int bytesPerTurn;
    private readonly TimeProvider time;
    private readonly StateScope scope;
    private readonly KeptJourneys kept;
    private readonly int visitors;
    private readonly bool[] waits;
    private readonly MemoryStream buffer = new();
    private readonly MemoryStream journey = new();
    private readonly BinaryWriter journeyWriter;
    private readonly List<(string Part, int Start)> written = [];
    private Task write;
    private SnapshotManifest? manifest;
    private bool hasTask;
    private int nextBlock;
    private long wroteAt;

    /// <param name="saved">What contributions save.</param>
    /// <param name="before">The segments of the snapshot before, by part.</param>
    /// <param name="sign">Makes the manifest of the segments' names by part, and their bytes.</param>
    /// <param name="after">What the store is still busy with, of a snapshot that was given up.</param>
    public SnapshotSave(
        VisitorState state,
        VisitorSegments parts,
        IEnumerable<SnapshotSection> saved,
        ISnapshotStore store,
        string task,
        IReadOnlyDictionary<string, (string Name, int Bytes)> before,
        Func<Dictionary<string, string>, long, SnapshotManifest> sign,
        Task after,
        int bytesPerTurn,
        TimeProvider time
    )
    {
        this.state = state;
        this.parts = parts;
        this.store = store;
        this.task = task;
        this.before = before;
        this.sign = sign;
        this.bytesPerTurn = bytesPerTurn;
        this.time = time;
        write = after;
        scope = state.Scope.Open();
        kept = new KeptJourneys(scope);
        journeyWriter = new BinaryWriter(journey, Encoding.UTF8);
        visitors = state.Journeys.Count;
        waits = new bool[(visitors + state.BlockSize - 1) / state.BlockSize];
        for (int block = 0; block < waits.Length; block++)
        {
            string part = parts.Block(block);
            waits[block] = state.IsChanged(block) || !before.ContainsKey(part);
            if (!waits[block])
            {
                Segments[part] = before[part];
            }
        }
        state.ClearChanged();
        foreach (SnapshotSection section in (IEnumerable<SnapshotSection>)[.. parts.Shared, .. saved])
        {
            Add(section.Name, section.WriteTo);
        }
        state.Journeys.Changing = Keep;
    }

    /// <summary>By part, as far as it has come.</summary>
    public Dictionary<string, (string Name, int Bytes)> Segments { get; } = [];

    /// <summary>When it is saved.</summary>
    public SnapshotManifest? Saved { get; private set; }

    /// <summary>Writes some of it down, where the last is on disk and long enough ago.</summary>
    /// <exception cref="LogUnavailableException">It can't be saved.</exception>
    public void Go()
    {
        if (Rest == TimeSpan.Zero)
        {
            GoOn();
        }
    }

    /// <summary>Writes all of it down, and waits for the disk.</summary>
    /// <exception cref="LogUnavailableException">It can't be saved.</exception>
    public void Finish()
    {
        while (Saved == null)
        {
            TakeResult();
            GoOn();
        }
    }

    /// <summary>Completes when it can go on.</summary>
    public Task Due(CancellationToken cancel) => write.IsCompleted ? Task.Delay(Rest, time, cancel) : write;

    /// <summary>It will not be saved: what it was to hold has changed since the snapshot before.</summary>
    /// <returns>Completes when the store is no longer busy with it.</returns>
    public async Task GiveUpAsync(ILogger logger)
    {
        for (int block = 0; block < waits.Length; block++)
        {
            // Also where it was written down: the snapshot before has another one.
            string part = parts.Block(block);
            if (waits[block] || Segments[part] != before.GetValueOrDefault(part))
            {
                state.MarkBlockChanged(block);
            }
        }
        Dispose();
        try
        {
            await write;
        }
        catch (LogUnavailableException error)
        {
            logger.SnapshotGivenUp(error, task);
        }
    }

    public void Dispose()
    {
        state.Journeys.Changing = null;
        scope.Dispose();
        journeyWriter.Dispose();
        journey.Dispose();
    }

    private TimeSpan Rest
    {
        get
        {
            TimeSpan rest = wroteAt == 0 || kept.Bytes > MostKept ? default : Pause - time.GetElapsedTime(wroteAt);
            return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        }
    }

    /// <summary>Waits for the store. What it says is heard once.</summary>
    private void TakeResult()
    {
        Task done = write;
        write = Task.CompletedTask;
        done.GetAwaiter().GetResult();
    }

    private void GoOn()
    {
        while (write.IsCompleted && Saved == null)
        {
            TakeResult();
            if (manifest != null)
            {
                Saved = manifest;
                return;
            }
            bool hasAll = WriteSome();
            IReadOnlyList<SnapshotSegment> changed = Changed();
            if (changed.Count > 0)
            {
                write = store.PutAsync(task, changed);
            }
            else if (hasAll)
            {
                manifest = sign(
                    Segments.ToDictionary(of => of.Key, of => of.Value.Name),
                    Segments.Values.Sum(of => (long)of.Bytes)
                );
                write = store.SaveAsync(task, manifest);
            }
            wroteAt = time.GetTimestamp();
            if (!hasAll)
            {
                return;
            }
        }
    }

    /// <returns>Whether that was the rest.</returns>
    private bool WriteSome()
    {
        if (hasTask)
        {
            buffer.SetLength(0);
        }
        hasTask = true;
        for (; nextBlock < waits.Length; nextBlock++)
        {
            if (buffer.Length >= bytesPerTurn)
            {
                return false;
            }
            if (waits[nextBlock])
            {
                int block = nextBlock;
                Add(parts.Block(block), writer => WriteBlock(writer, block));
                waits[block] = false;
            }
        }
        return true;
    }

    private void Add(string part, Action<BinaryWriter> content)
    {
        written.Add((part, (int)buffer.Length));
        using var writer = new BinaryWriter(buffer, Encoding.UTF8, leaveOpen: true);
        content(writer);
    }

    private void WriteBlock(BinaryWriter writer, int block)
    {
        int first = block * state.BlockSize;
        int last = Math.Min(first + state.BlockSize, visitors);
        parts.BeginBlock(writer, last - first);
        for (int visitor = first; visitor < last; visitor++)
        {
            ReadOnlySpan<byte> asItWas = kept.Find(visitor);
            if (asItWas.IsEmpty)
            {
                parts.WriteVisitor(writer, visitor);
            }
            else
            {
                writer.Write(asItWas);
            }
        }
    }

    /// <returns>What was written down and is not as in the snapshot before.</returns>
    private List<SnapshotSegment> Changed()
    {
        var changed = new List<SnapshotSegment>();
        for (int i = 0; i < written.Count; i++)
        {
            (string part, int start) = written[i];
            int end = i + 1 < written.Count ? written[i + 1].Start : (int)buffer.Length;
            ReadOnlyMemory<byte> content = buffer.GetBuffer().AsMemory(start, end - start);
            string name = SegmentName.Of(content.Span);
            Segments[part] = (name, content.Length);
            if (!before.TryGetValue(part, out (string Name, int) of) || of.Name != name)
            {
                changed.Add(new SnapshotSegment(name, content));
            }
        }
        written.Clear();
        return changed;
    }

    private void Keep(int visitor)
    {
        if (visitor < visitors && waits[visitor / state.BlockSize] && !kept.Has(visitor))
        {
            journey.SetLength(0);
            parts.WriteVisitor(journeyWriter, visitor);
            kept.Add(visitor, journey.GetBuffer().AsSpan(0, (int)journey.Length));
        }
    }
}
